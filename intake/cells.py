"""What stands in one cell, whatever kind of file it came from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

# A ledger cell holds a sentence or a page, never a document.
MAX_CELL_CHARACTERS = 4000

_ERROR_CODES = frozenset(
    {"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)
# Excel writes control characters as _x000D_; PostgreSQL refuses NUL; the others are invisible.
_ESCAPED_CONTROLS = re.compile(r"_x00[01][0-9A-Fa-f]_")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2060\ufeff]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell whose content is computed: what it would show is not written anywhere."""


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that shows an error such as `#REF!`."""

    code: str


Cell = str | int | float | bool | datetime | date | time | timedelta | Formula | CellError | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet.

    Attributes:
        number: Number of the row as the sheet shows it, from 1.
        cells: From column A on; trailing cells may be absent.
        joined: Columns (from 0) whose value comes from a cell merged with the row above.
    """

    number: int
    cells: tuple[Cell, ...]
    joined: frozenset[int] = frozenset()


def from_text(text: str) -> Cell:
    """A cell of a file that knows only text: what a spreadsheet program would make of it."""
    stripped = text.strip()
    if not stripped:
        return None
    if stripped.upper() in _ERROR_CODES:
        return CellError(stripped.upper())
    if stripped.startswith("=") and len(stripped) > 1:
        return Formula()
    return text


def text_of(cell: Cell) -> str:
    """What a person reads in the cell, without surrounding space and invisible characters."""
    if cell is None or isinstance(cell, Formula):
        return ""
    if isinstance(cell, CellError):
        return cell.code
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell))


def clean(text: str) -> str:
    """Text without surrounding space, invisible characters and foreign line ends."""
    visible = _CONTROLS.sub("", _ESCAPED_CONTROLS.sub("", text))
    lines = visible.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def key_of(text: str) -> str:
    """Text for comparing words: half width, no space at all."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", clean(text)))


def is_blank(cell: Cell) -> bool:
    """True for a cell that shows nothing. A formula is not blank, whatever it would show."""
    return cell is None or (not isinstance(cell, Formula) and not text_of(cell))
