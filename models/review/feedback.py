"""The feedback, the items that begin with it, and the review's end with the last of them."""

from __future__ import annotations

from collections.abc import Sequence

from models.calendar import on_shanghai
from models.errors import RuleRefusedError
from models.escalation.countdown import Subject
from models.facts import Request
from models.inputs import checked_text
from models.review.commands import IssueFeedback, ReplaceItem, SettleItem
from models.review.events import (
    Closed,
    FeedbackIssued,
    ItemReplaced,
    ItemSettled,
    ReviewEvent,
    TrackingStarted,
)
from models.review.items import check_planned, planned_items
from models.review.separation import check_recorder
from models.review.stage import ReviewStage
from models.review.state import ReviewState
from models.terms import Terms


def issue_feedback(
    state: ReviewState, request: Request[IssueFeedback], terms: Terms
) -> Sequence[ReviewEvent]:
    """Issued with its items in the same step; a review without items is closed with it."""
    check_recorder(state, request.actor)
    reason = _unconfirmed_reason(state, request)
    check_planned(state, request, terms)
    items = tuple(item for item, *_ in planned_items(state))
    codes = tuple(dict.fromkeys(each.code for each in state.weaknesses if each.code))
    today = on_shanghai(request.at)
    issued = FeedbackIssued(today, items, codes, reason)
    if not items:
        return [issued, Closed(today)]
    return [issued, TrackingStarted(tuple(each.number for each in items))]


def settle_item(
    state: ReviewState, request: Request[SettleItem], terms: Terms
) -> Sequence[ReviewEvent]:
    """One item less; told twice is once."""
    command = request.command
    _check_tracked(state, command.number)
    if command.number not in state.open_items:
        return []
    left = tuple(each for each in state.open_items if each != command.number)
    settled = ItemSettled(command.number, command.how, left)
    return [settled] if left else [settled, Closed(on_shanghai(request.at))]


def replace_item(
    state: ReviewState, request: Request[ReplaceItem], terms: Terms
) -> Sequence[ReviewEvent]:
    """After a rebound or a transfer the child is waited for; told twice is once."""
    command = request.command
    _check_tracked(state, command.number)
    if command.number not in state.open_items:
        return []
    left = tuple(command.child if each == command.number else each for each in state.open_items)
    return [ItemReplaced(command.number, command.child, left)]


def _unconfirmed_reason(state: ReviewState, request: Request[IssueFeedback]) -> str:
    """Why the feedback goes out without the unit's word; empty when it has that, or an answer.

    Raises:
        RuleRefusedError: The unit still has time, or its objection waits for an answer.
        InvalidInputError: It was silent, and nobody says why that is passed over.
    """
    if state.state is ReviewStage.UNIT_CONFIRMED or state.is_objection_rejected:
        return ""
    if state.objection:
        raise RuleRefusedError("objection_unanswered", "单位的异议尚未答复，请先答复再下发反馈。")
    running = state.countdown(Subject.CONFIRM_FEEDBACK)
    if running is not None and on_shanghai(request.at) <= running.due_on:
        raise RuleRefusedError(
            "unit_not_answered",
            f"单位尚未确认，确认期限为{running.due_on}；逾期未确认的，说明理由后可以下发。",
        )
    reason = request.command.unconfirmed_reason
    return checked_text(reason, "unconfirmed_reason", "未经单位确认即下发的理由")


def _check_tracked(state: ReviewState, number: str) -> None:
    if number not in {each.number for each in state.items}:
        raise RuleRefusedError("item_not_tracked", f"事项“{number}”不是本次复盘的整改事项。")
