"""Units by the names that people use; posts without the names of people."""

from __future__ import annotations

import pytest

from intake.posts import posts_in
from intake.unit_names import NamedUnit, UnitFaultError, UnitNames
from tests.intake.books import sample_units


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("选煤厂党支部", "D09"),
        ("选煤厂", "D09"),
        ("选煤厂支部", "D09"),
        ("　选煤厂 党支部 ", "D09"),
        ("示例矿选煤厂党支部", "D09"),
        ("d09", "D09"),
        ("D09选煤厂党支部", "D09"),
        ("选煤厂党支部（D09）", "D09"),
        ("选煤厂（党支部）", "D09"),
        ("采煤科综采一队", "Z1-01"),
        ("机关总支", "Z8"),
        ("机关党总支", "Z8"),
        ("示例矿党委", "DW"),
        ("中共示例矿委员会", "DW"),
    ],
)
def test_short_and_long_names_mean_the_same_unit(written: str, code: str) -> None:
    assert sample_units().code_of(written) == code


@pytest.mark.parametrize(
    "written", ["综采八队", "运输区（八队）", "选煤", "综采一队/综采二队", "厂"]
)
def test_what_is_near_a_name_is_not_taken_for_it(written: str) -> None:
    with pytest.raises(UnitFaultError):
        sample_units().code_of(written)


def test_a_short_name_of_two_units_is_refused_and_the_full_name_taken() -> None:
    units = UnitNames.of([NamedUnit("A", "运输区党总支"), NamedUnit("B", "运输区党支部", "A")])
    with pytest.raises(UnitFaultError, match=r"A.*B"):
        units.code_of("运输区")
    assert units.code_of("运输区党支部") == "B"


def test_a_former_name_still_finds_its_unit() -> None:
    units = UnitNames.of([NamedUnit("A", "洗选中心党支部", former_names=("选煤厂党支部",))])
    assert units.code_of("选煤厂") == "A"


@pytest.mark.parametrize(
    ("written", "post"),
    [
        ("党支部书记", "党支部书记"),
        ("组织部干事", "组织部干事"),
        ("安监处处长", "安监处处长"),
        ("党支部书记（张某）", "党支部书记"),
        ("张三（党支部书记）", "党支部书记"),
        ("张三 党支部书记", "党支部书记"),
        ("党支部书记张三", "党支部书记"),
        ("张三书记", "书记"),
        ("党支部书记、组织委员", "党支部书记、组织委员"),
        ("党支部书记 张三、组织委员 李四", "党支部书记、组织委员"),
        ("张三", ""),
        ("张三、李四", ""),
        ("欧阳某某", ""),
        ("支委会", "支委会"),
        ("各党小组", "各党小组"),
        ("高级工程师", "高级工程师"),
        ("", ""),
    ],
)
def test_posts_are_kept_and_names_dropped(written: str, post: str) -> None:
    assert posts_in(written) == post
