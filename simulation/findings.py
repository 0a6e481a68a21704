"""Plausible findings, worded generally (domain.md §4.3), and how a review comes by them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.rectification.content import Category
from simulation.step import View

_SEVERE, _PLAIN = 3, 1


@dataclass(frozen=True, slots=True)
class Pattern:
    """A problem that turns up again and again.

    Attributes:
        code: Groups the same problem of several units.
        plus, axis, kind: Ids of 党建+, 工作方面 and 原因类别 in the glossary.
    """

    code: str
    plus: str
    axis: str
    kind: str
    problem: str
    measure: str


PATTERNS: tuple[Pattern, ...] = (
    Pattern("P01", "safety", "organization_life", "mechanism", "补课记录缺失", "建立补学表"),
    Pattern("P02", "safety", "team", "awareness", "案例未举一反三", "开展专题复盘"),
    Pattern("P03", "production", "team", "method", "突击队无攻关目标", "立项攻关"),
    Pattern("P04", "production", "organization_life", "method", "主题党日与业务脱节", "嵌入工序"),
    Pattern("P05", "operation", "conduct", "mechanism", "责任清单未更新", "更新清单"),
    Pattern("P06", "operation", "team", "ability", "创效岗无指标", "设定指标"),
    Pattern("P07", "reform", "ideology", "awareness", "宣讲次数不足", "宣传员进班组"),
    Pattern("P08", "innovation", "team", "method", "成果缺少党员带头", "党员领题攻关"),
    Pattern("P09", "livelihood", "conduct", "mechanism", "意见回复超期", "设定回复时限"),
    Pattern("P10", "safety", "conduct", "conduct", "包保日志雷同", "抽查谈心真实性"),
    Pattern("P11", "production", "organization_life", "ability", "计划未分解到月", "分解清单"),
    Pattern("P12", "safety", "team", "organization", "支委分工不清", "重新明确分工"),
    Pattern("P13", "livelihood", "records", "ability", "台账电子化不全", "补录校核"),
    Pattern("P14", "reform", "politics", "mechanism", "学习未形成落实清单", "建立对照表"),
    Pattern("P15", "safety", "ideology", "ability", "应知应会合格率低", "一人一策月考"),
)


def weaknesses(unit: str, view: View) -> list[dict[str, Any]]:
    """Fields of the command `record_weakness`, one for each weakness that a review finds."""
    behaviour = view.behaviour
    count = view.dice.number(behaviour.weaknesses_min, behaviour.weaknesses_max, "weaknesses")
    drawn = sorted(PATTERNS, key=lambda each: view.dice.share("pattern", each.code))
    return [_weakness(unit, view, pattern) for pattern in drawn[:count]]


def _weakness(unit: str, view: View, pattern: Pattern) -> dict[str, Any]:
    is_severe = view.dice.chance(view.behaviour.severe_percent, "severe", pattern.code)
    is_common = view.dice.chance(view.behaviour.common_problem_percent, "common", pattern.code)
    found: dict[str, Any] = {
        "problem": pattern.problem,
        "cause": "责任落实不到位",
        "recommendation": pattern.measure,
        "problem_code": pattern.code if is_common else f"{pattern.code}-{unit}",
        "party_plus": pattern.plus,
        "work_axis": pattern.axis,
        "cause_kind": pattern.kind,
        "severity": _SEVERE if is_severe else _PLAIN,
    }
    if view.dice.chance(view.behaviour.no_item_percent, "no item", pattern.code):
        return {**found, "no_item_reason": "当场整改"}
    return {**found, "items": [item_draft(unit, view, pattern)]}


def item_draft(unit: str, view: View, pattern: Pattern) -> dict[str, Any]:
    """An item that follows from a pattern."""
    owner = view.roster.owner(unit)
    return {
        "goal": f"{pattern.measure}，问题不再发生",
        "category": category(view, pattern.code).value,
        "owner": owner.account,
        "owner_post": owner.post,
        "owner_belonging": owner.belonging(),
    }


def category(view: View, code: str) -> Category:
    """How long the item may take."""
    drawn = view.dice.share("category", code) * 100
    if drawn < view.behaviour.immediate_percent:
        return Category.IMMEDIATE
    if drawn < view.behaviour.immediate_percent + view.behaviour.long_term_percent:
        return Category.LONG_TERM
    return Category.FIXED_TERM
