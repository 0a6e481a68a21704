"""Events of one rectification item.

Values are absolute: a new count, a new due day, the state after the event. A read model can copy
them column by column without knowing a rule. Dates are civil dates in Asia/Shanghai; accounts are
opaque ids; texts are Chinese free text without names of persons.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from models.escalation import events as escalation
from models.escalation.countdown import Countdown
from models.facts import Event
from models.rectification.content import Content, Measure
from models.rectification.item_state import ItemState
from models.terms import TermsVersion


class RectificationEvent(Event):
    """Base of an item's events."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued(Content, RectificationEvent):
    """已下发: the item exists.

    Attributes:
        number, owner_unit, parent_unit, secretary_role, owner, owner_post, liaison_post,
            verifier, verifier_unit, verifier_post, verifier_role, measures, committee, parent,
            rebound_no: As in the command `Issue`.
        found_on: Never None here.
        issued_on: Civil date of issue.
        due_on: Original 整改时限; None for long-term items.
        term_workdays: Working days from which `due_on` was computed; None when it was given.
        provisional: True when due day or ladder rest on a year without an announced calendar.
        deadline_version: 1.
        terms: Policy and calendar that the item lives under.
        countdowns: Promises that begin: signing, and the item or its first checkpoint.
        doers: Accounts that had a part in the work on the parent.
        review: Number of the review that found the problem; empty for none.
    """

    type: ClassVar[str] = "rectification.issued"
    number: str
    owner_unit: str
    owner: str
    owner_post: str
    parent_unit: str = ""
    secretary_role: str = "branch_secretary"
    liaison_post: str = ""
    issued_on: date
    due_on: date | None
    term_workdays: int | None = None
    provisional: bool = False
    deadline_version: int = 1
    verifier: str = ""
    verifier_unit: str = ""
    verifier_post: str = ""
    verifier_role: str = "verifier"
    measures: tuple[Measure, ...] = ()
    committee: str = "dw"
    parent: str = ""
    rebound_no: int = 0
    terms: TermsVersion = field(default_factory=TermsVersion)
    countdowns: tuple[Countdown, ...] = ()
    state: ItemState = ItemState.ISSUED
    doers: tuple[str, ...] = ()
    review: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported(Content, RectificationEvent):
    """从台账导入: the item as an older ledger knew it, before its closing if it is closed.

    It occurred on `found_on`. Fields as in `Issued` and `ImportHistory`.

    Attributes:
        state: Open state; `in_progress` when `Closed` follows in the same step.
        extended_due_on: 延期后时限; None when the ledger has none.
        deadline_version: 2 when there is an extended date, else 1.
        extension_count: 1 when there is an extended date, else 0.
    """

    type: ClassVar[str] = "rectification.imported"
    number: str
    owner_unit: str
    owner: str = ""
    owner_post: str = ""
    parent_unit: str = ""
    secretary_role: str = "branch_secretary"
    liaison_post: str = ""
    issued_on: date
    due_on: date | None
    extended_due_on: date | None = None
    provisional: bool = False
    deadline_version: int = 1
    extension_count: int = 0
    progress: str = ""
    verifier_post: str = ""
    verifier_role: str = "verifier"
    measures: tuple[Measure, ...] = ()
    committee: str = "dw"
    parent: str = ""
    rebound_no: int = 0
    terms: TermsVersion = field(default_factory=TermsVersion)
    countdowns: tuple[Countdown, ...] = ()
    state: ItemState = ItemState.IN_PROGRESS
    review: str = ""


@dataclass(frozen=True, slots=True)
class Accepted(RectificationEvent):
    """已签收. `countdown` is the promise to submit a plan."""

    type: ClassVar[str] = "rectification.accepted"
    countdown: Countdown
    state: ItemState = ItemState.ACCEPTED


