"""Registers of units: other headings, other encodings, and trees that cannot stand."""

from __future__ import annotations

from pathlib import Path

import pytest

import sample
from intake.files import open_sheets
from intake.unit_register import Register, read_register
from intake.unit_tree import StandingUnit, UnitTree
from models.errors import InvalidInputError
from models.org_unit.kinds import UnitKind
from tests.intake.books import new_sheet

HEAD = "编码,名称,类型,上级编码,党员数"
TREE = (
    "DW,示例矿党委,党委,,",
    "Z1,采煤科党总支,党总支,DW,",
    "Z1-01,综采一队党支部,党支部,Z1,15",
)


def register_of(path: Path, *lines: str, head: str = HEAD) -> Register:
    path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    with open_sheets(path) as sheets:
        return read_register(sheets)


def faults_of(register: Register, standing: tuple[StandingUnit, ...] = ()) -> list[tuple[int, str]]:
    placed = UnitTree(register, standing).placed()
    return sorted((one.reading.row, fault.column) for one in placed for fault in one.faults)


def test_the_sample_register_is_good_and_parents_come_first() -> None:
    with open_sheets(sample.UNITS) as sheets:
        tree = UnitTree(read_register(sheets), [])
    placed = tree.placed()
    assert len(placed) == 49
    assert not any(one.faults for one in placed)
    codes = [one.reading.code for one in placed]
    assert all(
        one.row is None or one.row.parent is None or one.row.parent.code in codes[:place]
        for place, one in enumerate(placed)
    )
    assert tree.warnings() == []


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (",无编码党支部,党支部,Z1,1", "编码"),
        ("Z1-01,又一个党支部,党支部,Z1,1", "编码"),
        ("X1,,党支部,Z1,1", "名称"),
        ("X1,某党小组,党小组,Z1,1", "类型"),
        ("X1,某党支部,,Z1,1", "类型"),
        ("X1,某党支部,党支部,,1", "上级编码"),
        ("X1,某党支部,党支部,没有,1", "上级编码"),
        ("X1,某党支部,党支部,X1,1", "上级编码"),
        ("X1,某党支部,党支部,Z1-01,1", "上级编码"),
        ("X1,某党总支,党总支,Z1,1", "上级编码"),
        ("X1,另一党委,党委,DW,1", "上级编码"),
        ("X1,某党支部,党支部,Z1,若干", "党员数"),
        ("X1,=A1,党支部,Z1,1", "名称"),
    ],
)
def test_each_fault_names_its_column(tmp_path: Path, line: str, column: str) -> None:
    assert faults_of(register_of(tmp_path / "a.csv", *TREE, line)) == [(5, column)]


def test_a_ring_is_found(tmp_path: Path) -> None:
    lines = ("DW,党委,党委,,", "A,甲党总支,党总支,B,", "B,乙党总支,党总支,A,")
    assert faults_of(register_of(tmp_path / "a.csv", *lines)) == [(3, "上级编码"), (4, "上级编码")]


def test_a_parent_may_stand_in_the_store_or_be_named(tmp_path: Path) -> None:
    register = register_of(tmp_path / "a.csv", "Z1-02,综采二队党支部,党支部,采煤科党总支,9")
    assert faults_of(register) == [(2, "上级编码")]
    standing = (
        StandingUnit("DW", "示例矿党委", UnitKind.COMMITTEE, ""),
        StandingUnit("Z1", "采煤科党总支", UnitKind.GENERAL_BRANCH, "DW"),
    )
    assert faults_of(register, standing) == []


def test_other_headings_in_another_order_in_a_workbook(tmp_path: Path) -> None:
    book, sheet = new_sheet("名册")
    sheet.append(["示例矿党组织名册"])
    sheet.append(["序号", "上级党组织", "党组织名称", "党员人数", "组织类别", "党组织代码", "书记"])
    sheet.append([1, None, "示例矿党委", None, "党委", "DW", "党委书记（王某）"])
    sheet.append([2, "示例矿党委", "选煤厂 党支部", "26人", "支部", "D09", "党支部书记"])
    sheet.append(["合计", None, None, 26])
    book.save(tmp_path / "a.xlsx")
    with open_sheets(tmp_path / "a.xlsx") as sheets:
        register = read_register(sheets)
    assert faults_of(register) == []
    last = register.readings[-1]
    assert (last.code, last.name, last.members_count) == ("D09", "选煤厂党支部", 26)
    assert register.readings[0].leader_post == "党委书记"


def test_sizes_against_the_rules_are_hints_not_faults(tmp_path: Path) -> None:
    register = register_of(tmp_path / "a.csv", *TREE[:2], "Z1-01,综采一队党支部,党支部,Z1,51")
    tree = UnitTree(register, [])
    assert [one for one in tree.placed() if one.faults] == []
    assert len(tree.warnings()) == 2


def test_a_file_without_a_register_says_so(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="名册表头"):
        register_of(tmp_path / "a.csv", "1,2", head="甲,乙")


def test_a_register_without_codes_says_which_column_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="“编码”"):
        register_of(tmp_path / "a.csv", "甲,党委,", head="名称,类型,上级编码")
