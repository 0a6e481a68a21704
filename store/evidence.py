"""Evidence files: on disk under the hash of their content, their names in an ordinary table.

Only hash, size and type become facts. A name may hold a person's name, so it stays erasable.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, BinaryIO, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from models.errors import InvalidInputError, NotFoundError
from store.evidence_kinds import kind_of
from store.ledger_table import ledger_item
from store.tables import metadata

MAX_BYTES = 50 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024
_HASH_CHARACTERS = 64
_C_TEXT = sa.Text(collation="C")

evidence_file = sa.Table(
    "evidence_file",
    metadata,
    sa.Column("stream", _C_TEXT, primary_key=True),
    sa.Column("sha256", _C_TEXT, primary_key=True, index=True),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("content_type", _C_TEXT, nullable=False),
    sa.Column("size_bytes", sa.BigInteger, nullable=False),
    sa.Column("account", _C_TEXT, nullable=False),
    sa.Column(
        "uploaded_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
    ),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that has been read and found fit, but is not stored yet.

    Attributes:
        path: Where it waits; gone when the draft is let go.
        sha256: Hash of the content, hex.
        size_bytes: Its length.
        content_type: Media type, proved by content.
    """

    path: Path
    sha256: str
    size_bytes: int
    content_type: str


class EvidenceStore(Protocol):
    """Port: keeps files under the hash of their content. Storing the same twice is once."""

    def draft(self, source: BinaryIO, file_name: str) -> AbstractContextManager[Draft]:
        """Read a file to its end; the draft lives as long as the context."""

    def keep(self, draft: Draft) -> None:
        """Store a draft for good; afterwards it survives a crash of the machine."""

    def locate(self, digest: str) -> Path:
        """Path of a stored file."""

    def kept_before(self, at: datetime) -> list[str]:
        """Hashes of the files that nobody has kept again since an instant."""

    def discard(self, digest: str, before_at: datetime) -> bool:
        """Remove a file unless it was kept again since an instant; tells whether it is gone."""


class EvidenceDirectory:
    """The port on a directory: `ab/cdef…`, written beside and renamed, so never half a file."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @contextmanager
    def draft(self, source: BinaryIO, file_name: str) -> Iterator[Draft]:
        """See `EvidenceStore.draft`.

        Raises:
            InvalidInputError: Empty, too large, or not of an accepted kind.
        """
        incoming = self._root / "incoming"
        incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
        with NamedTemporaryFile(dir=incoming) as file:
            digest, size = _copy(source, file)
            file.flush()
            os.fsync(file.fileno())
            kind = kind_of(file_name, Path(file.name))
            yield Draft(Path(file.name), digest, size, kind.content_type)

    def keep(self, draft: Draft) -> None:
        """See `EvidenceStore.keep`. A link: the draft's own name may vanish afterwards."""
        target = self._path(draft.sha256)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        while not _is_linked(draft.path, target):
            with suppress(FileNotFoundError):  # discarded at this very moment: link it anew
                os.utime(target)
                return
        _sync_directory(target.parent)

    def locate(self, digest: str) -> Path:
        """See `EvidenceStore.locate`.

        Raises:
            NotFoundError: No such file, or not a hash.
        """
        if len(digest) != _HASH_CHARACTERS or set(digest) - set("0123456789abcdef"):
            raise NotFoundError("evidence_not_found", "没有这份佐证材料。")
        path = self._path(digest)
        if not path.is_file():
            raise NotFoundError("evidence_not_found", "没有这份佐证材料。")
        return path

    def kept_before(self, at: datetime) -> list[str]:
        """See `EvidenceStore.kept_before`. Drafts that a crash left behind go on the way."""
        for draft in self._root.glob("incoming/*"):
            if _is_older(draft, at):
                draft.unlink(missing_ok=True)
        files = self._root.glob("[0-9a-f][0-9a-f]/*")
        return sorted(file.parent.name + file.name for file in files if _is_older(file, at))

    def discard(self, digest: str, before_at: datetime) -> bool:
        """See `EvidenceStore.discard`."""
        path, aside = self._path(digest), self._root / "incoming" / f"discarded-{digest}"
        aside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            path.rename(aside)
        except FileNotFoundError:
            return False
        # Who keeps it from now on stores it anew; who did just before has left a younger time.
        is_gone = _is_older(aside, before_at)
        if not is_gone:
            _is_linked(aside, path)
        aside.unlink(missing_ok=True)
        return is_gone

    def _path(self, digest: str) -> Path:
        return self._root / digest[:2] / digest[2:]


@dataclass(frozen=True, slots=True)
class NamedEvidence:
    """A stored file under the name that one upload to one item gave it.

    Attributes:
        uploaded_at: Aware UTC.
        unit: Code of the unit that is responsible for the item now.
    """

    stream: str
    sha256: str
    file_name: str
    content_type: str
    size_bytes: int
    account: str
    uploaded_at: datetime
    unit: str


async def remember_name(
    connection: AsyncConnection, stream: str, draft: Draft, file_name: str, account: str
) -> None:
    """Keep the name under which a file was attached to an item; the first name stays."""
    row = pg.insert(evidence_file).values(
        stream=stream,
        sha256=draft.sha256,
        file_name=Path(file_name).name,
        content_type=draft.content_type,
        size_bytes=draft.size_bytes,
        account=account,
    )
    await connection.execute(row.on_conflict_do_nothing())


async def names_of(connection: AsyncConnection, digest: str) -> list[NamedEvidence]:
    """Everything that a file was attached to, oldest first."""
    query = (
        sa.select(evidence_file, ledger_item.c.owner_unit.label("unit"))
        .join(ledger_item, ledger_item.c.stream == evidence_file.c.stream)
        .where(evidence_file.c.sha256 == digest)
        .order_by(evidence_file.c.uploaded_at, evidence_file.c.stream)
    )
    return [NamedEvidence(**row) for row in (await connection.execute(query)).mappings()]


def _copy(source: BinaryIO, target: IO[bytes]) -> tuple[str, int]:
    digest, size = sha256(), 0
    while chunk := source.read(_CHUNK_BYTES):
        size += len(chunk)
        if size > MAX_BYTES:
            raise too_large()
        digest.update(chunk)
        target.write(chunk)
    if not size:
        raise InvalidInputError("evidence_empty", "文件是空的，请重新选择。", "file")
    return digest.hexdigest(), size


def too_large() -> InvalidInputError:
    """The error for a file above the limit."""
    limit = MAX_BYTES // (1024 * 1024)
    return InvalidInputError("evidence_too_large", f"文件超过 {limit} MB，请压缩后上传。", "file")


def _is_linked(source: Path, target: Path) -> bool:
    """Give a file its second name; False when something bears that name."""
    try:
        os.link(source, target)
    except FileExistsError:
        return False
    return True


def _is_older(file: Path, at: datetime) -> bool:
    try:
        return file.stat().st_mtime < at.timestamp()
    except FileNotFoundError:
        return False  # gone meanwhile


def _sync_directory(path: Path) -> None:
    # Without this a power cut may forget the new name although the content was written.
    directory = os.open(path, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