@dataclass(frozen=True, slots=True)
class PlanSubmitted(RectificationEvent):
    """方案已报送. `countdown` is the promise to decide on it; `plan_no` counts submissions."""

    type: ClassVar[str] = "rectification.plan_submitted"
    measures: tuple[Measure, ...]
    plan_no: int
    countdown: Countdown
    state: ItemState = ItemState.PLAN_REVIEW


@dataclass(frozen=True, slots=True)
class PlanApproved(RectificationEvent):
    """方案已通过; work begins."""

    type: ClassVar[str] = "rectification.plan_approved"
    opinion: str
    state: ItemState = ItemState.IN_PROGRESS


@dataclass(frozen=True, slots=True)
class PlanReturned(RectificationEvent):
    """方案已退回. `countdown` is the promise to submit another one."""

    type: ClassVar[str] = "rectification.plan_returned"
    reason: str
    countdown: Countdown
    state: ItemState = ItemState.ACCEPTED


@dataclass(frozen=True, slots=True)
class ProgressReported(RectificationEvent):
    """进展已填报: replaces what was reported before."""

    type: ClassVar[str] = "rectification.progress_reported"
    progress: str


@dataclass(frozen=True, slots=True)
class EvidenceAttached(RectificationEvent):
    """佐证已上传. `evidence_count` is the number of files attached so far."""

    type: ClassVar[str] = "rectification.evidence_attached"
    sha256: str
    size_bytes: int
    media_type: str
    evidence_count: int


@dataclass(frozen=True, slots=True)
class VerifierAssigned(RectificationEvent):
    """验收人已指定: account, unit and post title."""

    type: ClassVar[str] = "rectification.verifier_assigned"
    verifier: str
    unit: str
    post: str


@dataclass(frozen=True, slots=True)
class OwnerAssigned(RectificationEvent):
    """责任人已变更: account and post title."""

    type: ClassVar[str] = "rectification.owner_assigned"
    owner: str
    post: str
    reason: str


@dataclass(frozen=True, slots=True)
class ExtensionRequested(RectificationEvent):
    """延期已申请; the item's clock runs on.

    Attributes:
        asked_due_on: The date asked for.
        is_exceptional: True when the limits of length or number are exceeded.
        countdown: The promise to answer.
    """

    type: ClassVar[str] = "rectification.extension_requested"
    asked_due_on: date
    reason: str
    progress: str
    is_exceptional: bool
    countdown: Countdown


@dataclass(frozen=True, slots=True)
class ExtensionGranted(RectificationEvent):
    """延期已同意: a new due day, a new deadline version, the ladder starts anew.

    Attributes:
        extended_due_on: The due day from now on; the original one stays known.
        extension_count: Extensions granted so far.
        deadline_version: Grown by one.
        countdown: The item's new countdown; its level is none.
    """

    type: ClassVar[str] = "rectification.extension_granted"
    extended_due_on: date
    extension_count: int
    deadline_version: int
    provisional: bool
    opinion: str
    countdown: Countdown


@dataclass(frozen=True, slots=True)
class ExtensionDenied(RectificationEvent):
    """延期未获同意; the due day stays."""

    type: ClassVar[str] = "rectification.extension_denied"
    reason: str


@dataclass(frozen=True, slots=True)
class ClosureRequested(RectificationEvent):
    """已申请销号. `countdown` is the promise to verify."""

    type: ClassVar[str] = "rectification.closure_requested"
    summary: str
    no_evidence_reason: str
    countdown: Countdown
    state: ItemState = ItemState.PENDING_VERIFY


@dataclass(frozen=True, slots=True)
class ClosureRejected(RectificationEvent):
    """验收退回; the due day stays. `reject_no` counts rejections so far."""

    type: ClassVar[str] = "rectification.closure_rejected"
    reason: str
    reject_no: int
    state: ItemState = ItemState.IN_PROGRESS


