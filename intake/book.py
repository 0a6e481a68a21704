"""A ledger in a file: the sheet that holds it, its headings and its year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from intake.cells import SheetRow, is_blank, text_of
from intake.dates import DateFaultError, parse_date, year_in
from intake.fields import LEDGER, Field
from intake.headings import SEARCHED_ROWS, Layout, check, find_layout
from intake.row_kinds import RowKind, cell_of, kind_of
from intake.workbook import Sheet
from models.errors import ConfigurationError, InvalidInputError

_YEAR_SAMPLE_ROWS = 500
_STAMP = re.compile(r"日期|时间|截至|截止|更新|填报")


@dataclass(frozen=True, slots=True)
class Book:
    """A ledger that can be read.

    Attributes:
        sheet: The sheet that holds it.
        layout: Its headings.
        year: The year it is about, for dates without one; None when it does not say.
    """

    sheet: Sheet
    layout: Layout
    year: int | None

    def data_rows(self) -> Iterator[tuple[SheetRow, RowKind]]:
        """Every row below the headings with what it is."""
        for row in self.sheet.rows(self.layout.width):
            if row.number > self.layout.last_row:
                yield row, kind_of(row, self.layout)


def find_book(sheets: Sequence[Sheet], name: str, wanted: str | None = None) -> Book:
    """The one ledger among the sheets of a file.

    Args:
        sheets: The file's sheets.
        name: Name of the file, which may tell the year.
        wanted: Title of the sheet that a person chose; None to find it.

    Raises:
        ConfigurationError: No sheet, or more than one, holds a ledger.
        InvalidInputError: The headings cannot be used.
    """
    readable = [(sheet, _layout(sheet)) for sheet in _candidates(sheets, wanted)]
    ledgers = [(sheet, layout) for sheet, layout in readable if layout]
    complete = [pair for pair in ledgers if not pair[1].missing]
    visible = [pair for pair in complete if not pair[0].is_hidden] or complete
    if len(visible) > 1:
        titles = "、".join(f"“{sheet.title}”" for sheet, _ in visible)
        raise ConfigurationError(
            "several_ledgers", f"有多张工作表都是台账：{titles}，请用 --sheet 指明导入哪一张。"
        )
    if not ledgers:
        raise InvalidInputError(
            "no_ledger",
            f"没有找到台账表头：各工作表前 {SEARCHED_ROWS} 行中没有“问题编号、责任单位、问题表现、"
            "责任人、发现日期、整改时限”等列名。",
        )
    sheet, layout = visible[0] if visible else max(ledgers, key=lambda pair: len(pair[1].columns))
    check(layout, sheet.title)
    return Book(sheet, layout, _year(sheet, layout, name))


def _candidates(sheets: Sequence[Sheet], wanted: str | None) -> Sequence[Sheet]:
    if wanted is None:
        return sheets
    chosen = [sheet for sheet in sheets if sheet.title.strip() == wanted.strip()]
    if not chosen:
        titles = "、".join(f"“{sheet.title}”" for sheet in sheets)
        raise ConfigurationError("no_such_sheet", f"没有工作表“{wanted}”，文件中有：{titles}。")
    return chosen


def _layout(sheet: Sheet) -> Layout | None:
    return find_layout(list(islice(sheet.rows(), SEARCHED_ROWS)), LEDGER)


def _year(sheet: Sheet, layout: Layout, name: str) -> int | None:
    """The year in the title, the sheet's or file's name, or that of most days of finding."""
    above = [row for row in islice(sheet.rows(), SEARCHED_ROWS) if row.number < layout.row]
    titles = [text_of(cell) for row in above for cell in row.cells if not is_blank(cell)]
    # `更新日期：2027年1月5日` below the title of a ledger of 2026 says when, not what.
    stamps = [text for text in titles if _STAMP.search(text)]
    names = [text for text in titles if text not in stamps]
    return (
        _first_year((*names, sheet.title, name))
        or _usual_year(sheet, layout)
        or _first_year(stamps)
    )


def _first_year(texts: Iterable[str]) -> int | None:
    return next((year for text in texts if (year := year_in(text))), None)


def _usual_year(sheet: Sheet, layout: Layout) -> int | None:
    years: Counter[int] = Counter()
    for row in islice(sheet.rows(layout.width), _YEAR_SAMPLE_ROWS):
        try:
            day = parse_date(cell_of(row, layout, Field.FOUND), None)
        except DateFaultError:
            continue
        if day:
            years[day.year] += 1
    return years.most_common(1)[0][0] if years else None
