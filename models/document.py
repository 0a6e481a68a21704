"""What an official document or a workbook says, before anyone sets it on pages (domain.md §3.4.1).

Renderers in `documents/` turn the same content into .docx, PDF or .xlsx.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; renderers number it by its level: 1 一、, 2 （一）, 3 1., 4 （1）.

    A text that already begins with a number of its level keeps that one.
    """

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of running text; its first line is indented by the renderer."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row; every row has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """A document of the committee in the parts that GB/T 9704-2012 names.

    Attributes:
        letterhead: 发文机关标志, in red on the first page.
        number: 发文字号, e.g. 示例矿组通〔2026〕2号; empty while it is a draft.
        title: One sentence; a line feed in it is a wanted line break.
        addressee: 主送机关 without the colon; empty when there is none.
        blocks: The body in reading order.
        attachments: Names of attachments, without numbers.
        signature: 发文机关署名.
        signed_on: 成文日期, a civil date; None while it is a draft.
        mark: What stands in the upper left corner of the first page.
        copies_to: 抄送机关, without the word and the full stop.
        printed_by: 印发机关.
        printed_on: 印发日期, a civil date.
    """

    letterhead: str
    number: str
    title: str
    addressee: str
    blocks: tuple[Block, ...]
    attachments: tuple[str, ...]
    signature: str
    signed_on: date | None
    mark: str = "内部资料"
    copies_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet; the width counts Latin characters, a Chinese one takes two."""

    name: str
    width_chars: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a title, a header row and rows of real dates, numbers and texts."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """Sheets in the order in which they are shown."""

    sheets: tuple[Sheet, ...]


def characters_of(document: OfficialDocument) -> int:
    """Count the characters of title and body, for the limit on a document's length.

    Blanks and line feeds do not count; what stands in tables does. Letterhead, number, addressee,
    signature and imprint are the form, not the text, and do not count.
    """
    texts = [document.title]
    for block in document.blocks:
        texts.extend(_texts_of(block))
    return sum(len("".join(text.split())) for text in texts)


def _texts_of(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield block.caption
        yield from block.columns
        for row in block.rows:
            yield from row
    else:
        yield block.text