@dataclass(frozen=True, slots=True)
class Verified(RectificationEvent):
    """验收通过; `Closed` follows at once, or after the second signer.

    Attributes:
        verified_by: Account that verified.
        opinion: 验收意见.
        awaits_second_signer: True when somebody else has to sign before the item is closed.
    """

    type: ClassVar[str] = "rectification.verified"
    verified_by: str
    opinion: str
    awaits_second_signer: bool


@dataclass(frozen=True, slots=True)
class Closed(RectificationEvent):
    """已销号.

    Attributes:
        closed_on: 销号日期.
        verified_by: Account that verified; empty in imported history.
        countersigned_by: Account of the second signer; empty when none was needed.
        opinion: 验收意见, the verifier's.
        is_on_time: True when closed on or before the effective due day, or when there is none.
        observe_from_on: First day of the observation.
        archive_on: Day after which nothing more is waited for.
    """

    type: ClassVar[str] = "rectification.closed"
    closed_on: date
    verified_by: str
    countersigned_by: str
    opinion: str
    is_on_time: bool
    observe_from_on: date
    archive_on: date
    state: ItemState = ItemState.CLOSED


@dataclass(frozen=True, slots=True)
class ObservationStarted(RectificationEvent):
    """进入巩固期."""

    type: ClassVar[str] = "rectification.observation_started"
    state: ItemState = ItemState.OBSERVING


@dataclass(frozen=True, slots=True)
class Archived(RectificationEvent):
    """已归档: it held."""

    type: ClassVar[str] = "rectification.archived"
    state: ItemState = ItemState.ARCHIVED


@dataclass(frozen=True, slots=True)
class Rebounded(RectificationEvent):
    """反弹: the item ends here, and goes on as another one.

    Attributes:
        finding: What has come back.
        is_false_closure: True when the rectification never happened.
        child: Number of the new item.
        rebound_no: Of the new item: how often the problem has come back.
        severity: Of the new item: one more, up to the highest.
        due_on: Of the new item; None means its category's term.
        closed_by: Accounts that verified and countersigned this closing.
        look_back: Number of the look-back whose verdict this is; empty for none.
    """

    type: ClassVar[str] = "rectification.rebounded"
    finding: str
    is_false_closure: bool
    child: str
    rebound_no: int
    severity: int
    due_on: date | None
    closed_by: tuple[str, ...]
    state: ItemState = ItemState.REOPENED
    look_back: str = ""


@dataclass(frozen=True, slots=True)
class HeldForLookBack(RectificationEvent):
    """已列入回头看样本: archiving waits for it."""

    type: ClassVar[str] = "rectification.held_for_look_back"
    look_back: str


@dataclass(frozen=True, slots=True)
class LookedBack(RectificationEvent):
    """回头看已核查; fields as in `RecordLookBack`."""

    type: ClassVar[str] = "rectification.looked_back"
    look_back: str
    verdict: str


@dataclass(frozen=True, slots=True)
class TransferRequested(RectificationEvent):
    """移交待接收: a flag until the other unit answers. `due_on` None keeps the present one."""

    type: ClassVar[str] = "rectification.transfer_requested"
    unit: str
    parent_unit: str
    secretary_role: str
    reason: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class TransferDeclined(RectificationEvent):
    """移交未被接收; the flag is gone."""

    type: ClassVar[str] = "rectification.transfer_declined"
    reason: str


@dataclass(frozen=True, slots=True)
class Transferred(RectificationEvent):
    """已移交: the item ends here, and goes on as another one with the other unit.

    Attributes:
        unit, parent_unit, secretary_role: Of the unit that took over.
        owner, owner_post: The new 责任人.
        child: Number of the new item.
        due_on: Due day of the new item; None when it has none.
    """

    type: ClassVar[str] = "rectification.transferred"
    unit: str
    parent_unit: str
    secretary_role: str
    owner: str
    owner_post: str
    child: str
    due_on: date | None
    state: ItemState = ItemState.TRANSFERRED


