"""Reads an .xlsx file row by row, in memory that does not grow with the number of rows."""

from __future__ import annotations

import warnings
import zipfile
from array import array
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from intake.archive import Merge, SheetScan, open_archive, scan, unreadable
from intake.cells import Cell, CellError, Formula, SheetRow, is_blank

# More columns than any ledger has; formatted emptiness to the right is never looked at.
MAX_COLUMNS = 200


class StringsOnDisk:
    """The workbook's shared texts in a temporary file: only their places are kept in memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._ends = array("Q", [0])

    def add(self, text: str) -> None:
        """Add the next text."""
        encoded = text.encode("utf-8", "surrogatepass")
        self._file.write(encoded)
        self._ends.append(self._ends[-1] + len(encoded))

    def __getitem__(self, index: int) -> str:
        if not 0 <= index < len(self._ends) - 1:
            raise IndexError(index)
        start, end = self._ends[index], self._ends[index + 1]
        self._file.seek(start)
        return self._file.read(end - start).decode("utf-8", "replace")


class _Reader(ExcelReader):
    """openpyxl's reader, with the texts on disk instead of in a list."""

    def __init__(self, path: Path, resources: ExitStack) -> None:
        super().__init__(path, read_only=True, keep_links=False)
        self._resources = resources
        resources.callback(self.archive.close)

    def read_strings(self) -> None:
        package: Any = self.package
        part = package.find(SHARED_STRINGS)
        if part is None:
            return
        file = TemporaryFile()  # noqa: SIM115  # closed with the other resources
        strings = StringsOnDisk(self._resources.enter_context(file))
        tag = f"{{{SHEET_MAIN_NS}}}si"
        with self.archive.open(part.PartName[1:]) as source:
            events = iterparse(source, events=("start", "end"))
            _, root = next(events)
            for event, node in events:
                if event == "end" and node.tag == tag:
                    text: Any = Text.from_tree(node)
                    strings.add(text.content.replace("x005F_", ""))
                    root.clear()  # else the emptied elements pile up below the root
        self.shared_strings: Any = strings


@dataclass
class Sheet:
    """One sheet of a workbook; its rows can be read again and again.

    Attributes:
        title: Its name.
        is_hidden: True when the workbook does not show it.
        scanned: Rows and merged cells.
    """

    title: str
    is_hidden: bool
    scanned: SheetScan
    _read: Callable[[int], Iterator[tuple[int, tuple[Cell, ...]]]] = field(repr=False)

    def rows(self, width: int = MAX_COLUMNS) -> Iterator[SheetRow]:
        """Rows that show something, with the values of vertically merged cells in each row."""
        merges = _Merges(self.scanned.merges)
        for number, cells in self._read(width):
            joined = merges.at(number, cells)
            if joined:
                filled = list(cells)
                for column, value in joined.items():
                    if column < len(filled):
                        filled[column] = value
                yield SheetRow(number, tuple(filled), frozenset(joined))
            elif not all(is_blank(cell) for cell in cells):
                yield SheetRow(number, cells)


class _Merges:
    """Hands the value of a merged cell down to the rows that it reaches over."""

    def __init__(self, merges: tuple[Merge, ...]) -> None:
        self._waiting = list(reversed(merges))
        self._open: list[tuple[Merge, Cell]] = []

    def at(self, row: int, cells: tuple[Cell, ...]) -> dict[int, Cell]:
        """Values that row `row` shares with rows above, by column."""
        self._open = [(merge, value) for merge, value in self._open if merge.last_row >= row]
        shared: dict[int, Cell] = {
            merge.column: value for merge, value in self._open if value is not None
        }
        while self._waiting and self._waiting[-1].first_row <= row:
            merge = self._waiting.pop()
            if merge.first_row == row and merge.column < len(cells):
                self._open.append((merge, cells[merge.column]))
        return shared


@contextmanager
def open_workbook(path: Path) -> Iterator[list[Sheet]]:
    """The sheets of a workbook, readable until the context ends.

    Raises:
        ConfigurationError: The file cannot be read as a workbook.
    """
    with ExitStack() as resources:
        archive = resources.enter_context(open_archive(path))
        yield _sheets(path, archive, resources)


def _sheets(path: Path, archive: zipfile.ZipFile, resources: ExitStack) -> list[Sheet]:
    # openpyxl warns of styles and extensions that it leaves out; none of them is data.
    warnings.filterwarnings("ignore", module="openpyxl")
    try:
        reader = _Reader(path, resources)
        reader.read()
        worksheets: Any = reader.wb.worksheets
        return [_sheet(path, archive, sheet) for sheet in worksheets]
    except _BROKEN as error:
        raise unreadable(path, "工作簿已损坏或不是 Excel 生成的文件") from error


_BROKEN = (
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    ParseError,
    EOFError,
    OSError,
    OverflowError,
    NotImplementedError,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
)


def _sheet(path: Path, archive: zipfile.ZipFile, sheet: Any) -> Sheet:
    # The stored size of a sheet is often wrong; we go by the rows themselves.
    sheet.reset_dimensions()
    part = sheet._worksheet_path

    def read(width: int) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        rows = sheet.iter_rows(max_col=width)
        for number in range(1, 1 << 62):
            try:
                row = next(rows, None)
            except _BROKEN as error:
                raise unreadable(path, f"工作表“{sheet.title}”第 {number} 行附近已损坏") from error
            if row is None:
                return
            yield number, tuple(_cell(cell) for cell in row)

    return Sheet(sheet.title, sheet.sheet_state != "visible", scan(archive, part), read)


def _cell(cell: Any) -> Cell:
    if cell.value is None:
        return None
    if cell.data_type == "f":
        return Formula()
    if cell.data_type == "e":
        return CellError(str(cell.value))
    value: Cell = cell.value
    return value
