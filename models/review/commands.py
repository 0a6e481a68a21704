"""Commands on one review. Texts are Chinese free text, without names of persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from models.escalation.commands import AcknowledgeEscalation, RaiseLevel, Remind, RepeatLevel
from models.facts import AdoptTerms, Command
from models.review.content import (
    Figures,
    ReviewKind,
    ReviewTier,
    Strength,
    TeamMember,
    TrackedItem,
    VisitForm,
    Weakness,
)


class ReviewCommand(Command):
    """Base of a review's commands."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(ReviewCommand):
    """列入计划: the review exists.

    Attributes:
        unit, unit_name: Code and name of the unit that is reviewed; without a name the code is it.
        month: Planned month, `2026-03`.
        parent_unit: Code of the unit above it.
        secretary_role: Role of the unit's own secretary.
        tier: `sub` when the unit's general branch reviews by delegation.
        kind: Why it takes place; people give a `reason` for every other than a planned one.
        plan: Number of the annual plan that holds it, `2026`; empty for a review beside the plan.
        committee: First part of the stream id.
        number: Third part of the stream id; empty means `{month}-{unit}`. A second review of the
            unit in the month is `{month}-{unit}-2`.
    """

    name: ClassVar[str] = "plan"
    unit: str
    unit_name: str
    month: str
    parent_unit: str = ""
    secretary_role: str = "branch_secretary"
    tier: ReviewTier = ReviewTier.DIRECT
    kind: ReviewKind = ReviewKind.PLANNED
    plan: str = ""
    reason: str = ""
    committee: str = "dw"
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportHistory(ReviewCommand):
    """Bring in a review that took place before this service; other fields as in `Plan`.

    Attributes:
        held_on: Day of the visit.
        feedback_on: Day on which the feedback was issued.
        forms: Forms of the visit.
        goals, experience, results, causes, patterns: The five moves, as written; may be empty.
        figures: The indicators; those without a target stay unjudged.
        strengths, weaknesses: Findings in their order; items of weaknesses are left out here.
        items: Items that came of it, imported as items of their own; `finding` counts strengths
            first, then weaknesses.
        open_items: Numbers of those that are not settled yet.
        closed_on: Day on which the last item was settled; needed when none is open.
    """

    name: ClassVar[str] = "import_history"
    unit: str
    unit_name: str
    month: str
    held_on: date
    feedback_on: date
    parent_unit: str = ""
    secretary_role: str = "branch_secretary"
    tier: ReviewTier = ReviewTier.DIRECT
    kind: ReviewKind = ReviewKind.PLANNED
    plan: str = ""
    committee: str = "dw"
    number: str = ""
    forms: tuple[VisitForm, ...] = ()
    goals: str = ""
    experience: str = ""
    results: str = ""
    causes: str = ""
    patterns: str = ""
    figures: tuple[Figures, ...] = ()
    strengths: tuple[Strength, ...] = ()
    weaknesses: tuple[Weakness, ...] = ()
    items: tuple[TrackedItem, ...] = ()
    open_items: tuple[str, ...] = ()
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class AppointTeam(ReviewCommand):
    """组建复盘组; a later one takes the place of the former.

    Attributes:
        lead: 组长.
        members: 成员, without the lead.
        kin: Codes of every unit of the reviewed unit's general branch, that one included; filled
            in from the register like what the roster says of the people. Empty for a unit
            without one.
    """

    name: ClassVar[str] = "appoint_team"
    lead: TeamMember
    members: tuple[TeamMember, ...] = ()
    kin: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotifyUnit(ReviewCommand):
    """通知复盘; a later one moves the visit within the month.

    Attributes:
        visit_on: Day of the visit.
        is_unannounced: 四不两直: the unit is not told, and there is no notice to keep.
    """

    name: ClassVar[str] = "notify"
    visit_on: date
    is_unannounced: bool = False


@dataclass(frozen=True, slots=True)
class Hold(ReviewCommand):
    """登记复盘到场: the team was there on a day, in these forms; another day may be added."""

    name: ClassVar[str] = "hold"
    on: date
    forms: tuple[VisitForm, ...]


@dataclass(frozen=True, slots=True)
class RecordGoals(ReviewCommand):
    """回顾预期目标, the first move."""

    name: ClassVar[str] = "record_goals"
    text: str


@dataclass(frozen=True, slots=True)
class RecordExperience(ReviewCommand):
    """交流体会, the second move."""

    name: ClassVar[str] = "record_experience"
    text: str


