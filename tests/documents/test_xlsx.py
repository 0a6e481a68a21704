"""The workbook, opened again by another library."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, cast
from zipfile import ZipFile

import openpyxl
import pytest

from documents import xlsx
from models.document import Cell, Column, Sheet, Workbook
from models.errors import InvalidInputError

COLUMNS = (Column("编号", 18), Column("整改时限", 12), Column("问题数", 8))


def ledger(*rows: tuple[Cell, ...], title: str = "整改台账") -> Workbook:
    return Workbook((Sheet(title, COLUMNS, rows),))


def opened(workbook: Workbook) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(workbook)))


def test_title_header_and_rows_stand_where_people_look() -> None:
    sheet = opened(ledger(("2026-03-Z1-01", date(2026, 4, 15), 3))).active
    assert sheet.title == "整改台账"
    assert sheet["A1"].value == "整改台账"
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:C1"]
    assert [cell.value for cell in sheet[2]] == ["编号", "整改时限", "问题数"]
    assert sheet["A2"].font.name == "黑体"
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:C3"
    assert sheet.column_dimensions["A"].width == pytest.approx(18, abs=1)


def test_dates_are_dates_and_numbers_are_numbers() -> None:
    sheet = opened(ledger(("2026-03-Z1-01", date(2026, 4, 15), 3), ("", None, 92.3))).active
    assert sheet["B3"].value == datetime(2026, 4, 15)  # noqa: DTZ001 a sheet knows no zones
    assert sheet["B3"].number_format == "yyyy-mm-dd"
    assert sheet["C3"].value == 3
    assert sheet["C4"].value == 92.3
    assert sheet["A4"].value is None
    assert sheet["B4"].value is None


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+86", "-1", "@甲", '=HYPERLINK("x")', "{=A1}", "https://示例", "2026"],
)
def test_texts_stay_texts_whatever_they_begin_with(text: str) -> None:
    workbook = opened(ledger((text, None, 1)))
    cell = workbook.active["A3"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.hyperlink is None
    assert cell.quotePrefix == (text[0] in "=+-@")


def test_a_row_is_as_high_as_its_longest_text() -> None:
    rows = (("短", None, 1), ("责任区" * 9, None, 1), ("甲\n乙", None, 1), ("字" * 4000, None, 1))
    sheet = opened(ledger(*rows)).active
    heights = [sheet.row_dimensions[row].height for row in (3, 4, 5, 6)]
    # 27 wide characters in a column of 18 Latin ones, of which one is margin: four lines.
    assert heights == [None, 60, 30, pytest.approx(409, abs=1)]


def test_lines_of_a_text_stay_and_signs_that_no_sheet_holds_vanish() -> None:
    assert opened(ledger(("甲\n乙\t丙\x01\ufeff", None, 1))).active["A3"].value == "甲\n乙 丙"


def test_it_prints_on_a4_landscape_as_wide_as_the_page_with_its_header() -> None:
    sheet = opened(ledger()).active
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$2"


def test_names_of_sheets_are_short_allowed_and_different() -> None:
    titles = ["整改/台账", "整改 台账", "逾期" * 20, "", "'引'"]
    workbook = Workbook(tuple(Sheet(title, COLUMNS, ()) for title in titles))
    names = opened(workbook).sheetnames
    assert names == ["整改 台账", "整改 台账（2）", ("逾期" * 20)[:31], "（4）", "引"]


def test_a_sheet_of_one_column_has_its_title_too() -> None:
    sheet = opened(Workbook((Sheet("清单", (Column("单位", 20),), (("采煤科",),)),))).active
    assert [row[0].value for row in sheet.rows] == ["清单", "单位", "采煤科"]


def test_a_row_that_is_not_as_long_as_the_header_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than"):
        xlsx.render(ledger(("2026-03-Z1-01",)))


def test_what_the_format_cannot_hold_is_refused_and_not_cut() -> None:
    with pytest.raises(InvalidInputError, match="第3行第1列有32768个字") as cell:
        xlsx.render(ledger(("字" * 32768, None, 1)))
    assert cell.value.code == "cell_too_long"

    class Endless(tuple[tuple[Cell, ...], ...]):
        __slots__ = ()

        def __len__(self) -> int:
            return xlsx.MOST_ROWS + 1

    with pytest.raises(InvalidInputError, match="超过1048574行") as sheet:
        xlsx.render(Workbook((Sheet("整改台账", COLUMNS, Endless()),)))
    assert sheet.value.code == "sheet_too_long"


def test_memory_does_not_grow_with_the_rows() -> None:
    class Counted(tuple[tuple[Cell, ...], ...]):  # noqa: SLOT001 it has a length of its own
        """Rows that are made when asked for, so that only the writer's memory is measured."""

        length = 0

        def __len__(self) -> int:
            return self.length

        def __iter__(self) -> Iterator[tuple[Cell, ...]]:
            return ((f"2026-{n}", date(2026, 4, 15), n) for n in range(self.length))

    def peak(length: int) -> int:
        rows = Counted()
        rows.length = length
        tracemalloc.start()
        made = xlsx.render(Workbook((Sheet("整改台账", COLUMNS, rows),)))
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        # The file itself is held in memory; what the writer needs beside it is bounded.
        return used - 3 * len(made)

    few, many = peak(1_000), peak(8_000)
    assert many < few + 500_000


def test_equal_content_gives_equal_bytes() -> None:
    workbook = ledger(("2026-03-Z1-01", date(2026, 4, 15), 3))
    made = xlsx.render(workbook)
    assert made == xlsx.render(workbook)
    with ZipFile(io.BytesIO(made)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert cast("Any", opened(workbook)).properties.created.year == 2000
