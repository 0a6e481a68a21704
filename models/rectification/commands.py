"""Commands on one rectification item. Texts are Chinese free text, without names of persons."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from models.escalation.commands import AcknowledgeEscalation, RaiseLevel, Remind, RepeatLevel
from models.facts import AdoptTerms, Command
from models.rectification.belonging import Belonging
from models.rectification.content import Content, Measure
from models.rectification.item_state import ItemState


class RectificationCommand(Command):
    """Base of an item's commands."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue(Content, RectificationCommand):
    """下发: the department gives a unit something to rectify.

    Attributes:
        number: 问题编号, third part of the stream id, for example `FP2026-001`.
        owner_unit: Code of the responsible unit.
        parent_unit: Code of the unit above it; its 总支书记 is told when the unit is late.
        secretary_role: Role of the responsible unit's own secretary: `gb_secretary` where a 总支
            itself is responsible.
        owner: Account of the 责任人; its post title is `owner_post`.
        due_on: 整改时限; None means the category's term, counted from today. Long-term items have
            none.
        verifier: Account of the 验收人; empty leaves it to `verifier_role`.
        verifier_unit: Code of the verifier's unit; needed with `verifier`.
        verifier_role: Role whose holders may verify while no account is named.
        measures: Measures that were agreed on at once (同步制定); a plan may replace them.
        committee: First part of the stream id.
        parent: Number of the item that this one continues; empty for a new problem.
        rebound_no: How often the problem has come back; above 0 only with a parent.
        owner_belonging, verifier_belonging: Where the two belong, by the roster.
        doers: Accounts that had a part in the work on the parent; they verify nothing here either.
        term_workdays: Working days to rectify, counted from the issue, where no `due_on` is given;
            None means the category's term.
        review: Number of the review that found the problem; empty for none.
    """

    name: ClassVar[str] = "issue"
    number: str
    owner_unit: str
    owner: str
    owner_post: str
    parent_unit: str = ""
    secretary_role: str = "branch_secretary"
    liaison_post: str = ""
    due_on: date | None = None
    verifier: str = ""
    verifier_unit: str = ""
    verifier_post: str = ""
    verifier_role: str = "verifier"
    measures: tuple[Measure, ...] = ()
    committee: str = "dw"
    parent: str = ""
    rebound_no: int = 0
    owner_belonging: Belonging = field(default_factory=Belonging)
    verifier_belonging: Belonging = field(default_factory=Belonging)
    doers: tuple[str, ...] = ()
    term_workdays: int | None = None
    review: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportHistory(Content, RectificationCommand):
    """Bring in one row of a ledger that was kept elsewhere; fields as in `Issue`.

    Attributes:
        state: Where the row says the item stands. A row with a closing date is `closed`.
        found_on: Needed here: the day on which the item's history starts.
        due_on: 整改时限; None for a long-term item only.
        extended_due_on: 延期后时限; None when the row has none.
        progress: 进展情况, as written.
        verifier_post: 验收人（职务）, as written.
        opinion: 验收意见, as written.
        closed_on: 销号日期; needed when `state` is closed, and None otherwise.
        rebound_no: 1 when the row says 反弹.
        review: Number of the review that found it, where that is known.
    """

    name: ClassVar[str] = "import_history"
    number: str
    owner_unit: str
    state: ItemState = ItemState.IN_PROGRESS
    parent_unit: str = ""
    secretary_role: str = "branch_secretary"
    owner: str = ""
    owner_post: str = ""
    liaison_post: str = ""
    due_on: date | None = None
    extended_due_on: date | None = None
    measures: tuple[Measure, ...] = ()
    progress: str = ""
    verifier_post: str = ""
    verifier_role: str = "verifier"
    opinion: str = ""
    closed_on: date | None = None
    committee: str = "dw"
    parent: str = ""
    rebound_no: int = 0
    review: str = ""


@dataclass(frozen=True, slots=True)
class Accept(RectificationCommand):
    """签收: the unit's secretary signs for the item."""

    name: ClassVar[str] = "accept"


