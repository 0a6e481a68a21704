"""Events of one annual plan. Values are absolute; civil dates are Asia/Shanghai."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from models.annual_plan.records import (
    Blackout,
    Carried,
    Covered,
    Joint,
    Missing,
    Slot,
    Uncovered,
    UnitRecord,
)
from models.annual_plan.stage import Purpose, Scope, Stage
from models.escalation import events as escalation
from models.escalation.countdown import Countdown
from models.facts import Event
from models.terms import TermsVersion


class AnnualPlanEvent(Event):
    """Base of a plan's events."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Begun(AnnualPlanEvent):
    """已启动编制.

    Attributes:
        covered: Units that the year has covered already, before this plan.
        Others as in the command `Begin`.
    """

    type: ClassVar[str] = "annual_plan.begun"
    year: int
    committee: str
    units: tuple[UnitRecord, ...] = ()
    carried: tuple[Carried, ...] = ()
    covered: tuple[Covered, ...] = ()
    terms: TermsVersion = field(default_factory=TermsVersion)
    stage: Stage = Stage.DRAFT


@dataclass(frozen=True, slots=True)
class Proposed(AnnualPlanEvent):
    """方案已编制.

    Attributes:
        slots: Every unit with its month and reason.
        uncovered: Units that a knowingly partial plan misses.
        provisional: True when working days rest on a year without an announced calendar.
        Others as in the command `Propose`, with the values that were used.
    """

    type: ClassVar[str] = "annual_plan.proposed"
    slots: tuple[Slot, ...]
    uncovered: tuple[Uncovered, ...]
    seed: str
    scope: Scope
    month_max: int
    teams: int
    blackouts: tuple[Blackout, ...]
    joint: tuple[Joint, ...]
    provisional: bool


@dataclass(frozen=True, slots=True)
class Assigned(AnnualPlanEvent):
    """已安排 by a person. `former_month` is None for a unit that stood nowhere."""

    type: ClassVar[str] = "annual_plan.assigned"
    unit: str
    month: int
    reason: str
    purpose: Purpose
    former_month: int | None


@dataclass(frozen=True, slots=True)
class Unassigned(AnnualPlanEvent):
    """已取消安排 by a person."""

    type: ClassVar[str] = "annual_plan.unassigned"
    unit: str
    month: int
    reason: str
    purpose: Purpose = Purpose.COVERAGE


@dataclass(frozen=True, slots=True)
class Submitted(AnnualPlanEvent):
    """已报送审批."""

    type: ClassVar[str] = "annual_plan.submitted"
    stage: Stage = Stage.SUBMITTED


@dataclass(frozen=True, slots=True)
class Approved(AnnualPlanEvent):
    """已批准. `first_month` is the first that will be opened; 13 when none is left."""

    type: ClassVar[str] = "annual_plan.approved"
    opinion: str
    first_month: int
    stage: Stage = Stage.RUNNING


@dataclass(frozen=True, slots=True)
class Returned(AnnualPlanEvent):
    """已退回修改."""

    type: ClassVar[str] = "annual_plan.returned"
    reason: str
    stage: Stage = Stage.DRAFT


@dataclass(frozen=True, slots=True)
class MonthOpened(AnnualPlanEvent):
    """当月已开启.

    Attributes:
        slots: The month's units, each with the number of the review that now exists or follows.
        late_by_seconds: How much later than meant; 0 when in time.
        countdown: The promise to confirm; None when an earlier month still waits or it is empty.
        provisional: True when its due day rests on a year without an announced calendar.
    """

    type: ClassVar[str] = "annual_plan.month_opened"
    month: int
    slots: tuple[Slot, ...]
    late_by_seconds: int
    countdown: Countdown | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class MonthConfirmed(AnnualPlanEvent):
    """月度计划已确认. `countdown` is the promise for the next month that still waits."""

    type: ClassVar[str] = "annual_plan.month_confirmed"
    month: int
    countdown: Countdown | None


@dataclass(frozen=True, slots=True)
class UnitsRefreshRequested(AnnualPlanEvent):
    """已申请更新单位名册."""

    type: ClassVar[str] = "annual_plan.units_refresh_requested"


@dataclass(frozen=True, slots=True)
class UnitsRefreshed(AnnualPlanEvent):
    """单位名册已更新.

    Attributes:
        changed: Units that are new or differ from what was known.
        gone: Codes that the register does not know any more.
        covered: Units that turn out to have been covered this year already.
    """

    type: ClassVar[str] = "annual_plan.units_refreshed"
    changed: tuple[UnitRecord, ...]
    gone: tuple[str, ...] = ()
    covered: tuple[Covered, ...] = ()


