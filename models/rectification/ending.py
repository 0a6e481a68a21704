"""反弹、移交、终止: other ways in which an item ends."""

from __future__ import annotations

from collections.abc import Sequence

from models.calendar import on_shanghai
from models.errors import InvalidInputError, RuleRefusedError
from models.facts import Request
from models.inputs import check_future, checked_text
from models.rectification.commands import (
    AcceptTransfer,
    DeclineTransfer,
    Reopen,
    Terminate,
    Transfer,
)
from models.rectification.content import HIGHEST_SEVERITY
from models.rectification.events import (
    Rebounded,
    RectificationEvent,
    Terminated,
    TransferDeclined,
    Transferred,
    TransferRequested,
)
from models.rectification.linked import rebound_number, transfer_number
from models.rectification.separation import check_ender, check_owner_belongs, check_reopener
from models.rectification.state import PendingTransfer, RectificationState
from models.terms import Terms


def reopen(
    state: RectificationState, request: Request[Reopen], terms: Terms
) -> Sequence[RectificationEvent]:
    """It came back: a new item, one degree more severe; who closed this one is named.

    A look-back's verdict is asked by the system in the name of the judge, who must not have closed
    the item either; the look-back has checked the judge's units and posts by the same rule.
    """
    check_reopener(state, request.actor)
    command, severity = request.command, state.content.severity if state.content else 1
    if command.due_on is not None:
        _check_may_have_due(state)
        if not command.look_back:  # a verdict may come late, after downtime, and is not lost then
            check_future(command.due_on, on_shanghai(request.at), "due_on", "整改时限")
    rebound_no = state.rebound_no + 1
    return [
        Rebounded(
            finding=checked_text(command.finding, "finding", "反弹情况"),
            is_false_closure=command.is_false_closure,
            child=rebound_number(state.number, rebound_no),
            rebound_no=rebound_no,
            severity=min(severity + 1, HIGHEST_SEVERITY),
            due_on=command.due_on,
            closed_by=(*state.verifiers, *state.countersigners),
            look_back=command.look_back,
        )
    ]


def transfer(
    state: RectificationState, request: Request[Transfer], terms: Terms
) -> Sequence[RectificationEvent]:
    """Offered to another unit; until it accepts, the item stays with its unit and its clocks."""
    command, today = request.command, on_shanghai(request.at)
    unit = checked_text(command.unit, "unit", "接收单位")
    if unit == state.owner_unit:
        raise InvalidInputError("transfer_to_itself", "该事项已在此单位，请选择其他单位。", "unit")
    if command.due_on is not None:
        _check_may_have_due(state)
        check_future(command.due_on, today, "due_on", "整改时限")
    elif state.is_overdue_on(today):
        raise InvalidInputError("transfer_due_missing", "移交逾期事项须另定整改时限。", "due_on")
    reason = checked_text(command.reason, "reason", "移交理由")
    return [
        TransferRequested(unit, command.parent_unit, command.secretary_role, reason, command.due_on)
    ]


def accept_transfer(
    state: RectificationState, request: Request[AcceptTransfer], terms: Terms
) -> Sequence[RectificationEvent]:
    """Taken over: this item ends, one with the new unit and its own owner begins."""
    pending, today = _pending(state), on_shanghai(request.at)
    check_owner_belongs(pending.unit, request.command.owner_belonging)
    due_on = pending.due_on or state.effective_due_on
    if due_on is not None and due_on < today:
        raise RuleRefusedError(
            "transfer_due_passed",
            f"移交后的时限{due_on}已经过去，请组织部部长另定时限后重新移交。",
        )
    return [
        Transferred(
            unit=pending.unit,
            parent_unit=pending.parent_unit,
            secretary_role=pending.secretary_role,
            owner=checked_text(request.command.owner, "owner", "整改责任人账号"),
            owner_post=checked_text(request.command.owner_post, "owner_post", "整改责任人职务"),
            child=transfer_number(state.number),
            due_on=due_on,
        )
    ]


def decline_transfer(
    state: RectificationState, request: Request[DeclineTransfer], terms: Terms
) -> Sequence[RectificationEvent]:
    """Not taken over; the department decides anew."""
    _pending(state)
    return [TransferDeclined(checked_text(request.command.reason, "reason", "不接收的理由"))]


def terminate(
    state: RectificationState, request: Request[Terminate], terms: Terms
) -> Sequence[RectificationEvent]:
    """Ended without closing, with the reason, by nobody who would be rid of it."""
    check_ender(state, request.actor)
    return [Terminated(checked_text(request.command.reason, "reason", "终止理由"))]


def _pending(state: RectificationState) -> PendingTransfer:
    if state.transfer is None:
        raise RuleRefusedError("no_transfer_pending", "该事项没有待接收的移交。")
    return state.transfer


def _check_may_have_due(state: RectificationState) -> None:
    if state.effective_due_on is None:
        raise InvalidInputError(
            "long_term_has_no_due", "长期坚持事项按季度检查，不设整改时限。", "due_on"
        )
