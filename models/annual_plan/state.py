"""What is known of one plan after its facts. It travels in workflow payloads: it stays lean."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from models.annual_plan.records import (
    Blackout,
    Carried,
    Covered,
    Joint,
    Slot,
    Uncovered,
    UnitRecord,
)
from models.annual_plan.stage import Purpose, Scope, Stage
from models.escalation.countdown import Countdown, Subject
from models.ids import stream_id
from models.terms import TermsVersion

MOST_AUTHORS = 50
LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class AnnualPlanState:
    """A plan as of its last fact.

    Attributes:
        seed, scope, month_max, teams, blackouts, joint: As proposed last.
        slots: A unit stands at most once for coverage and at most once for a repeat.
        covered: Units whose feedback was issued, each once.
        uncovered: Units in scope without a place, with the reason that is on record.
        authors: Accounts that made the plan that waits for approval; they may not approve it.
        proposals: How often the planner was asked.
        approved_on: Day of the approval; None before.
        first_month: First month that the plan opened or will open; 0 before approval.
        base: Units that were covered before the first month.
        next_month: Month that is opened next; 13 when all are.
        unconfirmed: Opened months that wait for confirmation, oldest first.
        next_quarter, next_half: What ends next; 5 and 3 when all have.
        is_coverage_checked: True once the clock has looked at the forecast.
        is_next_year_open: True once the next plan was begun.
        is_confirmation_provisional: True when the confirmation's due day may still move.
        common_issues: Numbers that were proposed already.
        spent: Numbers of cancelled reviews that held no place; no review of the plan takes one.
        steps_begun: Countdowns so far; the next one's round is one more.
    """

    stage: Stage = Stage.NONE
    committee: str = ""
    year: int = 0
    units: tuple[UnitRecord, ...] = ()
    carried: tuple[Carried, ...] = ()
    seed: str = ""
    scope: Scope = Scope.DIRECT
    month_max: int = 0
    teams: int = 1
    blackouts: tuple[Blackout, ...] = ()
    joint: tuple[Joint, ...] = ()
    slots: tuple[Slot, ...] = ()
    covered: tuple[Covered, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()
    authors: tuple[str, ...] = ()
    proposals: int = 0
    approved_on: date | None = None
    first_month: int = 0
    base: int = 0
    next_month: int = 1
    unconfirmed: tuple[int, ...] = ()
    next_quarter: int = 1
    next_half: int = 1
    is_coverage_checked: bool = False
    is_next_year_open: bool = False
    is_confirmation_provisional: bool = False
    common_issues: tuple[str, ...] = ()
    spent: tuple[str, ...] = ()
    countdowns: tuple[Countdown, ...] = ()
    steps_begun: int = 0
    level_points: int = 0
    terms: TermsVersion = field(default_factory=TermsVersion)

    @property
    def stream(self) -> str:
        """The plan's own stream id."""
        return self.stream_of("annual_plan", str(self.year))

    @property
    def last_on(self) -> date:
        """Last day of the year."""
        return date(self.year, LAST_MONTH, 31)

    def stream_of(self, entity: str, number: str) -> str:
        """Stream id of another entity of the same committee."""
        return stream_id(self.committee, entity, number)

    def unit(self, code: str) -> UnitRecord | None:
        """What is known of a unit; None when it is not of this year."""
        return next((each for each in self.units if each.code == code), None)

    def slot(self, unit: str, purpose: Purpose = Purpose.COVERAGE) -> Slot | None:
        """The unit's place; None when it has none."""
        return next((s for s in self.slots if s.unit == unit and s.purpose is purpose), None)

    def covered_units(self) -> frozenset[str]:
        """Codes of the units that are covered."""
        return frozenset(each.unit for each in self.covered)

    def with_slots(self, *new: Slot) -> AnnualPlanState:
        """The state in which these slots stand instead of the same units' former ones."""
        taken = {(each.unit, each.purpose) for each in new}
        kept = tuple(each for each in self.slots if (each.unit, each.purpose) not in taken)
        return replace(self, slots=kept + new)

    def without_slots(
        self, units: frozenset[str], purpose: Purpose | None = None
    ) -> AnnualPlanState:
        """The state in which these units stand nowhere, or nowhere for that purpose."""
        kept = tuple(
            each
            for each in self.slots
            if each.unit not in units or purpose not in (None, each.purpose)
        )
        return replace(self, slots=kept)

    def with_authors(self, *accounts: str) -> AnnualPlanState:
        """The state in which these accounts have had a part in making the plan."""
        new = tuple(dict.fromkeys(each for each in accounts if each))
        kept = tuple(each for each in self.authors if each not in new)
        return replace(self, authors=(kept + new)[-MOST_AUTHORS:])

    def countdown(self, subject: Subject) -> Countdown | None:
        """The subject's countdown; None when nothing of the kind is promised."""
        return next((each for each in self.countdowns if each.subject is subject), None)

    def with_countdown(self, new: Countdown | None) -> AnnualPlanState:
        """The state with a countdown begun; None leaves it as it is."""
        if new is None:
            return self
        kept = tuple(each for each in self.countdowns if each.subject is not new.subject)
        return replace(self, countdowns=(*kept, new), steps_begun=max(self.steps_begun, new.round))

    def without(self, subject: Subject) -> AnnualPlanState:
        """The state with a subject's countdown ended."""
        kept = tuple(each for each in self.countdowns if each.subject is not subject)
        return replace(self, countdowns=kept)
