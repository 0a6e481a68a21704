"""Headings under other words, in any order, in one or two rows, anywhere near the top."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.cells import SheetRow
from intake.fields import LEDGER, SYNONYMS, Field
from intake.headings import Layout, find_layout
from models.errors import ConfigurationError, InvalidInputError
from tests.intake.books import GOOD_ROW, HEADINGS, judge, new_sheet, open_book, row, save

_OF_HEADING = {
    "序号": Field.SEQUENCE,
    "问题编号": Field.NUMBER,
    "责任单位": Field.UNIT,
    "问题表现": Field.PROBLEM,
    "整改目标": Field.GOAL,
    "整改类别": Field.CATEGORY,
    "责任人（职务）": Field.OWNER,
    "发现日期": Field.FOUND,
    "整改时限": Field.DUE,
    "延期后时限": Field.EXTENDED,
    "进展情况": Field.PROGRESS,
    "销号日期": Field.CLOSED,
    "是否反弹": Field.REBOUND,
}


def layout_of(*rows: tuple[Any, ...]) -> Layout:
    found = find_layout([SheetRow(n, cells) for n, cells in enumerate(rows, start=1)], LEDGER)
    assert found is not None
    return found


@st.composite
def books(draw: st.DrawFn) -> tuple[list[str], dict[str, str]]:
    """Our headings in another order, each under a synonym with noise."""
    order = draw(st.permutations(HEADINGS))
    noise = st.sampled_from(["{}", " {} ", "{}\n", "*{}", "{}（必填）", "{}:"])
    renamed = {
        heading: draw(noise).format(draw(st.sampled_from(SYNONYMS[_OF_HEADING[heading]].strong)))
        for heading in order
    }
    return list(order), renamed


@given(books(), st.lists(st.sampled_from(["示例矿2026年整改台账", "单位：组织部", ""]), max_size=5))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_any_order_and_any_synonym_reads_the_same(
    tmp_path: Path, book: tuple[list[str], dict[str, str]], titles: list[str]
) -> None:
    order, renamed = book
    judged = await judge(save(tmp_path / "a.xlsx", [row()], order, titles, renamed))
    usual = await judge(save(tmp_path / "b.xlsx", [row()]))
    assert judged[0].reading.item == usual[0].reading.item
    assert judged[0].reading.item is not None


def test_every_strong_synonym_means_one_field_only() -> None:
    seen: dict[str, Field] = {}
    for field, words in SYNONYMS.items():
        for word in words.strong:
            assert seen.setdefault(word.casefold(), field) is field, word


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("责任部门", Field.UNIT),
        ("完成时限", Field.DUE),
        ("问 题\n内 容", Field.PROBLEM),
        ("责任人(职务)", Field.OWNER),
        ("责任人【岗位】", Field.OWNER),
        ("督办领导（职务）", Field.LEADER),
        ("销号时间", Field.CLOSED),
        ("党建＋类别", Field.SYSTEM),
    ],
)
def test_known_words_are_recognised(heading: str, field: Field) -> None:
    found = layout_of(("问题编号", "整改目标", "原因分析", "整改措施", heading))
    assert found.columns[field].index == 4


def test_two_heading_rows_are_read_together_with_their_groups() -> None:
    found = layout_of(
        ("2026年整改台账", None, None, None, None, None, None, None),
        ("序号", "问题情况", None, None, "责任", None, "整改情况", None),
        (None, "编号", "内容", "发现日期", "单位", "人", "时限", "进展"),
        (1, "T-1", "无回复", "3月2日", "选煤厂", "书记", "4月30日", "推进"),
    )
    assert (found.row, found.last_row) == (2, 3)
    places = {field: column.index for field, column in found.columns.items()}
    assert places == {
        Field.SEQUENCE: 0,
        Field.NUMBER: 1,
        Field.PROBLEM: 2,
        Field.FOUND: 3,
        Field.UNIT: 4,
        Field.OWNER: 5,
        Field.DUE: 6,
        Field.PROGRESS: 7,
    }


def test_a_data_row_is_never_taken_for_a_second_heading_row() -> None:
    found = layout_of(tuple(HEADINGS), tuple(GOOD_ROW.values()), tuple(GOOD_ROW.values()))
    assert (found.row, found.last_row) == (1, 1)


async def test_merged_group_headings_in_a_workbook(tmp_path: Path) -> None:
    book, sheet = new_sheet()
    sheet.append(["示例矿2026年台账"])
    sheet.append(["问题编号", "责任单位", "问题", None, None, "整改情况", None, None, "备注"])
    sheet.append(
        [None, None, "问题表现", "发现日期", "整改类别", "责任人", "时限", "销号日期", None]
    )
    sheet.append(
        ["T-1", "选煤厂", "无回复", "3月2日", "限期整改", "书记", "4月30日", "4月1日", None]
    )
    sheet.merge_cells("A1:I1")
    for span in ("C2:E2", "F2:H2", "A2:A3", "B2:B3", "I2:I3"):
        sheet.merge_cells(span)
    book.save(tmp_path / "a.xlsx")
    judged = await judge(tmp_path / "a.xlsx")
    assert [one.as_json()["closed"] for one in judged] == ["2026-04-01"]
    assert judged[0].as_json()["unit"] == "D09"


def test_completion_time_is_the_closing_date_beside_a_deadline_and_the_deadline_alone() -> None:
    common = ("问题编号", "责任单位", "问题表现", "责任人", "发现日期")
    assert layout_of((*common, "整改时限", "完成时间")).columns[Field.CLOSED].index == 6
    assert layout_of((*common, "完成时间", "销号日期")).columns[Field.DUE].index == 5


def test_a_reviewed_unit_gives_way_to_a_responsible_one_and_is_named() -> None:
    found = layout_of(("问题编号", "被复盘单位", "责任单位", "问题表现", "责任人"))
    assert found.columns[Field.UNIT].index == 2
    assert found.unknown == ("被复盘单位",)
    alone = layout_of(("问题编号", "被复盘单位", "问题表现", "责任人"))
    assert alone.columns[Field.UNIT].index == 1


def test_an_unknown_heading_is_named() -> None:
    assert layout_of((*HEADINGS, "经费来源")).unknown == ("经费来源",)


def test_what_the_system_works_out_itself_is_neither_read_nor_named() -> None:
    found = layout_of((*HEADINGS, "剩余天数"))
    assert found.unknown == ()
    assert found.computed == {len(HEADINGS)}


@pytest.mark.parametrize("second", ["整改时限", "完成时限"])
def test_two_columns_for_the_same_thing_are_refused(tmp_path: Path, second: str) -> None:
    path = save(tmp_path / "a.xlsx", [row()], (*HEADINGS, second))
    with pytest.raises(InvalidInputError, match=second), open_book(path):
        pass


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [row()], [one for one in HEADINGS if one != "责任单位"])
    with pytest.raises(InvalidInputError, match="责任单位"), open_book(path):
        pass


def test_a_file_without_any_ledger_says_so(tmp_path: Path) -> None:
    book, sheet = new_sheet()
    sheet.append(["姓名", "电话"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InvalidInputError, match="没有找到台账表头"), open_book(tmp_path / "a.xlsx"):
        pass


def test_two_ledgers_in_one_file_need_a_choice(tmp_path: Path) -> None:
    book, first = new_sheet("一季度")
    second = book.create_sheet("二季度")
    for sheet in (first, second):
        sheet.append(list(HEADINGS))
        sheet.append(list(GOOD_ROW.values()))
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(ConfigurationError, match=r"一季度.*二季度"), open_book(tmp_path / "a.xlsx"):
        pass
    with open_book(tmp_path / "a.xlsx", "二季度") as found:
        assert found.sheet.title == "二季度"


def test_the_year_comes_from_the_title_before_any_stamp_below_it(tmp_path: Path) -> None:
    titles = ("示例矿2025年台账", "更新日期：2026年1月8日")
    with open_book(save(tmp_path / "a.xlsx", [row()], titles=titles)) as book:
        assert book.year == 2025


def test_without_a_title_the_year_is_that_of_most_findings(tmp_path: Path) -> None:
    data = [row(发现日期="2024-03-02"), row(发现日期="2024.5.1"), row(发现日期="2023-12-30")]
    with open_book(save(tmp_path / "台账.xlsx", data, titles=("更新日期：2025年1月8日",))) as book:
        assert book.year == 2024


def test_two_columns_of_free_words_are_no_contradiction() -> None:
    found = layout_of((*HEADINGS, "整改情况", "整改要求", "分管领导", "验收结果"))
    assert found.duplicates == ()
    assert found.columns[Field.LEADER].heading == "分管领导"
    assert found.unknown == ("整改情况", "整改要求")
