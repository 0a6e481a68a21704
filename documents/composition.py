"""An official document cut into the lines and tables that both renderers set, with their measures.

What the standard demands of content (numbers, punctuation, indents) is decided here once; the
renderers only know how their format says it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from documents.numbering import HeadingNumbers
from documents.page import TABLE_PT, TEXT_WIDTH_PT, TITLE_PT
from documents.title import title_lines
from documents.wording import printable, printable_lines, width_of, written_day
from models.document import Block, Heading, OfficialDocument, Paragraph, Table

LARGEST_LETTERHEAD_PT: Final = 48
DATE_INDENT: Final = 4.0  # characters from the right edge, as for a sealed document
CELL_PADDING: Final = 1.5  # characters, both sides together
TABLE_CHARACTERS: Final = TEXT_WIDTH_PT / TABLE_PT
WIDEST_CENTRED_CELL: Final = 8.0


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph (level 0) or a heading with its number (level 1 to 4)."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; shares of the text width per column add up to one."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    centred: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Composition:
    """Every text of the document as it stands on the page; an empty one is not set."""

    mark: str
    letterhead: str
    letterhead_pt: int
    number: str
    title: tuple[str, ...]
    addressee: str
    body: tuple[Line | Grid, ...]
    attachments: tuple[str, ...]
    signature: str
    signature_indent: float
    signed: str
    copies: str
    printed_by: str
    printed: str


def compose(document: OfficialDocument) -> Composition:
    """Decide all texts and measures of a document.

    Raises:
        ValueError: A heading's level is not 1 to 4, or a table's row is not as long as its header.
    """
    signature, signed = printable(document.signature), written_day(document.signed_on)
    letterhead = printable(document.letterhead)
    return Composition(
        mark=printable(document.mark),
        letterhead=letterhead,
        letterhead_pt=letterhead_size(letterhead),
        number=printable(document.number),
        title=title_lines(document.title),
        addressee=_addressee(document.addressee),
        body=tuple(_set_blocks(document.blocks)),
        attachments=_attachments(document.attachments),
        signature=signature,
        signature_indent=signature_indent(signature, signed),
        signed=signed,
        copies=_copies(document.copies_to),
        printed_by=printable(document.printed_by),
        printed=_printed(document),
    )


def letterhead_size(letterhead: str) -> int:
    """Points in which the letterhead fills one line of the text area, 22 at least."""
    wide = max(width_of(letterhead), 1)
    return max(TITLE_PT, min(LARGEST_LETTERHEAD_PT, int(TEXT_WIDTH_PT / wide)))


def signature_indent(signature: str, signed: str) -> float:
    """Characters between the signature and the right edge, so that it is centred over the date."""
    if not signed:
        return DATE_INDENT
    return max(0.0, DATE_INDENT + (width_of(signed) - width_of(signature)) / 2)


def _addressee(addressee: str) -> str:
    text = printable(addressee).strip().rstrip("：:")
    return f"{text}：" if text else ""


def _copies(copies_to: str) -> str:
    text = printable(copies_to).strip().rstrip("。")
    return f"抄送：{text}。" if text else ""


def _printed(document: OfficialDocument) -> str:
    return f"{written_day(document.printed_on)}印发" if document.printed_on else ""


def _attachments(names: tuple[str, ...]) -> tuple[str, ...]:
    texts = tuple(printable(name).strip() for name in names)
    if len(texts) < 2:
        return texts
    return tuple(f"{position}.{text}" for position, text in enumerate(texts, start=1))


def _set_blocks(blocks: tuple[Block, ...]) -> Iterator[Line | Grid]:
    numbers = HeadingNumbers()
    for block in blocks:
        match block:
            case Heading(level, text):
                yield Line(level, numbers.numbered(level, printable(text).strip()))
            case Paragraph(text):
                yield from (Line(0, line) for line in printable_lines(text))
            case Table():
                yield _grid(block)


def _grid(table: Table) -> Grid:
    columns = tuple(printable(name) for name in table.columns)
    rows = tuple(tuple(printable(cell) for cell in row) for row in table.rows)
    _check_rows(columns, rows)
    by_column = list(zip(columns, *rows, strict=True))
    widest = [max(1.0, *map(width_of, cells)) for cells in by_column]
    return Grid(
        caption=printable(table.caption),
        columns=columns,
        rows=rows,
        shares=_shares([width + CELL_PADDING for width in widest]),
        centred=tuple(width <= WIDEST_CENTRED_CELL for width in widest),
    )


def _shares(wanted: list[float]) -> tuple[float, ...]:
    """Shares of the text width; narrow columns get what they want, the wide ones the rest alike."""
    limit = _widest_column(sorted(wanted))
    widths = [min(width, limit) for width in wanted]
    return tuple(width / sum(widths) for width in widths)


def _widest_column(ascending: list[float]) -> float:
    """Width at which columns are cut so that the table fits; the widest one if all fit."""
    left = TABLE_CHARACTERS
    for position, width in enumerate(ascending):
        alike = left / (len(ascending) - position)
        if width > alike:
            return alike
        left -= width
    return ascending[-1]


def _check_rows(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
    if not columns:
        raise ValueError("a table has at least one column")
    for position, row in enumerate(rows, start=1):
        if len(row) != len(columns):
            raise ValueError(f"row {position} has {len(row)} cells, the header {len(columns)}")
