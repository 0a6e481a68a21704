"""What is wrong, why, and what shall be reached: the part of an item that its life leaves alone."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

LOWEST_SEVERITY, HIGHEST_SEVERITY = 1, 4


class Category(StrEnum):
    """How long an item may take (domain.md §2.5): 立行立改、限期整改、长期坚持."""

    IMMEDIATE = "immediate"
    FIXED_TERM = "fixed_term"
    LONG_TERM = "long_term"


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that will be done.

    Attributes:
        text: What.
        owner: Post title or account of whoever does it; empty in imported history only.
        due_on: Civil date by which it is done; None in imported history only.
    """

    text: str
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The finding and the goal. Texts are free Chinese text without names of persons.

    Attributes:
        problem: 问题表现.
        goal: 整改目标; may be empty in imported history only.
        category: 整改类别.
        source: 问题来源: an id of `glossary.SOURCES`; imported history may hold other words.
        party_plus: 党建+类别: an id of `glossary.PARTY_PLUS`, or other words, or empty.
        work_axis: 工作方面: an id of `glossary.WORK_AXES`, or other words, or empty.
        cause_kind: 原因类别: an id of `glossary.CAUSE_KINDS`, or other words, or empty.
        cause: 原因分析.
        severity: From 1 (一般) to 4 (特别严重).
        found_on: Civil date on which the problem was found; None means the day of issue.
        checks: 检查: how it will be checked.
        assessment: 考核: what it counts for.
        funds, contingency: 资金、预案 of the 五定, optional.
        common_issue: Id of the common issue that the item belongs to; empty for none.
        remark: 备注.
    """

    problem: str
    goal: str
    category: Category
    source: str = "review"
    party_plus: str = ""
    work_axis: str = ""
    cause_kind: str = ""
    cause: str = ""
    severity: int = LOWEST_SEVERITY
    found_on: date | None = None
    checks: str = ""
    assessment: str = ""
    funds: str = ""
    contingency: str = ""
    common_issue: str = ""
    remark: str = ""


def content_of(wider: Content) -> Content:
    """The content alone of a command or event that holds more."""
    return Content(**{item.name: getattr(wider, item.name) for item in fields(Content)})
