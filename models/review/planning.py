"""A review is planned, moved to another month, or given up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from models.calendar import on_shanghai
from models.errors import InvalidInputError, RuleRefusedError
from models.escalation.countdown import Subject
from models.escalation.ladder import begin
from models.facts import Request
from models.ids import stream_id
from models.inputs import LONGEST_WORD, check_id_part, check_length, checked_text
from models.review.commands import Cancel, ImportHistory, Plan, Postpone
from models.review.content import ReviewKind, ReviewTier
from models.review.events import Cancelled, Planned, Postponed, ReviewEvent
from models.review.months import check_month, month_label, month_of
from models.review.promises import hold_by, promise
from models.review.stage import BEFORE_VISIT
from models.review.state import ReviewState
from models.terms import Terms

_ID_LENGTH = 50  # leaves room for what an item's number appends


def plan(state: ReviewState, request: Request[Plan], terms: Terms) -> Sequence[ReviewEvent]:
    """The review exists, with the promise to hold it in its month."""
    command = request.command
    number = checked_identity(command)
    _check_month_is_to_come(command, request)
    is_by_plan = "system" in request.actor.roles
    if command.kind is not ReviewKind.PLANNED and not is_by_plan:
        checked_text(command.reason, "reason", "复盘理由")
    check_length(command.reason, "reason", "复盘理由", 4000)
    due_on = hold_by(command.month, terms)
    stream = stream_id(command.committee, "review", number)
    copied: dict[str, Any] = {each.name: getattr(command, each.name) for each in fields(command)}
    return [
        Planned(
            **(copied | {"number": number, "unit_name": command.unit_name or command.unit}),
            countdown=begin(stream, Subject.HOLD_REVIEW, 1, due_on, request.at, terms),
            provisional=terms.calendar.is_provisional(due_on),
            terms=terms.version,
        )
    ]


def postpone(state: ReviewState, request: Request[Postpone], terms: Terms) -> Sequence[ReviewEvent]:
    """To a later month of the same year; across the year's end coverage could not be counted."""
    command = request.command
    check_month(command.month)
    reason = checked_text(command.reason, "reason", "改期理由")
    if command.month <= state.month or command.month < month_of(on_shanghai(request.at)):
        raise InvalidInputError(
            "month_not_later",
            f"改期月份须晚于{month_label(state.month)}，且不能是已经过去的月份。",
            "month",
        )
    if command.month[:4] != state.month[:4]:
        raise RuleRefusedError(
            "month_of_other_year",
            "复盘不能改到下一年度；确需跨年的，请取消本次复盘，列入下一年度计划。",
        )
    due_on = hold_by(command.month, terms)
    countdown, provisional = promise(state, Subject.HOLD_REVIEW, due_on, request, terms)
    return [
        Postponed(command.month, state.month, reason, countdown, provisional, state.is_unit_told)
    ]


def cancel(state: ReviewState, request: Request[Cancel], terms: Terms) -> Sequence[ReviewEvent]:
    """Given up. What a visit has found is not dropped by those who found it."""
    reason = checked_text(request.command.reason, "reason", "取消理由")
    if state.state not in BEFORE_VISIT and "org_head" not in request.actor.roles:
        raise RuleRefusedError(
            "cancel_after_visit", "已到场的复盘只能由组织部部长取消，请报部长决定。"
        )
    return [Cancelled(reason)]


def checked_identity(command: Plan | ImportHistory) -> str:
    """Number of the review, after a look at the fields that say which one it is.

    Raises:
        InvalidInputError: One of them makes no sense.
    """
    check_month(command.month)
    check_id_part(command.unit, "unit", "单位编码")
    check_id_part(command.committee, "committee", "党委代号")
    check_length(command.unit_name, "unit_name", "单位名称", LONGEST_WORD)
    if command.tier is ReviewTier.SUB and not command.parent_unit.strip():
        raise InvalidInputError("parent_missing", "受托复盘须写明所属党总支。", "parent_unit")
    own = f"{command.month}-{command.unit}"
    number = command.number or own
    if not re.fullmatch(rf"{re.escape(own)}(-[2-9])?", number) or len(number) > _ID_LENGTH:
        raise InvalidInputError(
            "number_not_of_unit", f"复盘编号须为“{own}”，同月再次复盘为“{own}-2”。", "number"
        )
    return number


def _check_month_is_to_come(command: Plan, request: Request[Plan]) -> None:
    """The system may open a month late, after downtime; that month's delay shows at once."""
    if "system" in request.actor.roles or command.month >= month_of(on_shanghai(request.at)):
        return
    raise InvalidInputError(
        "month_passed", f"{month_label(command.month)}已经过去，请安排在本月或以后。", "month"
    )