@dataclass(frozen=True, slots=True)
class SubmitPlan(RectificationCommand):
    """报送方案: measures, each with who and by when."""

    name: ClassVar[str] = "submit_plan"
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class ApprovePlan(RectificationCommand):
    """方案通过."""

    name: ClassVar[str] = "approve_plan"
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class ReturnPlan(RectificationCommand):
    """方案退回, with the reason."""

    name: ClassVar[str] = "return_plan"
    reason: str


@dataclass(frozen=True, slots=True)
class ReportProgress(RectificationCommand):
    """填报进展."""

    name: ClassVar[str] = "report_progress"
    progress: str


@dataclass(frozen=True, slots=True)
class AttachEvidence(RectificationCommand):
    """上传佐证. The file itself lives elsewhere; its name never enters a fact.

    Attributes:
        sha256: Hash of the file's bytes, 64 hex digits.
        size_bytes: Its size.
        media_type: For example `image/jpeg`.
    """

    name: ClassVar[str] = "attach_evidence"
    sha256: str
    size_bytes: int
    media_type: str


@dataclass(frozen=True, slots=True)
class AssignVerifier(RectificationCommand):
    """指定验收人: the department chooses who verifies, by account, with its unit and post."""

    name: ClassVar[str] = "assign_verifier"
    verifier: str
    unit: str
    post: str = ""
    verifier_belonging: Belonging = field(default_factory=Belonging)


@dataclass(frozen=True, slots=True)
class AssignOwner(RectificationCommand):
    """变更责任人: people change jobs, and imported rows name a post only."""

    name: ClassVar[str] = "assign_owner"
    owner: str
    post: str
    reason: str
    owner_belonging: Belonging = field(default_factory=Belonging)


@dataclass(frozen=True, slots=True)
class RequestExtension(RectificationCommand):
    """申请延期.

    Attributes:
        due_on: The date asked for.
        reason: Why.
        progress: What has been done so far.
        is_exceptional: True asks for more than the limits of length and number allow, which only
            committee_deputy may grant. The limits of time are never lifted.
    """

    name: ClassVar[str] = "request_extension"
    due_on: date
    reason: str
    progress: str
    is_exceptional: bool = False


@dataclass(frozen=True, slots=True)
class GrantExtension(RectificationCommand):
    """同意延期 to the date that was asked for."""

    name: ClassVar[str] = "grant_extension"
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class DenyExtension(RectificationCommand):
    """不同意延期; the due day stays."""

    name: ClassVar[str] = "deny_extension"
    reason: str


@dataclass(frozen=True, slots=True)
class RequestClosure(RectificationCommand):
    """申请销号.

    Attributes:
        summary: What was done and what came of it.
        no_evidence_reason: 无需佐证 reason; needed when no evidence is attached.
    """

    name: ClassVar[str] = "request_closure"
    summary: str
    no_evidence_reason: str = ""


@dataclass(frozen=True, slots=True)
class RejectClosure(RectificationCommand):
    """退回整改: the verifier sends the item back; the due day stays."""

    name: ClassVar[str] = "reject_closure"
    reason: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """The five standards of a closure (domain.md §3.3); every one has to be met.

    Attributes:
        measures_done: 措施全部落实.
        goal_reached: 整改目标达到.
        effect_shown: 整改成效符合要求.
        similar_fixed: 同类问题一并整改.
        mechanism_kept: 长效机制建立.
    """

    measures_done: bool = False
    goal_reached: bool = False
    effect_shown: bool = False
    similar_fixed: bool = False
    mechanism_kept: bool = False


@dataclass(frozen=True, slots=True)
class Verify(RectificationCommand):
    """验收通过. Closes the item, unless a second signer is needed."""

    name: ClassVar[str] = "verify"
    opinion: str
    checklist: Checklist


@dataclass(frozen=True, slots=True)
class Countersign(RectificationCommand):
    """会签销号: the second signer of a severe item, or the head's closing of a long-term one."""

    name: ClassVar[str] = "countersign"
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class StartObservation(RectificationCommand):
    """转入巩固期 (system clock)."""

    name: ClassVar[str] = "start_observation"


