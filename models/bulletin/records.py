"""What a bulletin has to know of units, reviews and plans: lean records, no rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

DIRECT, SUB = "direct", "sub"


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit of the register.

    Attributes:
        tier: `direct` or `sub`; the committee itself has no record.
        kind: `general_branch` or `branch`.
        from_on: First day of its life.
        to_on: First day on which it is no more; None while it lives.
    """

    code: str
    name: str
    kind: str
    parent: str
    tier: str
    from_on: date
    to_on: date | None = None

    def is_active_on(self, day: date) -> bool:
        """True when the unit exists on a day."""
        return self.from_on <= day and (self.to_on is None or day < self.to_on)

    def active_days_in(self, year: int) -> int:
        """Days of a year on which it exists, as far as is known."""
        first = max(self.from_on, date(year, 1, 1))
        end = min(self.to_on or date.max, date(year + 1, 1, 1))
        return max((end - first).days, 0)


@dataclass(frozen=True, slots=True)
class IndicatorRecord:
    """One of the six 三零三增 of a review: texts as the unit gave them, and what became of it.

    `status` is `met`, `unmet` or `not_applicable`.
    """

    indicator: str
    target: str
    actual: str
    status: str


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """A weakness that a review found."""

    problem: str
    problem_code: str = ""
    party_plus: str = ""
    work_axis: str = ""


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """A review whose feedback was issued.

    Attributes:
        issued_on: Civil date on which its feedback was issued.
        strengths: 优点, in the order in which they were recorded.
    """

    number: str
    unit: str
    unit_name: str
    issued_on: date
    strengths: tuple[str, ...] = ()
    findings: tuple[FindingRecord, ...] = ()
    indicators: tuple[IndicatorRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedReview:
    """A unit that the annual plan has for a month, `2026-04`."""

    month: str
    unit: str
    unit_name: str