@dataclass(frozen=True, slots=True)
class Terminated(RectificationEvent):
    """已终止."""

    type: ClassVar[str] = "rectification.terminated"
    reason: str
    state: ItemState = ItemState.TERMINATED


@dataclass(frozen=True, slots=True)
class CheckpointReported(RectificationEvent):
    """季度检查点已填报, for the quarter that ends on `quarter_end_on`; replaces the progress."""

    type: ClassVar[str] = "rectification.checkpoint_reported"
    quarter_end_on: date
    summary: str


@dataclass(frozen=True, slots=True)
class CheckpointVerified(RectificationEvent):
    """季度检查点已验收.

    Attributes:
        quarter_end_on: Last day of the quarter that was judged.
        is_clean: The goal held, and the report came in time.
        clean_quarters: Clean quarters in a row up to this one; two make a half-year.
        countdown: The next quarter's.
    """

    type: ClassVar[str] = "rectification.checkpoint_verified"
    quarter_end_on: date
    is_clean: bool
    opinion: str
    clean_quarters: int
    countdown: Countdown


class Reminded(escalation.Reminded, RectificationEvent):
    """已提醒 before the due day; `round` is the deadline version for the item itself."""

    type: ClassVar[str] = "rectification.reminded"
    __slots__ = ()


class RemindersLapsed(escalation.RemindersLapsed, RectificationEvent):
    """提醒已过时: nothing was running before the due day."""

    type: ClassVar[str] = "rectification.reminders_lapsed"
    __slots__ = ()


class LevelRaised(escalation.LevelRaised, RectificationEvent):
    """督办等级已升: once per subject, round and level."""

    type: ClassVar[str] = "rectification.level_raised"
    __slots__ = ()


class LevelRepeated(escalation.LevelRepeated, RectificationEvent):
    """再次督办 at the last rung."""

    type: ClassVar[str] = "rectification.level_repeated"
    __slots__ = ()


class EscalationAcknowledged(escalation.EscalationAcknowledged, RectificationEvent):
    """催办、督办已回复 at the level that stood then."""

    type: ClassVar[str] = "rectification.escalation_acknowledged"
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class TermsAdopted(RectificationEvent):
    """改用新版制度或日历.

    Attributes:
        terms: Versions from now on.
        reason: Why they reach this open item.
        due_on: Original due day, recomputed only when it rested on an unannounced year.
        deadline_version: Grown by one when the due day moved.
        provisional: True when the due day still rests on an unannounced year.
        countdown: The item's new countdown when the due day moved; else None.
        former_due_on: The due day before, when it moved; else None.
    """

    type: ClassVar[str] = "rectification.terms_adopted"
    terms: TermsVersion
    reason: str
    due_on: date | None
    deadline_version: int
    provisional: bool
    countdown: Countdown | None
    former_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class AttemptRefused(RectificationEvent):
    """Somebody tried what a rule forbids; kept for the auditor, changes nothing."""

    type: ClassVar[str] = "rectification.attempt_refused"
    command: str
    code: str
    message: str


EVENTS: dict[str, type[RectificationEvent]] = {
    kind.type: kind
    for kind in (
        Issued,
        Imported,
        Accepted,
        PlanSubmitted,
        PlanApproved,
        PlanReturned,
        ProgressReported,
        EvidenceAttached,
        VerifierAssigned,
        OwnerAssigned,
        ExtensionRequested,
        ExtensionGranted,
        ExtensionDenied,
        ClosureRequested,
        ClosureRejected,
        Verified,
        Closed,
        ObservationStarted,
        Archived,
        Rebounded,
        HeldForLookBack,
        LookedBack,
        TransferRequested,
        TransferDeclined,
        Transferred,
        Terminated,
        CheckpointReported,
        CheckpointVerified,
        Reminded,
        RemindersLapsed,
        LevelRaised,
        LevelRepeated,
        EscalationAcknowledged,
        TermsAdopted,
        AttemptRefused,
    )
}
