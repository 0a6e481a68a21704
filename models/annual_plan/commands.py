"""Commands on one annual plan. Months are numbers from 1 to 12 within the plan's year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from models.annual_plan.records import Blackout, Carried, Found, Joint, Missing, UnitRecord
from models.annual_plan.stage import Scope
from models.escalation.commands import AcknowledgeEscalation, RaiseLevel, Remind, RepeatLevel
from models.facts import AdoptTerms, Command


class AnnualPlanCommand(Command):
    """Base of a plan's commands."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Begin(AnnualPlanCommand):
    """启动编制.

    Attributes:
        year: The civil year.
        committee: First part of the stream id.
        units: Filled in from the register by gathering; nobody may claim it by hand.
        carried: Units that the year before leaves to this one; from that plan only.
    """

    name: ClassVar[str] = "begin"
    year: int
    committee: str = "dw"
    units: tuple[UnitRecord, ...] = ()
    carried: tuple[Carried, ...] = ()


@dataclass(frozen=True, slots=True)
class Propose(AnnualPlanCommand):
    """编制方案: the planner puts every unit into a month.

    Attributes:
        seed: Breaks ties; the same seed gives the same plan. Empty keeps the former one.
        scope: Whether sub branches are delegated to their general branches.
        month_max: Reviews a month may have at most; None takes the policy's.
        teams: Review teams that work in parallel, each up to `month_max`.
        blackouts: Months in which units are not to be disturbed.
        joint: Sister units reviewed on one visit, each with findings of its own.
        partial_reason: Why a plan that misses units is wanted nevertheless; empty refuses one.
    """

    name: ClassVar[str] = "propose"
    seed: str = ""
    scope: Scope = Scope.DIRECT
    month_max: int | None = None
    teams: int = 1
    blackouts: tuple[Blackout, ...] = ()
    joint: tuple[Joint, ...] = ()
    partial_reason: str = ""


@dataclass(frozen=True, slots=True)
class Assign(AnnualPlanCommand):
    """安排单位: a person puts a unit into a month, or another one, with the reason."""

    name: ClassVar[str] = "assign"
    unit: str
    month: int
    reason: str


@dataclass(frozen=True, slots=True)
class Unassign(AnnualPlanCommand):
    """取消安排, with the reason; the unit is then openly uncovered."""

    name: ClassVar[str] = "unassign"
    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class Submit(AnnualPlanCommand):
    """报送审批."""

    name: ClassVar[str] = "submit"


@dataclass(frozen=True, slots=True)
class Approve(AnnualPlanCommand):
    """批准, by another person than those who made the plan."""

    name: ClassVar[str] = "approve"
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class ReturnPlan(AnnualPlanCommand):
    """退回修改, with the reason."""

    name: ClassVar[str] = "return_plan"
    reason: str


@dataclass(frozen=True, slots=True)
class OpenMonth(AnnualPlanCommand):
    """开启当月 (system clock)."""

    name: ClassVar[str] = "open_month"
    month: int


@dataclass(frozen=True, slots=True)
class ConfirmMonth(AnnualPlanCommand):
    """确认月度计划: a person stands for what the month holds."""

    name: ClassVar[str] = "confirm_month"
    month: int


@dataclass(frozen=True, slots=True)
class RefreshUnits(AnnualPlanCommand):
    """更新单位名册: people ask for it, gathering fills `units` in.

    Attributes:
        units: Every unit of the year; None asks for them to be gathered.
    """

    name: ClassVar[str] = "refresh_units"
    units: tuple[UnitRecord, ...] | None = None


@dataclass(frozen=True, slots=True)
class RecordCovered(AnnualPlanCommand):
    """登记已覆盖: a review of the unit has issued its feedback (told by the review)."""

    name: ClassVar[str] = "record_covered"
    unit: str
    review: str
    on: date


@dataclass(frozen=True, slots=True)
class RecordPostponed(AnnualPlanCommand):
    """登记延期: the review lives on in another month, `2026-05` (told by the review)."""

    name: ClassVar[str] = "record_postponed"
    unit: str
    review: str
    month: str
    reason: str


@dataclass(frozen=True, slots=True)
class RecordCancelled(AnnualPlanCommand):
    """登记取消: the review ends without feedback (told by the review)."""

    name: ClassVar[str] = "record_cancelled"
    unit: str
    review: str
    reason: str


@dataclass(frozen=True, slots=True)
class LookForCommonIssues(AnnualPlanCommand):
    """查找共性问题 after an issued feedback.

    Attributes:
        review: The review whose feedback was issued.
        problem_codes: What it found.
        on: Civil date of the feedback.
        found: Occurrences by period and code, filled in by gathering; thresholds apply here.
    """

    name: ClassVar[str] = "look_for_common_issues"
    review: str
    problem_codes: tuple[str, ...]
    on: date
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class EndQuarter(AnnualPlanCommand):
    """季度结束 (system clock). `quarter` is 1 to 4."""

    name: ClassVar[str] = "end_quarter"
    quarter: int


@dataclass(frozen=True, slots=True)
class EndHalf(AnnualPlanCommand):
    """半年结束 (system clock). `half` is 1 or 2."""

    name: ClassVar[str] = "end_half"
    half: int


@dataclass(frozen=True, slots=True)
class AlarmCoverage(AnnualPlanCommand):
    """核对覆盖预测 (system clock)."""

    name: ClassVar[str] = "alarm_coverage"


@dataclass(frozen=True, slots=True)
class OpenNextYear(AnnualPlanCommand):
    """启动下一年度编制 (system clock)."""

    name: ClassVar[str] = "open_next_year"


@dataclass(frozen=True, slots=True)
class CloseYear(AnnualPlanCommand):
    """年度办结. `reasons`: one for each unit that was not covered."""

    name: ClassVar[str] = "close_year"
    reasons: tuple[Missing, ...] = ()
    note: str = ""


COMMANDS: dict[str, type[Command]] = {
    kind.name: kind
    for kind in (
        Begin,
        Propose,
        Assign,
        Unassign,
        Submit,
        Approve,
        ReturnPlan,
        OpenMonth,
        ConfirmMonth,
        RefreshUnits,
        RecordCovered,
        RecordPostponed,
        RecordCancelled,
        LookForCommonIssues,
        EndQuarter,
        EndHalf,
        AlarmCoverage,
        OpenNextYear,
        CloseYear,
        AcknowledgeEscalation,
        Remind,
        RaiseLevel,
        RepeatLevel,
        AdoptTerms,
    )
}
