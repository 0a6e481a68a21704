"""What a plan knows of units and months; parts of commands, events and state alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.annual_plan.stage import Purpose


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit as the register, the ledger and earlier reviews knew it on a day.

    Attributes:
        code: Its code.
        name: Its name on that day.
        kind: `general_branch` or `branch`.
        parent: Code of the unit above it.
        tier: `direct`, reviewed by the department, or `sub`, by its general branch.
        from_on: First day.
        to_on: First day on which it exists no more; None: it goes on.
        merged_into: Successor; empty unless merged.
        last_covered_on: Day of its last issued feedback; None when it was never reviewed.
        last_review: Number of that review; empty for none or an unknown one.
        open_items: Items that are not ended.
        rebounds: Items of the last two years that came back.
        red_items: Open items at red or above.
    """

    code: str
    name: str = ""
    kind: str = "branch"
    parent: str = ""
    tier: str = "direct"
    from_on: date = date.min
    to_on: date | None = None
    merged_into: str = ""
    last_covered_on: date | None = None
    last_review: str = ""
    open_items: int = 0
    rebounds: int = 0
    red_items: int = 0

    @property
    def is_direct(self) -> bool:
        """True for a general branch and a branch right under the committee."""
        return self.tier != "sub"

    @property
    def group(self) -> str:
        """The general branch of which one unit a month may be reviewed; itself when direct."""
        return self.code if self.is_direct else self.parent

    @property
    def label(self) -> str:
        """What people call it."""
        return self.name or self.code


@dataclass(frozen=True, slots=True)
class Blackout:
    """Months in which a unit is not to be disturbed (搬家倒面、检修). `months` count from 1."""

    unit: str
    months: tuple[int, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Joint:
    """Sister units reviewed on one visit, each with findings of its own (domain.md §2.3 d)."""

    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """A unit that the year before leaves to this one, which comes first."""

    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A unit in a month.

    Attributes:
        unit: Its code.
        month: 1 to 12.
        reason: Why then, in Chinese.
        purpose: A repeat does not count for coverage.
        is_by_hand: True when a person put it there: the planner leaves it where it is.
        review: Number of its review; empty until the month is opened.
    """

    unit: str
    month: int
    reason: str = ""
    purpose: Purpose = Purpose.COVERAGE
    is_by_hand: bool = False
    review: str = ""


@dataclass(frozen=True, slots=True)
class Covered:
    """A unit whose feedback was issued. `review` is empty only for history without a number."""

    unit: str
    review: str
    on: date


@dataclass(frozen=True, slots=True)
class Missing:
    """A unit in scope that was not or would not be covered, and why."""

    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A unit in scope that has no place in the plan.

    Attributes:
        reason: Why.
        review: Number of a review that lives on outside the plan, because the month that it was
            postponed to had no room; no other review is opened beside it.
        month: That month, 1 to 12; 0 when it is not of this year.
        is_by_hand: True when a person took the unit out: no rule puts it back.
    """

    unit: str
    reason: str
    review: str = ""
    month: int = 0
    is_by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The same problem in several units, as gathered from issued feedback.

    Attributes:
        period: `2026-Q2` or `2026-H1`.
        problem_code: What the problem is.
        units: Codes of the units, each once.
        findings: Numbers of the findings.
    """

    period: str
    problem_code: str
    units: tuple[str, ...]
    findings: tuple[str, ...] = ()
