"""The state machine as data: which command leads from where to where, and who may give it.

The rules ask this table, and the diagram in `docs/states/rectification.md` is drawn from it.
"""

from __future__ import annotations

from models.errors import NotFoundError, RuleRefusedError
from models.glossary import COMMANDS as COMMAND_LABELS
from models.glossary import STATES
from models.machine import Machine, Transition
from models.rectification.item_state import FINAL_STATES, OPEN_STATES, ItemState

_S = ItemState

# Parts that somebody plays towards one item, beside the roles that an account holds.
PART_LABELS: dict[str, str] = {
    "system": "系统",
    "owner": "整改责任人",
    "branch_secretary": "责任单位书记",
    "target_secretary": "接收单位书记",
    "verifier": "验收人",
    "second_signer": "会签人",
}

_DEPARTMENT = ("org_officer", "org_head")
_UNIT = ("owner", "branch_secretary")
_AT_WORK = (_S.ACCEPTED, _S.PLAN_REVIEW, _S.IN_PROGRESS)
_LIVE = (*OPEN_STATES, _S.CLOSED, _S.OBSERVING)
_RUNNING = (_S.IN_PROGRESS, _S.PENDING_VERIFY)
_KEEPERS = ("system", "sys_admin", "sec_admin", *_DEPARTMENT)
_LEADERS = ("committee_deputy", "committee_secretary")

_TABLE = (
    Transition("issue", (_S.NONE,), (_S.ISSUED,), ("system", *_DEPARTMENT), "责任人、时限、目标"),
    Transition(
        "import_history",
        (_S.NONE,),
        (*OPEN_STATES, _S.CLOSED, _S.OBSERVING, _S.ARCHIVED),
        ("system", "sys_admin", *_DEPARTMENT),
        "保留原日期",
    ),
    Transition("accept", (_S.ISSUED,), (_S.ACCEPTED,), ("branch_secretary",)),
    Transition(
        "submit_plan",
        (_S.ACCEPTED,),
        (_S.PLAN_REVIEW,),
        ("branch_secretary",),
        "每条措施有责任人和日期，不晚于时限",
    ),
    Transition(
        "approve_plan",
        (_S.PLAN_REVIEW,),
        (_S.IN_PROGRESS,),
        (*_DEPARTMENT, "committee_deputy"),
        "审批人不是报送人",
    ),
    Transition(
        "return_plan",
        (_S.PLAN_REVIEW,),
        (_S.ACCEPTED,),
        (*_DEPARTMENT, "committee_deputy"),
        "说明理由",
    ),
    Transition(
        "request_closure",
        (_S.IN_PROGRESS,),
        (_S.PENDING_VERIFY,),
        ("branch_secretary",),
        "有佐证或无需佐证理由",
    ),
    Transition(
        "reject_closure",
        (_S.PENDING_VERIFY,),
        (_S.IN_PROGRESS,),
        ("verifier", "second_signer"),
        "时限不变",
    ),
    Transition(
        "verify",
        (_S.PENDING_VERIFY,),
        (_S.PENDING_VERIFY, _S.CLOSED),
        ("verifier",),
        "五项标准全部符合",
    ),
    Transition(
        "countersign", (_S.PENDING_VERIFY,), (_S.CLOSED,), ("second_signer",), "会签人不是验收人"
    ),
    Transition("start_observation", (_S.CLOSED,), (_S.OBSERVING,), ("system",)),
    Transition("archive", (_S.OBSERVING,), (_S.ARCHIVED,), ("system",), "巩固期满"),
    Transition(
        "reopen",
        (_S.CLOSED, _S.OBSERVING),
        (_S.REOPENED,),
        ("review_lead", "review_member", "auditor"),
        "另立新项，严重程度加一级",
    ),
    Transition(
        "hold_for_look_back", (_S.CLOSED, _S.OBSERVING), (), ("system",), "回头看结束前不归档"
    ),
    Transition("record_look_back", (_S.CLOSED, _S.OBSERVING), (), ("system",)),
    Transition(
        "accept_transfer", OPEN_STATES, (_S.TRANSFERRED,), ("target_secretary",), "另立新项"
    ),
    Transition("terminate", OPEN_STATES, (_S.TERMINATED,), ("org_head",), "说明理由"),
    Transition("transfer", OPEN_STATES, (), ("org_head",), "待接收"),
    Transition("decline_transfer", OPEN_STATES, (), ("target_secretary",), "说明理由"),
    Transition("report_progress", _AT_WORK, (), _UNIT),
    Transition("attach_evidence", (*_AT_WORK, _S.PENDING_VERIFY), (), _UNIT),
    Transition("assign_verifier", OPEN_STATES, (), _DEPARTMENT, "不是责任人，不在同一单位"),
    Transition(
        "assign_owner",
        OPEN_STATES,
        (),
        ("branch_secretary", *_DEPARTMENT),
        "属于责任单位，不是验收人",
    ),
    Transition(
        "request_extension", (_S.IN_PROGRESS,), (), ("branch_secretary",), "到期前、次数和长度有限"
    ),
    Transition(
        "grant_extension", _RUNNING, (), ("org_head", "committee_deputy"), "审批人不是申请人"
    ),
    Transition("deny_extension", _RUNNING, (), ("org_head", "committee_deputy"), "时限不变"),
    Transition("report_checkpoint", _RUNNING, (), _UNIT, "长期坚持"),
    Transition("verify_checkpoint", _RUNNING, (), ("verifier",), "长期坚持，每季一次"),
    Transition(
        "acknowledge_escalation",
        OPEN_STATES,
        (),
        (*_UNIT, "verifier", "second_signer", *_DEPARTMENT, "committee_deputy"),
    ),
    Transition("remind", OPEN_STATES, (), ("system",), "到期前"),
    Transition("raise_level", OPEN_STATES, (), ("system",), "逾期"),
    Transition("repeat_level", OPEN_STATES, (), ("system",), "逾期未办结"),
    Transition("adopt_terms", _LIVE, (), (*_KEEPERS, *_LEADERS)),
)

