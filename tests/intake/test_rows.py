"""What is wrong with a row, and which column says so."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from intake.history import command_for, state_of
from intake.ledger_row import LedgerRow
from intake.row_kinds import RowKind
from models.rectification.content import Category
from models.rectification.item_state import ItemState
from tests.intake.books import (
    GOOD_ROW,
    HEADINGS,
    judge,
    new_sheet,
    open_book,
    row,
    save,
    verdict_on,
)

LONG = "长" * 4001


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"问题编号": None}, "问题编号", "缺少"),
        ({"问题编号": "A/1"}, "问题编号", "不能使用"),
        ({"问题编号": "A" * 61}, "问题编号", "60"),
        ({"责任单位": None}, "责任单位", "缺少"),
        ({"责任单位": "综采八队党支部"}, "责任单位", "综采八队党支部"),
        ({"责任单位": "综采一队、综采二队"}, "责任单位", "一行只能填一个"),
        ({"问题表现": "  "}, "问题表现", "缺少"),
        ({"整改目标": None}, "整改目标", "缺少"),
        ({"责任人（职务）": None}, "责任人（职务）", "缺少"),
        ({"责任人（职务）": "张三"}, "责任人（职务）", "姓名"),
        ({"整改类别": "马上改"}, "整改类别", "马上改"),
        ({"整改类别": None}, "整改类别", "缺少"),
        ({"发现日期": None}, "发现日期", "缺少"),
        ({"发现日期": "2026年2月30日"}, "发现日期", "不存在"),
        ({"发现日期": "2026-12-01"}, "发现日期", "今天之后"),
        ({"整改时限": "尽快"}, "整改时限", "尽快"),
        ({"整改时限": None}, "整改时限", "缺少"),
        ({"整改时限": "2026-03-01"}, "整改时限", "早于"),
        ({"整改时限": "长期"}, "整改时限", "长期坚持"),
        ({"延期后时限": "2026-04-29"}, "延期后时限", "早于"),
        ({"延期后时限": "待定"}, "延期后时限", "不是日期"),
        (
            {"整改类别": "长期坚持", "整改时限": "长期", "延期后时限": "5月1日"},
            "延期后时限",
            "没有",
        ),
        ({"销号日期": "2026-03-01"}, "销号日期", "早于"),
        ({"销号日期": "2026-11-22"}, "销号日期", "今天之后"),
        ({"销号日期": datetime.combine(date(2025, 1, 1), time())}, "销号日期", "早于"),
        ({"是否反弹": "不清楚"}, "是否反弹", "不清楚"),
        ({"整改时限": "=H2+30"}, "整改时限", "公式"),
        ({"进展情况": "=A1"}, "进展情况", "公式"),
        ({"序号": "=ROW()-2"}, "序号", "公式"),
        ({"责任单位": "#REF!"}, "责任单位", "#REF!"),
        ({"问题表现": LONG}, "问题表现", "4001"),
        ({"进展情况": LONG}, "进展情况", "4001"),
    ],
)
async def test_each_fault_is_refused_with_its_column(
    tmp_path: Path, changes: dict[str, Any], column: str, reason: str
) -> None:
    said = await verdict_on(tmp_path / "a.xlsx", **changes)
    assert (said["verdict"], said["column"]) == ("reject", column)
    assert reason in said["reason"]


@pytest.mark.parametrize(
    "changes",
    [
        {"问题表现": "长" * 4000},
        {"整改时限": "2026-03-02"},
        {"延期后时限": "2026-04-30"},
        {"延期后时限": "/"},
        {"销号日期": "2026-11-21"},
        {"发现日期": "2026-11-21", "整改时限": "2027-01-10"},
        {"整改类别": "立即整改"},
        {"整改类别": "长期坚持", "整改时限": "长期"},
        {"整改类别": "长期坚持", "整改时限": None},
        {"责任单位": "D09"},
        {"责任单位": " 选煤厂　党支部\n"},
        {"责任单位": "选煤厂"},
        {"责任单位": "选煤厂（D09）"},
        {"问题编号": "  FP２０２６－００１ "},
    ],
)
async def test_what_is_at_the_edge_but_right_is_taken(
    tmp_path: Path, changes: dict[str, Any]
) -> None:
    assert (await verdict_on(tmp_path / "a.xlsx", **changes))["verdict"] == "import"


async def test_all_faults_of_a_row_are_told_from_left_to_right(tmp_path: Path) -> None:
    said = await verdict_on(
        tmp_path / "a.xlsx", 整改时限="尽快", 责任单位="无此单位", 问题表现=None
    )
    columns = [fault["column"] for fault in said["faults"]]
    assert columns == ["责任单位", "问题表现", "整改时限"]
    assert said["column"] == "责任单位"


async def test_the_column_is_called_as_the_book_calls_it(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [row(整改时限="尽快")], renamed={"整改时限": "完成 期限"})
    assert (await judge(path))[0].as_json()["column"] == "完成期限"


async def test_a_number_is_good_once_only_even_if_its_first_row_is_refused(tmp_path: Path) -> None:
    judged = await judge(
        save(tmp_path / "a.xlsx", [row(问题表现=None), row(), row(问题编号="T-００２")])
    )
    said = [(one.as_json()["verdict"], one.as_json().get("column")) for one in judged]
    assert said == [("reject", "问题表现"), ("reject", "问题编号"), ("import", None)]


async def test_the_same_content_in_the_store_is_unchanged_however_it_is_spelt(
    tmp_path: Path,
) -> None:
    judged = await judge(save(tmp_path / "a.xlsx", [row()]))
    assert judged[0].reading.item is not None
    known = {"T-001": judged[0].reading.item.content_hash}
    spelt = row(
        发现日期="３月２日", 整改时限=datetime.combine(date(2026, 4, 30), time()), 责任单位="D09"
    )
    again = await judge(save(tmp_path / "b.xlsx", [spelt]), known)
    assert again[0].verdict.value == "unchanged"
    other = await judge(save(tmp_path / "c.xlsx", [row(进展情况="已完成")]), known)
    assert other[0].as_json()["column"] == "问题编号"


async def test_rows_that_are_no_data_are_passed_over(tmp_path: Path) -> None:
    book, sheet = new_sheet()
    good = [GOOD_ROW[heading] for heading in HEADINGS]
    sheet.append(["2026年台账"])
    sheet.append(list(HEADINGS))
    sheet.append(["一、政治建设方面"])
    sheet.append(good)
    sheet.append(["—— 第一批小计 ——"])
    sheet.append(["小计", None, 1, 40, None, None, 32])
    sheet.append([" "] * 5)
    sheet.append(list(HEADINGS))
    sheet.append([2, "T-002", *good[2:]])
    sheet.append(["合计", "共2项"])
    sheet.append([3])
    sheet.append(["填表人：", None, "审核人：", None, "日期：2026年11月20日"])
    sheet.append(["说明：本台账由组织部动态管理。"])
    book.save(tmp_path / "a.xlsx")
    judged = await judge(tmp_path / "a.xlsx")
    assert [(one.reading.row, one.verdict.value) for one in judged] == [
        (4, "import"),
        (9, "import"),
    ]
    with open_book(tmp_path / "a.xlsx") as found:
        kinds = [kind for _, kind in found.data_rows()]
    assert kinds.count(RowKind.SUBTOTAL) == 3
    assert kinds.count(RowKind.HEADING) == 1
    assert kinds.count(RowKind.NOTE) == 2


async def test_a_problem_that_speaks_of_totals_is_still_a_problem(tmp_path: Path) -> None:
    path = save(
        tmp_path / "a.xlsx", [row(序号=None, 问题编号=None, 问题表现="统计合计数与台账不符")]
    )
    assert [one.as_json()["column"] for one in await judge(path)] == ["问题编号"]


async def test_a_unit_merged_over_several_rows_holds_for_each_of_them(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [row(问题编号=f"T-{n}") for n in range(3)])
    from openpyxl import load_workbook

    book = load_workbook(path)
    for number in (4, 5):
        book.worksheets[0].cell(number, 3).value = None
    book.worksheets[0].merge_cells("C3:C5")
    book.save(path)
    judged = await judge(path)
    assert [one.as_json()["unit"] for one in judged] == ["D09", "D09", "D09"]


async def test_rows_whose_numbers_are_merged_are_refused_not_guessed(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [row(), row(问题编号=None)])
    from openpyxl import load_workbook

    book = load_workbook(path)
    book.worksheets[0].merge_cells("B3:B4")
    book.save(path)
    said = [one.as_json() for one in await judge(path)]
    assert [one["verdict"] for one in said] == ["import", "reject"]
    assert "合并" in said[1]["reason"]


def item(**changes: Any) -> LedgerRow:
    good: dict[str, Any] = {
        "number": "T-1",
        "unit": "D09",
        "problem": "无回复",
        "category": Category.FIXED_TERM,
        "owner_post": "党支部书记",
        "found_on": date(2026, 3, 2),
        "due_on": date(2026, 4, 30),
    }
    return LedgerRow(**{**good, **changes})


@pytest.mark.parametrize(
    ("progress", "state"),
    [
        ("已完成", ItemState.PENDING_VERIFY),
        ("整改完成，待验收", ItemState.PENDING_VERIFY),
        ("部分完成", ItemState.IN_PROGRESS),
        ("未完成", ItemState.IN_PROGRESS),
        ("正在推进", ItemState.IN_PROGRESS),
        ("预计4月底整改完成", ItemState.IN_PROGRESS),
        ("", ItemState.IN_PROGRESS),
        ("未签收", ItemState.ISSUED),
    ],
)
def test_the_state_follows_from_the_progress(progress: str, state: ItemState) -> None:
    assert state_of(item(progress=progress)) is state


def test_a_status_of_its_own_outweighs_the_words_of_the_progress() -> None:
    assert state_of(item(progress="正在补课", status="已完成")) is ItemState.PENDING_VERIFY
    assert command_for(item(status="已完成"), "DW", "dw").progress == "已完成"


def test_a_closing_date_outweighs_the_progress() -> None:
    closed = item(progress="正在推进", closed_on=date(2026, 4, 1))
    assert state_of(closed) is ItemState.CLOSED


def test_known_words_become_ids_and_others_stay() -> None:
    command = command_for(
        item(source="半年回头看", system="党建＋安全", work_axis="综治", cause="机制:责任不清"),
        "DW",
        "dw",
    )
    assert (command.source, command.party_plus, command.work_axis) == (
        "look_back",
        "safety",
        "综治",
    )
    assert (command.cause_kind, command.cause) == ("mechanism", "责任不清")
