"""Workbooks (.xlsx) as attachments: ledgers and lists that people filter, sort and print."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from math import ceil
from typing import Any, Final

import xlsxwriter

from documents.wording import printable
from models.document import Cell, Column, Sheet, Workbook
from models.errors import InvalidInputError

# A workbook knows no day of its own, and the clock must not decide its bytes.
_CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
_TITLE_ROW: Final = 0
_HEADER_ROW: Final = 1
MOST_ROWS: Final = 1_048_576 - _HEADER_ROW - 1
_LONGEST_NAME: Final = 31
_LONGEST_TEXT: Final = 32_767
_A4: Final = 9
_LINE_PT: Final = 15
_HIGHEST_ROW_PT: Final = 409
_FORBIDDEN_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\]|^'|'$")
# What a program may take for a formula when the cell is edited or saved as text.
_RISKY_STARTS: Final = ("=", "+", "-", "@")

_FORMATS: Final[dict[str, dict[str, Any]]] = {
    "title": {"font_name": "方正小标宋简体", "font_size": 16, "align": "center"},
    "header": {"font_name": "黑体", "align": "center", "bg_color": "#D9E1F2", "text_wrap": True},
    "text": {"text_wrap": True},
    "risky": {"text_wrap": True, "quote_prefix": True},
    "day": {"num_format": "yyyy-mm-dd", "align": "center"},
    "number": {"align": "right"},
}
_EVERY_CELL: Final = {"font_name": "仿宋_GB2312", "font_size": 11, "valign": "vcenter"}


def render(workbook: Workbook) -> bytes:
    """Write a workbook. Equal content gives equal bytes.

    Rows go to a temporary file while they are written, so memory does not grow with them.
    Texts stay texts whatever they begin with: nothing here is ever a formula or a link.

    Raises:
        InvalidInputError: A sheet has more rows, or a cell more characters, than the format holds.
        ValueError: A row is not as long as the header.
    """
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"constant_memory": True}) as book:
        book.set_properties({"created": _CREATED})
        formats = {name: book.add_format(_looks(name)) for name in _FORMATS}
        for name, sheet in zip(sheet_names(workbook), workbook.sheets, strict=True):
            _write_sheet(book.add_worksheet(name), sheet, formats)
    return made.getvalue()


def sheet_names(workbook: Workbook) -> tuple[str, ...]:
    """Titles as names of sheets: no forbidden sign, 31 characters at most, each only once."""
    names: list[str] = []
    for position, sheet in enumerate(workbook.sheets, start=1):
        name = _FORBIDDEN_IN_NAMES.sub(" ", printable(sheet.title)).strip()[:_LONGEST_NAME]
        taken = {known.casefold() for known in names}
        if not name or name.casefold() in taken:
            suffix = f"（{position}）"
            name = f"{name[: _LONGEST_NAME - len(suffix)]}{suffix}"
        names.append(name)
    return tuple(names)


def _looks(name: str) -> dict[str, Any]:
    border = {} if name == "title" else {"border": 1}
    return {**_EVERY_CELL, **border, **_FORMATS[name]}


def _write_sheet(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    if len(sheet.rows) > MOST_ROWS:
        raise InvalidInputError(
            "sheet_too_long",
            f"工作表“{sheet.title}”有{len(sheet.rows)}行，超过{MOST_ROWS}行，请缩小范围后重新导出。",
        )
    _set_up(page, sheet.columns, len(sheet.rows))
    _write_head(page, sheet, formats)
    for position, row in enumerate(sheet.rows, start=_HEADER_ROW + 1):
        lines = lines_of(row, sheet.columns)
        if lines > 1:
            page.set_row(position, min(_HIGHEST_ROW_PT, lines * _LINE_PT))
        for column, (value, _) in enumerate(zip(row, sheet.columns, strict=True)):
            _write_cell(page, position, column, value, formats)


def lines_of(row: Sequence[Cell], columns: Sequence[Column]) -> int:
    """Lines that the longest text of a row takes; not every program finds out by itself."""
    return max(
        (
            _lines_of_text(value, column.width_chars)
            for value, column in zip(row, columns, strict=True)
            # A text that fits even if every character is wide needs no counting.
            if isinstance(value, str) and ("\n" in value or 2 * len(value) >= column.width_chars)
        ),
        default=1,
    )


def _lines_of_text(text: str, width_chars: int) -> int:
    room = max(2, width_chars - 1)
    return sum(max(1, ceil(_latin_width(line) / room)) for line in text.split("\n"))


def _latin_width(text: str) -> int:
    # Bytes of GBK, one for a Latin and two for a Chinese character: counted a hundred times faster.
    return len(text.encode("gbk", "replace"))


def _set_up(page: Any, columns: Sequence[Column], rows: int) -> None:
    """A4 landscape, as wide as the sheet, header repeated; everything said before the rows."""
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_TITLE_ROW, _HEADER_ROW)
    page.set_footer("&C第&P页，共&N页")
    page.freeze_panes(_HEADER_ROW + 1, 0)
    page.autofilter(_HEADER_ROW, 0, _HEADER_ROW + rows, len(columns) - 1)
    for position, column in enumerate(columns):
        page.set_column(position, position, column.width_chars)


def _write_head(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page.set_row(_TITLE_ROW, 30)
    if len(sheet.columns) > 1:
        page.merge_range(_TITLE_ROW, 0, _TITLE_ROW, len(sheet.columns) - 1, "", formats["title"])
    page.write_string(_TITLE_ROW, 0, printable(sheet.title), formats["title"])
    for position, column in enumerate(sheet.columns):
        page.write_string(_HEADER_ROW, position, printable(column.name), formats["header"])


def _write_cell(page: Any, row: int, column: int, value: Cell, formats: dict[str, Any]) -> None:
    match value:
        case None | "":
            page.write_blank(row, column, None, formats["text"])
        case str():
            _check_length(value, row, column)
            looks = "risky" if value.startswith(_RISKY_STARTS) else "text"
            page.write_string(row, column, _clean(value), formats[looks])
        case date():
            page.write_datetime(row, column, value, formats["day"])
        case _:
            page.write_number(row, column, value, formats["number"])


def _clean(text: str) -> str:
    """The text without signs that a sheet cannot hold; its lines stay lines."""
    return text if text.isprintable() else "\n".join(map(printable, text.split("\n")))


def _check_length(text: str, row: int, column: int) -> None:
    if len(text) > _LONGEST_TEXT:
        where = f"第{row + 1}行第{column + 1}列"
        raise InvalidInputError(
            "cell_too_long", f"{where}有{len(text)}个字，超过{_LONGEST_TEXT}个字，请缩短。"
        )
