"""Events of one review. Values are absolute; dates are civil dates in Asia/Shanghai."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from models.escalation import events as escalation
from models.escalation.countdown import Countdown, Subject
from models.facts import Event
from models.review.content import (
    Finding,
    Indicator,
    IndicatorResult,
    Move,
    MoveText,
    ReviewKind,
    ReviewTier,
    Strength,
    TeamMember,
    TrackedItem,
    VisitForm,
    Weakness,
)
from models.review.stage import ReviewStage
from models.terms import TermsVersion


class ReviewEvent(Event):
    """Base of a review's events."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned(ReviewEvent):
    """已列入计划.

    Attributes:
        number: Third part of the stream id, never empty here.
        unit, unit_name, month, parent_unit, secretary_role, tier, kind, plan, reason, committee:
            As in the command `plan`.
        countdown: The promise to hold it by the month's last working day.
        provisional: True when that day rests on a year without an announced calendar.
        terms: Policy and calendar that the review lives under.
    """

    type: ClassVar[str] = "review.planned"
    number: str
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
    countdown: Countdown
    provisional: bool = False
    terms: TermsVersion = field(default_factory=TermsVersion)
    state: ReviewStage = ReviewStage.PLANNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported(ReviewEvent):
    """已导入: a past review as a whole; it occurred on the day of its feedback.

    Fields as in `Planned` and in the command `import_history`.
    """

    type: ClassVar[str] = "review.imported"
    number: str
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
    forms: tuple[VisitForm, ...] = ()
    moves: tuple[MoveText, ...] = ()
    indicators: tuple[IndicatorResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    items: tuple[TrackedItem, ...] = ()
    open_items: tuple[str, ...] = ()
    terms: TermsVersion = field(default_factory=TermsVersion)
    state: ReviewStage = ReviewStage.TRACKING


@dataclass(frozen=True, slots=True)
class TeamAppointed(ReviewEvent):
    """复盘组已组建; fields as in `appoint_team`."""

    type: ClassVar[str] = "review.team_appointed"
    lead: TeamMember
    members: tuple[TeamMember, ...]
    kin: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notified(ReviewEvent):
    """已通知, or settled without telling the unit when `is_unannounced`."""

    type: ClassVar[str] = "review.notified"
    visit_on: date
    is_unannounced: bool
    state: ReviewStage = ReviewStage.NOTIFIED


@dataclass(frozen=True, slots=True)
class Held(ReviewEvent):
    """已到场复盘.

    Attributes:
        on: Day of this visit.
        forms: Every form so far, earlier visits included.
        countdown: The promise to issue the feedback, counted from this visit.
    """

    type: ClassVar[str] = "review.held"
    on: date
    forms: tuple[VisitForm, ...]
    countdown: Countdown
    provisional: bool
    state: ReviewStage = ReviewStage.IN_SESSION


@dataclass(frozen=True, slots=True)
class MoveRecorded(ReviewEvent):
    """One of the five moves in its latest words; `indicators` are those of the results."""

    type: ClassVar[str] = "review.move_recorded"
    move: Move
    text: str
    indicators: tuple[IndicatorResult, ...] = ()


@dataclass(frozen=True, slots=True)
class AdHocProposed(ReviewEvent):
    """建议临时复盘: these indicators should be zero and are not."""

    type: ClassVar[str] = "review.ad_hoc_proposed"
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class StrengthRecorded(ReviewEvent):
    """优点已记录. `no` is the finding's number."""

    type: ClassVar[str] = "review.strength_recorded"
    no: int
    strength: Strength


@dataclass(frozen=True, slots=True)
class WeaknessRecorded(ReviewEvent):
    """不足已记录. `no` is the finding's number."""

    type: ClassVar[str] = "review.weakness_recorded"
    no: int
    weakness: Weakness


@dataclass(frozen=True, slots=True)
class FindingCorrected(ReviewEvent):
    """发现已更正; one of `strength` and `weakness` is what it says from now on."""

    type: ClassVar[str] = "review.finding_corrected"
    no: int
    reason: str
    strength: Strength | None
    weakness: Weakness | None


@dataclass(frozen=True, slots=True)
class FindingWithdrawn(ReviewEvent):
    """发现已撤回; its number is not used again."""

    type: ClassVar[str] = "review.finding_withdrawn"
    no: int
    reason: str


@dataclass(frozen=True, slots=True)
class SpotTestRecorded(ReviewEvent):
    """抽考已登记."""

    type: ClassVar[str] = "review.spot_test_recorded"
    count: int
    passed: int


@dataclass(frozen=True, slots=True)
class DraftFinished(ReviewEvent):
    """反馈初稿已形成. `draft_no` counts drafts; `countdown` is the unit's promise to answer."""

    type: ClassVar[str] = "review.draft_finished"
    draft_no: int
    drafted_on: date
    countdown: Countdown
    provisional: bool
    state: ReviewStage = ReviewStage.DRAFTED


@dataclass(frozen=True, slots=True)
class UnitConfirmed(ReviewEvent):
    """单位已确认."""

    type: ClassVar[str] = "review.unit_confirmed"
    opinion: str
    state: ReviewStage = ReviewStage.UNIT_CONFIRMED


@dataclass(frozen=True, slots=True)
class Objected(ReviewEvent):
    """单位已提出异议; the draft waits for the lead's answer."""

    type: ClassVar[str] = "review.objected"
    reason: str


@dataclass(frozen=True, slots=True)
class ObjectionAnswered(ReviewEvent):
    """异议已答复. Accepted: the draft is open for correction; rejected: it stands."""

    type: ClassVar[str] = "review.objection_answered"
    is_accepted: bool
    reason: str
    state: ReviewStage


@dataclass(frozen=True, slots=True)
class FeedbackIssued(ReviewEvent):
    """反馈已下发; the items begin.

    Attributes:
        issued_on: Civil date of issue; the unit counts as covered from here on.
        items: Every item with the finding that it comes of, in their order.
        problem_codes: Codes of the weaknesses, each once, for 举一反三.
        unconfirmed_reason: Why it was issued without the unit's confirmation; empty with it.
    """

    type: ClassVar[str] = "review.feedback_issued"
    issued_on: date
    items: tuple[TrackedItem, ...]
    problem_codes: tuple[str, ...]
    unconfirmed_reason: str
    state: ReviewStage = ReviewStage.FEEDBACK_ISSUED


@dataclass(frozen=True, slots=True)
class TrackingStarted(ReviewEvent):
    """转入跟踪整改. `open_items`: numbers of the items that are waited for."""

    type: ClassVar[str] = "review.tracking_started"
    open_items: tuple[str, ...]
    state: ReviewStage = ReviewStage.TRACKING


@dataclass(frozen=True, slots=True)
class ItemSettled(ReviewEvent):
    """事项已办结. `open_items` are those that are left."""

    type: ClassVar[str] = "review.item_settled"
    number: str
    how: str
    open_items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemReplaced(ReviewEvent):
    """事项已接续: the child takes the place of its parent in `open_items`."""

    type: ClassVar[str] = "review.item_replaced"
    number: str
    child: str
    open_items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closed(ReviewEvent):
    """复盘已办结: nothing that it found is open any more. `is_history`: long ago, by an import."""

    type: ClassVar[str] = "review.closed"
    closed_on: date
    is_history: bool = False
    state: ReviewStage = ReviewStage.CLOSED


@dataclass(frozen=True, slots=True)
class Postponed(ReviewEvent):
    """已改期: planned again, for another month.

    Attributes:
        countdown: The new promise to hold it.
        unit_was_told: True when the unit had been told of a visit that does not take place now.
    """

    type: ClassVar[str] = "review.postponed"
    month: str
    former_month: str
    reason: str
    countdown: Countdown
    provisional: bool
    unit_was_told: bool
    state: ReviewStage = ReviewStage.PLANNED


@dataclass(frozen=True, slots=True)
class Cancelled(ReviewEvent):
    """已取消."""

    type: ClassVar[str] = "review.cancelled"
    reason: str
    state: ReviewStage = ReviewStage.CANCELLED


class Reminded(escalation.Reminded, ReviewEvent):
    """已提醒 before the due day."""

    type: ClassVar[str] = "review.reminded"
    __slots__ = ()


class RemindersLapsed(escalation.RemindersLapsed, ReviewEvent):
    """提醒已过时: nothing was running before the due day."""

    type: ClassVar[str] = "review.reminders_lapsed"
    __slots__ = ()


class LevelRaised(escalation.LevelRaised, ReviewEvent):
    """督办等级已升: once per subject, round and level."""

    type: ClassVar[str] = "review.level_raised"
    __slots__ = ()


class LevelRepeated(escalation.LevelRepeated, ReviewEvent):
    """再次督办 at the last rung."""

    type: ClassVar[str] = "review.level_repeated"
    __slots__ = ()


class EscalationAcknowledged(escalation.EscalationAcknowledged, ReviewEvent):
    """催办、督办已回复 at the level that stood then."""

    type: ClassVar[str] = "review.escalation_acknowledged"
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class TermsAdopted(ReviewEvent):
    """改用新版制度或日历.

    Attributes:
        terms: Versions from now on.
        reason: Why they reach this review.
        countdowns: Promises whose day moved, because it had rested on an unannounced year.
        provisional: Subjects whose day still rests on such a year.
    """

    type: ClassVar[str] = "review.terms_adopted"
    terms: TermsVersion
    reason: str
    countdowns: tuple[Countdown, ...]
    provisional: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class AttemptRefused(ReviewEvent):
    """Somebody tried what a rule forbids; kept for the auditor, changes nothing."""

    type: ClassVar[str] = "review.attempt_refused"
    command: str
    code: str
    message: str


EVENTS: dict[str, type[ReviewEvent]] = {
    kind.type: kind
    for kind in (
        Planned,
        Imported,
        TeamAppointed,
        Notified,
        Held,
        MoveRecorded,
        AdHocProposed,
        StrengthRecorded,
        WeaknessRecorded,
        FindingCorrected,
        FindingWithdrawn,
        SpotTestRecorded,
        DraftFinished,
        UnitConfirmed,
        Objected,
        ObjectionAnswered,
        FeedbackIssued,
        TrackingStarted,
        ItemSettled,
        ItemReplaced,
        Closed,
        Postponed,
        Cancelled,
        Reminded,
        RemindersLapsed,
        LevelRaised,
        LevelRepeated,
        EscalationAcknowledged,
        TermsAdopted,
        AttemptRefused,
    )
}