@dataclass(frozen=True, slots=True)
class Archive(RectificationCommand):
    """归档 (system clock)."""

    name: ClassVar[str] = "archive"


@dataclass(frozen=True, slots=True)
class Reopen(RectificationCommand):
    """反弹重新立项: this item ends as reopened, a new one linked to it begins.

    Attributes:
        finding: What was found to have come back.
        due_on: Due day of the new item; None means its category's term.
        is_false_closure: True when the rectification never happened (虚假整改).
        look_back: Number of the look-back whose verdict this is; empty when a person reopens.
    """

    name: ClassVar[str] = "reopen"
    finding: str
    due_on: date | None = None
    is_false_closure: bool = False
    look_back: str = ""


@dataclass(frozen=True, slots=True)
class HoldForLookBack(RectificationCommand):
    """列入回头看样本 (a look-back): the item is not archived before its verdict."""

    name: ClassVar[str] = "hold_for_look_back"
    look_back: str


@dataclass(frozen=True, slots=True)
class RecordLookBack(RectificationCommand):
    """记录回头看结果 (the look-back, when it is finished).

    Attributes:
        look_back: Its number.
        verdict: `consolidated` or `basic`; empty when the item was not looked at after all.
    """

    name: ClassVar[str] = "record_look_back"
    look_back: str
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Transfer(RectificationCommand):
    """移交 to another unit, which has to accept it.

    Attributes:
        unit: Code of the unit that shall take over.
        parent_unit: Code of the unit above it; empty for none.
        secretary_role: Role of its own secretary, as in `Issue`.
        reason: Why, for example a merger.
        due_on: New due day; None keeps the present one, which must not be past then.
    """

    name: ClassVar[str] = "transfer"
    unit: str
    reason: str
    parent_unit: str = ""
    secretary_role: str = "branch_secretary"
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class AcceptTransfer(RectificationCommand):
    """接收移交: the other unit's secretary takes over and names the new 责任人."""

    name: ClassVar[str] = "accept_transfer"
    owner: str
    owner_post: str
    owner_belonging: Belonging = field(default_factory=Belonging)


@dataclass(frozen=True, slots=True)
class DeclineTransfer(RectificationCommand):
    """不接收移交, with the reason; the item stays where it is."""

    name: ClassVar[str] = "decline_transfer"
    reason: str


@dataclass(frozen=True, slots=True)
class Terminate(RectificationCommand):
    """终止, with the reason."""

    name: ClassVar[str] = "terminate"
    reason: str


@dataclass(frozen=True, slots=True)
class ReportCheckpoint(RectificationCommand):
    """填报季度检查点 of a long-term item."""

    name: ClassVar[str] = "report_checkpoint"
    summary: str


@dataclass(frozen=True, slots=True)
class VerifyCheckpoint(RectificationCommand):
    """季度检查点验收 (阶段性销号). `is_clean`: the goal held throughout the quarter."""

    name: ClassVar[str] = "verify_checkpoint"
    is_clean: bool
    opinion: str


COMMANDS: dict[str, type[Command]] = {
    kind.name: kind
    for kind in (
        Issue,
        ImportHistory,
        Accept,
        SubmitPlan,
        ApprovePlan,
        ReturnPlan,
        ReportProgress,
        AttachEvidence,
        AssignVerifier,
        AssignOwner,
        RequestExtension,
        GrantExtension,
        DenyExtension,
        RequestClosure,
        RejectClosure,
        Verify,
        Countersign,
        StartObservation,
        Archive,
        Reopen,
        HoldForLookBack,
        RecordLookBack,
        Transfer,
        AcceptTransfer,
        DeclineTransfer,
        Terminate,
        ReportCheckpoint,
        VerifyCheckpoint,
        AcknowledgeEscalation,
        Remind,
        RaiseLevel,
        RepeatLevel,
        AdoptTerms,
    )
}