@dataclass(frozen=True, slots=True)
class Replanned(AnnualPlanEvent):
    """已调整安排, by a rule and because of a fact.

    Attributes:
        placed: Slots that are new or stand in another month now; each takes its unit's place.
        dropped: Units whose slot for coverage is gone.
        dropped_repeats: Units whose repeat is gone.
        uncovered: Every unit in scope without a place, with the reason: the whole list.
    """

    type: ClassVar[str] = "annual_plan.replanned"
    placed: tuple[Slot, ...] = ()
    dropped: tuple[str, ...] = ()
    dropped_repeats: tuple[str, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitCovered(AnnualPlanEvent):
    """单位已覆盖.

    Attributes:
        is_first: False for a repeat, which does not count again.
        released_month: Month whose slot is not needed any more; None for none.
    """

    type: ClassVar[str] = "annual_plan.unit_covered"
    unit: str
    review: str
    on: date
    is_first: bool
    released_month: int | None = None


@dataclass(frozen=True, slots=True)
class UnitPostponed(AnnualPlanEvent):
    """复盘已延期: the slot follows its review, where the month has room."""

    type: ClassVar[str] = "annual_plan.unit_postponed"
    unit: str
    review: str
    month: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnitCancelled(AnnualPlanEvent):
    """复盘已取消."""

    type: ClassVar[str] = "annual_plan.unit_cancelled"
    unit: str
    review: str
    reason: str


@dataclass(frozen=True, slots=True)
class CommonIssueFound(AnnualPlanEvent):
    """发现共性问题. `number` is the common issue's own, `2026-Q2-ZZSH-03`."""

    type: ClassVar[str] = "annual_plan.common_issue_found"
    number: str
    period: str
    problem_code: str
    units: tuple[str, ...]
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuarterEnded(AnnualPlanEvent):
    """季度已结束."""

    type: ClassVar[str] = "annual_plan.quarter_ended"
    quarter: int
    late_by_seconds: int


@dataclass(frozen=True, slots=True)
class HalfEnded(AnnualPlanEvent):
    """半年已结束."""

    type: ClassVar[str] = "annual_plan.half_ended"
    half: int
    late_by_seconds: int


@dataclass(frozen=True, slots=True)
class CoverageForecast(AnnualPlanEvent):
    """覆盖预测已核对.

    Attributes:
        total: Units in scope.
        covered: Of these, covered so far.
        missed: Units that would be missed as things stand; empty when none would.
        countdown: The promise to cover everyone by 31 December; None while nobody is missed.
        late_by_seconds: How much later than meant; 0 when in time or caused by a fact.
    """

    type: ClassVar[str] = "annual_plan.coverage_forecast"
    total: int
    covered: int
    missed: tuple[str, ...]
    countdown: Countdown | None
    late_by_seconds: int = 0


@dataclass(frozen=True, slots=True)
class NextYearOpened(AnnualPlanEvent):
    """下一年度编制已启动. `carried` are the units that come first there."""

    type: ClassVar[str] = "annual_plan.next_year_opened"
    carried: tuple[Carried, ...]
    late_by_seconds: int


@dataclass(frozen=True, slots=True)
class YearClosed(AnnualPlanEvent):
    """年度已办结, with the proof of coverage.

    Attributes:
        total: Units in scope.
        proof: Each covered unit with the review that covered it.
        missing: The others, each with the reason.
    """

    type: ClassVar[str] = "annual_plan.year_closed"
    total: int
    proof: tuple[Covered, ...]
    missing: tuple[Missing, ...]
    note: str
    stage: Stage = Stage.CLOSED


class Reminded(escalation.Reminded, AnnualPlanEvent):
    """已提醒."""

    type: ClassVar[str] = "annual_plan.reminded"
    __slots__ = ()


class RemindersLapsed(escalation.RemindersLapsed, AnnualPlanEvent):
    """提醒已过时."""

    type: ClassVar[str] = "annual_plan.reminders_lapsed"
    __slots__ = ()


class LevelRaised(escalation.LevelRaised, AnnualPlanEvent):
    """督办等级已升."""

    type: ClassVar[str] = "annual_plan.level_raised"
    __slots__ = ()


class LevelRepeated(escalation.LevelRepeated, AnnualPlanEvent):
    """再次督办."""

    type: ClassVar[str] = "annual_plan.level_repeated"
    __slots__ = ()


class EscalationAcknowledged(escalation.EscalationAcknowledged, AnnualPlanEvent):
    """督办已回复."""

    type: ClassVar[str] = "annual_plan.escalation_acknowledged"
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class TermsAdopted(AnnualPlanEvent):
    """已改用新版. `countdown` is set when the confirmation's due day moved with a calendar."""

    type: ClassVar[str] = "annual_plan.terms_adopted"
    terms: TermsVersion
    reason: str
    countdown: Countdown | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class AttemptRefused(AnnualPlanEvent):
    """Somebody tried what a rule forbids; kept for the auditor, changes nothing."""

    type: ClassVar[str] = "annual_plan.attempt_refused"
    command: str
    code: str
    message: str


EVENTS: dict[str, type[AnnualPlanEvent]] = {
    kind.type: kind
    for kind in (
        Begun,
        Proposed,
        Assigned,
        Unassigned,
        Submitted,
        Approved,
        Returned,
        MonthOpened,
        MonthConfirmed,
        UnitsRefreshRequested,
        UnitsRefreshed,
        Replanned,
        UnitCovered,
        UnitPostponed,
        UnitCancelled,
        CommonIssueFound,
        QuarterEnded,
        HalfEnded,
        CoverageForecast,
        NextYearOpened,
        YearClosed,
        Reminded,
        RemindersLapsed,
        LevelRaised,
        LevelRepeated,
        EscalationAcknowledged,
        TermsAdopted,
        AttemptRefused,
    )
}
