"""`fupan bulletin`: quarterly bulletins and their files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.acting import acting
from cli.documents_out import DirectoryArgument, print_written, write_files, write_stored
from cli.output import JsonOption
from cli.room import room_app
from cli.session import AsOption, DataDirOption, run_async
from web.year_rooms import BULLETINS

app = room_app(BULLETINS, "季度通报：修改文稿、送审、批准、签收、更正、导出。")

NumberArgument = Annotated[
    str, typer.Argument(metavar="NUMBER", help="通报编号，如 2026-Q1。", show_default=False)
]
PreviewOption = Annotated[
    bool,
    typer.Option(
        "--preview", help="按现在的文稿即时生成 docx 和 pdf，不归存。", show_default=False
    ),
]


@app.command("export")
def export(
    number: NumberArgument,
    directory: DirectoryArgument,
    is_preview: PreviewOption = False,
    data_dir: DataDirOption = None,
    login: AsOption = None,
    is_json: JsonOption = False,
) -> None:
    """导出已印发通报的 docx、pdf 和附件工作簿；草稿加 --preview。"""
    if is_preview:
        written = write_files(directory, run_async(_preview(number, data_dir, login)))
    else:
        written = write_stored(BULLETINS, number, directory, data_dir, login)
    print_written(written, is_json)


async def _preview(number: str, data_dir: Path | None, login: str | None) -> dict[str, bytes]:
    from web.year_documents import MEDIA_TYPES, preview_of_bulletin

    async with acting(data_dir, login) as session:
        return {
            f"{number}-preview.{ending}": await preview_of_bulletin(
                session.parts, session.actor, number, ending
            )
            for ending in MEDIA_TYPES
        }
