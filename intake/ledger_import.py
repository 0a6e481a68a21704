"""Imports a ledger: judge every row, then write all of them in one transaction or none."""

from __future__ import annotations

import uuid
from asyncio import to_thread
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from intake.book import Book, find_book
from intake.ended_units import EndedUnits
from intake.fields import Field
from intake.files import open_sheets
from intake.imported_facts import ImportedFacts
from intake.ledger_row import LedgerRow
from intake.preview import KnownHashes, Objection, Preview
from intake.recording import Recorder
from intake.row_kinds import RowKind
from intake.rows import RowReader
from intake.unit_names import NamedUnit, UnitNames
from intake.verdicts import Judged, Verdict
from models.calendar import on_shanghai
from models.errors import ConfigurationError, InvalidInputError
from models.facts import Actor
from models.ids import stream_id
from models.ledger_import.commands import RecordRefusal
from models.ledger_import.decider import LEDGER_IMPORT
from models.org_unit.secretaries import SECRETARIES
from store.bulk import append_many
from store.command_handler import handle
from store.queries.first_causes import first_causes
from store.queries.terms import current_terms
from store.queries.unit_names import UnitNamesRow, all_unit_names
from wire.codec import to_json
from wire.messages import CommandMessage

Advance = Callable[[int], None]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _nobody_watches(_done: int) -> None:
    return


@dataclass
class LedgerImport:
    """One ledger on its way in. `judge` comes first; `write` may follow.

    Attributes:
        book: The ledger as it was found in the file.
    """

    book: Book
    _path: Path
    _engine: AsyncEngine
    _preview: Preview
    _recorder: Recorder
    _stamp: tuple[int, int]

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """Rows by verdict, as far as they have been judged."""
        return Counter(self._preview.counts)

    @property
    def rows_in_sheet(self) -> int:
        """How many rows the sheet has, for a progress bar."""
        return self.book.sheet.scanned.rows

    @property
    def skipped(self) -> Mapping[RowKind, int]:
        """Rows that are no data, by what they are."""
        return Counter(self._preview.skipped)

    def judge(self, advance: Advance = _nobody_watches) -> AsyncIterator[Judged]:
        """Every row of data with its verdict; nothing is written."""
        return self._preview.judge(advance)

    async def write(self, advance: Advance = _nobody_watches) -> int:
        """Write every row whose verdict is `import`, in one transaction; returns how many.

        Raises:
            ConfigurationError: The file is no longer the one that was judged.
            VersionConflictError: Somebody used one of the numbers meanwhile; nothing is written.
        """
        if not self._preview.counts[Verdict.IMPORT]:
            return 0
        async with self._engine.begin() as connection:
            rows = self._recorder.requests(self._rows(advance))
            result = await append_many(connection, rows)
            if _stamp(self._path) != self._stamp:
                raise ConfigurationError(
                    "file_changed",
                    f"{self._path.name} 在导入过程中被改动，未写入任何数据，请重试。",
                )
        return result.appended

    async def record_refusal(self) -> None:
        """Leave a fact that the ledger was to be written and was not, for the auditor."""
        digest = await to_thread(_digest, self._path)
        command = RecordRefusal(
            digest, sum(self.counts.values()), self._preview.counts[Verdict.REJECT]
        )
        stream = stream_id(self._recorder.committee, LEDGER_IMPORT.entity, digest)
        message = CommandMessage(
            str(uuid.uuid4()), command.name, to_json(command), self._recorder.facts.actor
        )
        await handle(self._engine, LEDGER_IMPORT, stream, message)

    def _rows(self, advance: Advance) -> Iterator[LedgerRow]:
        for reading in self._preview.importable(advance):
            if reading.item is not None:
                yield reading.item


@asynccontextmanager
async def open_ledger_import(
    engine: AsyncEngine,
    path: Path,
    committee: str,
    actor: Actor,
    at: datetime,
    sheet: str | None = None,
    year: int | None = None,
) -> AsyncIterator[LedgerImport]:
    """Find the ledger in a file and get ready to judge it.

    Args:
        engine: The store.
        path: The file.
        committee: First part of the stream ids.
        actor: Who imports.
        at: Instant of the import, aware UTC; its day in Shanghai is today.
        sheet: Title of the sheet, when there are several ledgers.
        year: The book's year, when it does not say; None: found in the book.

    Raises:
        ConfigurationError: The file cannot be read, or holds no ledger or several.
        InvalidInputError: Its headings cannot be used, or no unit is registered yet.
    """
    stamp = _stamp(path)
    with open_sheets(path) as sheets:
        book = find_book(sheets, path.stem, sheet)
        if year is not None:
            book = replace(book, year=year)
        async with engine.connect() as connection:
            units = await all_unit_names(connection)
            terms = await current_terms(connection)
        if not units:
            raise InvalidInputError("no_units", "尚未导入单位名册，请先运行 fupan import units。")
        parents = {unit.code: unit.parent for unit in units}
        secretaries = {unit.code: SECRETARIES[unit.kind] for unit in units}
        recorder = Recorder(committee, ImportedFacts(actor, at, terms), parents, secretaries)
        reader = RowReader(book.layout, _names(units), book.year, on_shanghai(at))
        known = _known_hashes(engine, recorder)
        objection = _objection(EndedUnits.of(units, on_shanghai(at)), recorder)
        preview = Preview(book, reader, known, objection)
        yield LedgerImport(book, path, engine, preview, recorder, stamp)


def _known_hashes(engine: AsyncEngine, recorder: Recorder) -> KnownHashes:
    async def ask(numbers: Sequence[str]) -> Mapping[str, str]:
        streams = {recorder.stream_of(number): number for number in numbers}
        async with engine.connect() as connection:
            causes = await first_causes(connection, list(streams))
        return {streams[stream]: cause for stream, cause in causes.items()}

    return ask


def _objection(ended: EndedUnits, recorder: Recorder) -> Objection:
    def objection(row: LedgerRow) -> tuple[Field, str] | None:
        reason = ended.objection(row)
        return (Field.UNIT, reason) if reason else recorder.objection(row)

    return objection


def _names(units: Sequence[UnitNamesRow]) -> UnitNames:
    return UnitNames.of(
        NamedUnit(unit.code, unit.name, unit.parent, unit.former_names) for unit in units
    )


def _stamp(path: Path) -> tuple[int, int]:
    """Tells whether a file was touched; a missing one is reported by whoever opens it."""
    if not path.is_file():
        return (0, 0)
    found = path.stat()
    return found.st_mtime_ns, found.st_size