@dataclass(frozen=True, slots=True)
class RecordResults(ReviewCommand):
    """评估结果, the third move, with all six indicators."""

    name: ClassVar[str] = "record_results"
    text: str
    figures: tuple[Figures, ...]


@dataclass(frozen=True, slots=True)
class RecordCauses(ReviewCommand):
    """分析原因, the fourth move."""

    name: ClassVar[str] = "record_causes"
    text: str


@dataclass(frozen=True, slots=True)
class RecordPatterns(ReviewCommand):
    """总结规律, the fifth move."""

    name: ClassVar[str] = "record_patterns"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStrength(Strength, ReviewCommand):
    """记录优点."""

    name: ClassVar[str] = "record_strength"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWeakness(Weakness, ReviewCommand):
    """记录不足, with the items that follow or the reason for none."""

    name: ClassVar[str] = "record_weakness"


@dataclass(frozen=True, slots=True)
class CorrectFinding(ReviewCommand):
    """更正发现: the whole finding in its new words, of the same kind as before.

    Attributes:
        finding: Its number.
        reason: Why.
        strength, weakness: One of the two.
    """

    name: ClassVar[str] = "correct_finding"
    finding: int
    reason: str
    strength: Strength | None = None
    weakness: Weakness | None = None


@dataclass(frozen=True, slots=True)
class WithdrawFinding(ReviewCommand):
    """撤回发现 by its number, with the reason."""

    name: ClassVar[str] = "withdraw_finding"
    finding: int
    reason: str


@dataclass(frozen=True, slots=True)
class RecordSpotTest(ReviewCommand):
    """登记抽考: how many were asked, how many passed."""

    name: ClassVar[str] = "record_spot_test"
    count: int
    passed: int


@dataclass(frozen=True, slots=True)
class FinishDraft(ReviewCommand):
    """形成反馈初稿: the unit reads it and answers."""

    name: ClassVar[str] = "finish_draft"


@dataclass(frozen=True, slots=True)
class Confirm(ReviewCommand):
    """确认反馈 by the unit's secretary."""

    name: ClassVar[str] = "confirm"
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class ObjectTo(ReviewCommand):
    """提出异议 by the unit's secretary, with the reason."""

    name: ClassVar[str] = "object"
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerObjection(ReviewCommand):
    """答复异议: accepted opens the draft for correction, rejected lets it stand."""

    name: ClassVar[str] = "answer_objection"
    is_accepted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class IssueFeedback(ReviewCommand):
    """下发反馈; its items begin with it.

    Attributes:
        unconfirmed_reason: Needed when the unit was silent beyond its term: silence is not
            consent. A rejected objection has its reason on record already.
    """

    name: ClassVar[str] = "issue_feedback"
    unconfirmed_reason: str = ""


@dataclass(frozen=True, slots=True)
class SettleItem(ReviewCommand):
    """事项办结, told by the item. `how`: `archived` or `terminated`."""

    name: ClassVar[str] = "settle_item"
    number: str
    how: str


@dataclass(frozen=True, slots=True)
class ReplaceItem(ReviewCommand):
    """事项接续, told by the item: after a rebound or a transfer its child is waited for."""

    name: ClassVar[str] = "replace_item"
    number: str
    child: str


@dataclass(frozen=True, slots=True)
class Postpone(ReviewCommand):
    """改期 to a later month of the same year; the number stays."""

    name: ClassVar[str] = "postpone"
    month: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cancel(ReviewCommand):
    """取消复盘, with the reason."""

    name: ClassVar[str] = "cancel"
    reason: str


COMMANDS: dict[str, type[Command]] = {
    kind.name: kind
    for kind in (
        Plan,
        ImportHistory,
        AppointTeam,
        NotifyUnit,
        Hold,
        RecordGoals,
        RecordExperience,
        RecordResults,
        RecordCauses,
        RecordPatterns,
        RecordStrength,
        RecordWeakness,
        CorrectFinding,
        WithdrawFinding,
        RecordSpotTest,
        FinishDraft,
        Confirm,
        ObjectTo,
        AnswerObjection,
        IssueFeedback,
        SettleItem,
        ReplaceItem,
        Postpone,
        Cancel,
        AcknowledgeEscalation,
        Remind,
        RaiseLevel,
        RepeatLevel,
        AdoptTerms,
    )
}