TRANSITIONS: dict[str, Transition] = {each.command: each for each in _TABLE}
MACHINE = Machine(
    "rectification", "整改事项", STATES, FINAL_STATES, _TABLE, COMMAND_LABELS, PART_LABELS
)

# What continues another item follows from that item's own facts, see `linked.py`, and what a review
# found from the review's; nobody may claim such a link by hand.
LINKED_ISSUERS = ("system",)


def label_of(who: str) -> str:
    """Chinese name of a role or part."""
    return MACHINE.label_of(who)


def labels_of(who: tuple[str, ...]) -> str:
    """Chinese names of several, as in a sentence."""
    return MACHINE.labels_of(who)


def check_state(transition: Transition, state: ItemState) -> None:
    """Refuse a command that the item's state does not allow.

    Raises:
        NotFoundError: There is no such item.
        RuleRefusedError: The item is in another state, or the number is taken.
    """
    if state in transition.sources:
        return
    if state is ItemState.NONE:
        raise NotFoundError("item_unknown", "没有这个整改事项，请核对问题编号。")
    label = COMMAND_LABELS[transition.command]
    if transition.sources == (ItemState.NONE,):
        raise RuleRefusedError(
            "number_used", f"该问题编号已被使用，不能再次用于“{label}”，请换用新编号。"
        )
    if state.is_final:
        raise RuleRefusedError("item_ended", f"该事项{STATES[state]}，不能再办理“{label}”。")
    allowed = "、".join(MACHINE.states[each] for each in transition.sources)
    raise RuleRefusedError(
        "wrong_state",
        f"该事项目前为“{STATES[state]}”，不能办理“{label}”；仅在“{allowed}”时可以办理。",
    )
