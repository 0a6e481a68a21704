"""Answers about units, policy and calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.org_unit.kinds import UnitKind, UnitTier
from web.schemas.told import Shape, told


class Unit(Shape):
    """一个党组织在某日的情况。"""

    code: str = told("编码", "Z1-01")
    name: str = told("名称", "综采一队党支部")
    kind: UnitKind = told(
        "类型", "branch", "committee 党委、general_branch 党总支、branch 党支部。"
    )
    parent: str = told("上级编码", "Z1", "党委没有上级，为空。")
    tier: UnitTier | None = told("复盘层级", "sub", "direct 党委直接复盘、sub 总支复盘；党委为空。")
    leader_post: str = told("负责人职务", "党支部书记")
    location: str = told("工作地点", "井下")
    members_count: int | None = told("党员数", 28, "未填报时为空。")
    valid_from: date = told("生效日", "2026-01-01", "本条情况自该日起有效（含）。")
    valid_to: date | None = told("失效日", None, "本条情况至该日止（不含）；为空表示现行。")
    merged_into: str | None = told("并入", None, "被合并时为承接单位编码。")


class Units(Shape):
    """按编码排列的党组织。"""

    on: date = told("日期", "2026-04-30", "名册所反映的日期。")
    units: list[Unit] = told("单位", [], "该日存在的全部党组织。")


class PolicyInForce(Shape):
    """现行督办规则。"""

    version: int = told("版本", 1, "0 表示系统默认值，尚未经本单位确认。")
    is_default: bool = told("是否默认值", False, "true 表示数值为系统默认，尚未经本单位确认。")
    policy: dict[str, Any] = told(
        "规则内容",
        {"version": 1, "second_signer_from_severity": 3},
        "各环节工作日数、督办阶梯、扣分、提醒与免打扰时段、巩固期等全部规则。",
    )


class CalendarYear(Shape):
    """一年的工作日历。"""

    year: int = told("年份", 2026)
    version: int = told("日历版本", 1, "0 表示尚未导入任何年份。")
    is_announced: bool = told(
        "是否已公布", True, "false 表示该年放假安排未导入，按周末推算的日期都是暂定的。"
    )
    workdays: int = told("工作日数", 248)
    holidays: list[date] = told("放假日", ["2026-01-01"], "本应上班而放假的日子。")
    make_up_workdays: list[date] = told("调休上班日", ["2026-01-04"], "周末而须上班的日子。")
