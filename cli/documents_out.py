"""Writes the files of a bulletin or a look-back into a directory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.acting import acting
from cli.output import print_json
from cli.session import run_async
from models.errors import NotFoundError
from web.year_rooms import YearRoom

if TYPE_CHECKING:
    from web.year_documents import StoredFile

DirectoryArgument = Annotated[
    Path,
    typer.Argument(
        metavar="DIR", file_okay=False, help="写入的目录，不存在则建立。", show_default=False
    ),
]


def write_stored(
    room: YearRoom, number: str, directory: Path, data_dir: Path | None, login: str | None
) -> list[Path]:
    """Copy every stored file; an earlier export of the same files is overwritten.

    Raises:
        NotFoundError: There is no file yet, or nothing for the account's eyes.
    """
    files = run_async(_stored(room, number, data_dir, login))
    if not files:
        raise NotFoundError("documents_missing", f"{room.title}“{number}”还没有归存的文件。")
    return write_files(directory, {file.name: file.path.read_bytes() for file in files})


def write_files(directory: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write files under their names; the directory is made where it is missing."""
    directory.mkdir(parents=True, exist_ok=True)
    written = [directory / Path(name).name for name in contents]
    for path, content in zip(written, contents.values(), strict=True):
        path.write_bytes(content)
    return written


async def _stored(
    room: YearRoom, number: str, data_dir: Path | None, login: str | None
) -> list[StoredFile]:
    from web.year_documents import stored_files

    async with acting(data_dir, login) as session:
        return await stored_files(session.parts, room.entity, session.actor, number)


def print_written(written: Iterable[Path], is_json: bool) -> None:
    """Where the files are now."""
    for path in written:
        if is_json:
            print_json({"file": str(path)})
        else:
            print(f"已写入 {path}")
