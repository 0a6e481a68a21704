"""The figures of a quarter: what they are called, what they mean, and their hash.

They are frozen when the draft is made and never change (domain.md §2.7). Lists that grow with the
committee end at `MOST_LISTED` entries, the most important first; the totals beside them and the
attachments are always complete.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from models.bulletin.records import IndicatorRecord, PlannedReview
from models.terms import TermsVersion

# A bulletin of the sample's 48 units stays far below; thousands of units stay below the size that
# a message to the engine may have.
MOST_LISTED = 60


@dataclass(frozen=True, slots=True)
class Rate:
    """A share, as the two counts that it is made of, so that it can be checked and added up."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """Per cent with one decimal, halves rounded up; None when there was nothing to divide by.

        None is not 0 %: a quarter in which nothing was due did nothing late.
        """
        if not self.whole:
            return None
        return (self.part * 2000 + self.whole) // (2 * self.whole) / 10


@dataclass(frozen=True, slots=True)
class Cut:
    """Which facts the figures rest on; with it they can be computed again for ever.

    Attributes:
        as_of: Facts that occurred later do not count; aware UTC.
        log_size: Facts at or after this place of the global order were not known yet.
        terms: Policy and calendar that working days were counted by.
    """

    as_of: datetime
    log_size: int
    terms: TermsVersion = field(default_factory=TermsVersion)


@dataclass(frozen=True, slots=True)
class Coverage:
    """覆盖进度 of one tier.

    Attributes:
        tier: `direct` (党委复盘) or `sub` (党总支复盘).
        covered: Units in scope with a review whose feedback was issued this year by now.
        in_scope: Units of the year, see `PlanTerms.min_active_days`.
        in_quarter: Of the covered ones, those reviewed in the quarter.
    """

    tier: str
    covered: int
    in_scope: int
    in_quarter: int


@dataclass(frozen=True, slots=True)
class FindingCount:
    """Findings of one 党建+ system and one axis of work; either may be empty."""

    party_plus: str
    work_axis: str
    count: int


@dataclass(frozen=True, slots=True)
class Strength:
    """好的做法 of a unit."""

    unit: str
    unit_name: str
    text: str


@dataclass(frozen=True, slots=True)
class OverdueItem:
    """An item that was open past its due day when the quarter ended.

    `late_workdays` counts from the due day to the end of the quarter; `level` is empty for none.
    """

    number: str
    unit: str
    unit_name: str
    due_on: date
    late_workdays: int
    level: str


@dataclass(frozen=True, slots=True)
class CommonProblem:
    """共性问题: the same problem in several units of the quarter."""

    problem_code: str
    problem: str
    units: int
    findings: int


@dataclass(frozen=True, slots=True)
class IndicatorCount:
    """One of the 三零三增 over all units reviewed in the quarter."""

    indicator: str
    met: int
    unmet: int
    not_applicable: int


@dataclass(frozen=True, slots=True)
class UnitResult:
    """三零三增 of one unit reviewed in the quarter."""

    unit: str
    unit_name: str
    indicators: tuple[IndicatorRecord, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that a bulletin counts. The quarter ends at its last midnight in Shanghai.

    Attributes:
        reviewed_units: Units with a review whose feedback was issued in the quarter.
        coverage: Both tiers, `direct` first.
        findings: Weaknesses that those reviews found.
        findings_by: The same by system and axis, most first.
        strengths_count, strengths: 好的做法 of those reviews.
        opened: Items issued in the quarter.
        closed: Items closed in the quarter.
        open: Items open when it ended.
        on_time: 按期整改率 = closed on or before the effective due day ÷ effectively due in the
            quarter. Items that were transferred or terminated by then are due nowhere.
        overdue: 逾期率 = open past the effective due day ÷ open, at the end of the quarter.
        rectification_workdays: 平均整改天数, as the sum of the working days from issue to closing
            and the number of items closed in the quarter.
        first_pass: 一次验收通过率 = closed without ever being sent back ÷ closed in the quarter by
            a verification. Imported closings tell of none.
        rebound: 反弹率 = of the items closed in the half-year before the present one, those that
            rebounded by the end of the quarter ÷ all of them.
        extension: 延期率 = of the items originally due in the quarter, those that were extended ÷
            all of them.
        rebounds: Items that rebounded in the quarter.
        extensions: Extensions granted in the quarter.
        overdue_items: Highest level first, then longest overdue.
        next_plan: Reviews planned for the next quarter; None in `next_planned` without a plan.
    """

    committee: str
    year: int
    quarter: int
    cut: Cut
    reviewed_units: int = 0
    coverage: tuple[Coverage, ...] = ()
    findings: int = 0
    findings_by: tuple[FindingCount, ...] = ()
    strengths_count: int = 0
    strengths: tuple[Strength, ...] = ()
    opened: int = 0
    closed: int = 0
    open: int = 0
    on_time: Rate = Rate(0, 0)
    overdue: Rate = Rate(0, 0)
    rectification_workdays: Rate = Rate(0, 0)
    first_pass: Rate = Rate(0, 0)
    rebound: Rate = Rate(0, 0)
    extension: Rate = Rate(0, 0)
    rebounds: int = 0
    extensions: int = 0
    overdue_items: tuple[OverdueItem, ...] = ()
    common_problems_count: int = 0
    common_problems: tuple[CommonProblem, ...] = ()
    indicators: tuple[IndicatorCount, ...] = ()
    unit_results: tuple[UnitResult, ...] = ()
    next_planned: int | None = None
    next_plan: tuple[PlannedReview, ...] = ()

    @property
    def average_workdays(self) -> float | None:
        """平均整改天数 with one decimal, halves rounded up; None when nothing was closed."""
        days = self.rectification_workdays
        if not days.whole:
            return None
        return (days.part * 20 + days.whole) // (2 * days.whole) / 10


def figures_hash(figures: Figures) -> str:
    """SHA-256 (hex) over the figures as canonical JSON: sorted keys, no spaces, UTF-8.

    Dates are ISO text, the instant is UTC; anyone can compute it from the stored event's data.
    """
    text = json.dumps(
        asdict(figures), default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return sha256(text.encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"not a figure: {value!r}")
