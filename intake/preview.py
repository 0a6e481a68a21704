"""Reads a whole book once and judges each row: the first of the two passes of an import."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from intake.book import Book
from intake.cells import SheetRow
from intake.faults import Fault
from intake.fields import Field
from intake.ledger_row import LedgerRow
from intake.row_kinds import RowKind
from intake.rows import Reading, RowReader
from intake.verdicts import Judged, Verdict

_ROWS_PER_QUESTION = 500

# What the rules of an item have against a row, and in which column.
Objection = Callable[[LedgerRow], tuple[Field, str] | None]

# Given numbers, tells for those that stand in the store what their row's content hash was; the
# hash of an item that came from no ledger equals none of a row.
KnownHashes = Callable[[Sequence[str]], Awaitable[Mapping[str, str]]]


@dataclass
class Preview:
    """Judges the rows of a book and remembers of each only what the second pass needs.

    Attributes:
        book: The book.
        reader: Reads its rows.
        known_hashes: Asks the store.
        objection: Asks the rules.
        counts: Rows by verdict, so far.
        skipped: Rows that are no data, by what they are, so far.
    """

    book: Book
    reader: RowReader
    known_hashes: KnownHashes
    objection: Objection = lambda row: None
    counts: Counter[Verdict] = field(default_factory=Counter)
    skipped: Counter[RowKind] = field(default_factory=Counter)
    _first_use: dict[str, int] = field(default_factory=dict)
    _is_importable: bytearray = field(default_factory=bytearray)

    async def judge(self, advance: Callable[[int], None]) -> AsyncIterator[Judged]:
        """Every row of data with its verdict, in the order of the sheet.

        Args:
            advance: Told how many more rows of the sheet have been read.
        """
        for rows in _chunks(self._data_rows(advance)):
            readings = [self.reader.read(row) for row in rows]
            duplicates = [self._duplicate(reading) for reading in readings]
            numbers = [reading.item.number for reading in readings if reading.item]
            known = await self.known_hashes(numbers) if numbers else {}
            for reading, duplicate in zip(readings, duplicates, strict=True):
                judged = self._judged(reading, duplicate, known)
                self.counts[judged.verdict] += 1
                self._is_importable.append(judged.verdict is Verdict.IMPORT)
                yield judged

    def importable(self, advance: Callable[[int], None]) -> Iterator[Reading]:
        """The rows to import, read anew: the second pass. Needs the first one to have ended."""
        for index, row in enumerate(self._data_rows(advance)):
            if index < len(self._is_importable) and self._is_importable[index]:
                yield self.reader.read(row)

    def _data_rows(self, advance: Callable[[int], None]) -> Iterator[SheetRow]:
        self.skipped.clear()
        for row, kind in self.book.data_rows():
            advance(1)
            if kind is RowKind.DATA:
                yield row
            elif kind is not RowKind.BLANK:
                self.skipped[kind] += 1

    def _duplicate(self, reading: Reading) -> Fault | None:
        number = reading.values.get(Field.NUMBER)
        if number is None:
            return None
        first = self._first_use.setdefault(number, reading.row)
        if first == reading.row:
            return None
        return self.reader.fault_of(Field.NUMBER, f"编号“{number}”已用于第 {first} 行")

    def _judged(
        self, reading: Reading, duplicate: Fault | None, known: Mapping[str, str]
    ) -> Judged:
        faults = list(reading.faults)
        if duplicate:
            faults.append(duplicate)
        if reading.item and not faults:
            stored = known.get(reading.item.number)
            if stored == reading.item.content_hash:
                return Judged(reading, Verdict.UNCHANGED)
            faults += self._objections(reading.item, is_stored=stored is not None)
        if not faults:
            return Judged(reading, Verdict.IMPORT)
        return Judged(reading, Verdict.REJECT, tuple(sorted(faults, key=lambda fault: fault.place)))

    def _objections(self, item: LedgerRow, is_stored: bool) -> list[Fault]:
        """What only the store or the rules can know."""
        if is_stored:
            reason = f"编号“{item.number}”已有内容不同的事项，不能覆盖"
            return [self.reader.fault_of(Field.NUMBER, reason)]
        objection = self.objection(item)
        return [self.reader.fault_of(*objection)] if objection else []


def _chunks(rows: Iterator[SheetRow]) -> Iterator[list[SheetRow]]:
    chunk: list[SheetRow] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _ROWS_PER_QUESTION:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
