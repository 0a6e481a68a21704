"""延期: asked before it is too late, answered by somebody else, never without limits.

domain.md §2.6: before the due day, with reason, new date and progress; once, at least three
working days ahead, at most half of the original span. For D = 2026-04-30 the last day to ask is
04-27; 04-28 is refused by the three days, 05-06 because the item is overdue.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.calendar import on_shanghai
from models.errors import InvalidInputError, RuleRefusedError
from models.escalation.countdown import Subject
from models.escalation.ladder import begin
from models.facts import Request
from models.inputs import check_length, checked_text
from models.rectification.commands import DenyExtension, GrantExtension, RequestExtension
from models.rectification.events import (
    ExtensionDenied,
    ExtensionGranted,
    ExtensionRequested,
    RectificationEvent,
)
from models.rectification.separation import check_approver
from models.rectification.state import PendingExtension, RectificationState
from models.terms import Terms


def request_extension(
    state: RectificationState, request: Request[RequestExtension], terms: Terms
) -> Sequence[RectificationEvent]:
    """Asked. The item's own clock runs on until somebody grants it."""
    command, today = request.command, on_shanghai(request.at)
    effective_on = _check_timely(state, today, terms)
    if command.due_on <= effective_on:
        raise InvalidInputError(
            "extension_not_later", f"延期后的时限须晚于现时限{effective_on}。", "due_on"
        )
    is_used_up = state.extension_count >= terms.policy.extension.max_count
    last_on = _last_allowed_on(state, effective_on, terms)
    is_exceptional = is_used_up or command.due_on > last_on
    if is_exceptional and not command.is_exceptional:
        raise _beyond_limits(is_used_up, last_on, terms)
    days = terms.policy.steps.answer_extension_workdays
    answer_on = terms.calendar.add_workdays(today, days)
    return [
        ExtensionRequested(
            asked_due_on=command.due_on,
            reason=checked_text(command.reason, "reason", "延期理由"),
            progress=checked_text(command.progress, "progress", "目前进展"),
            is_exceptional=is_exceptional,
            countdown=begin(
                state.stream,
                Subject.ANSWER_EXTENSION,
                state.steps_begun + 1,
                answer_on,
                request.at,
                terms,
            ),
        )
    ]


def grant_extension(
    state: RectificationState, request: Request[GrantExtension], terms: Terms
) -> Sequence[RectificationEvent]:
    """Granted: a new deadline version; levels of the old one stay where they are."""
    pending = _pending(state)
    check_approver(state, request.actor, pending.asked_by)
    if pending.is_exceptional and "committee_deputy" not in request.actor.roles:
        raise RuleRefusedError("beyond_authority", "该延期申请超出规定限度，须由党委副书记审批。")
    today = on_shanghai(request.at)
    if pending.due_on < today:
        raise RuleRefusedError(
            "extension_passed", f"申请的时限{pending.due_on}已经过去，请不同意该申请。"
        )
    check_length(request.command.opinion, "opinion", "审批意见", 4000)
    version = state.deadline_version + 1
    return [
        ExtensionGranted(
            extended_due_on=pending.due_on,
            extension_count=state.extension_count + 1,
            deadline_version=version,
            provisional=terms.calendar.is_provisional(pending.due_on, today),
            opinion=request.command.opinion,
            countdown=begin(state.stream, Subject.ITEM, version, pending.due_on, request.at, terms),
        )
    ]


def deny_extension(
    state: RectificationState, request: Request[DenyExtension], terms: Terms
) -> Sequence[RectificationEvent]:
    """Denied with the reason; the due day stays."""
    check_approver(state, request.actor, _pending(state).asked_by)
    return [ExtensionDenied(checked_text(request.command.reason, "reason", "不同意的理由"))]


def _check_timely(state: RectificationState, today: date, terms: Terms) -> date:
    """The due day that shall be extended, if it is not too late to ask."""
    due_on = state.effective_due_on
    if due_on is None:
        raise RuleRefusedError("no_deadline", "该事项没有整改时限，不需要延期。")
    if state.extension is not None:
        raise RuleRefusedError("extension_pending", "已有一项延期申请待答复，不能重复申请。")
    if today > due_on:
        raise RuleRefusedError(
            "extension_overdue", f"该事项已于{due_on}到期，逾期后不能申请延期，按逾期督办。"
        )
    ahead = terms.policy.extension.min_notice_workdays
    if terms.calendar.workdays_between(today, due_on) < ahead:
        last_on = terms.calendar.add_workdays(due_on, -ahead)
        raise RuleRefusedError(
            "extension_too_late",
            f"延期须至少提前{ahead}个工作日申请，最迟应于{last_on}提出。",
        )
    return due_on


def _last_allowed_on(state: RectificationState, effective_on: date, terms: Terms) -> date:
    """The last day that the share of the original span allows, all extensions together."""
    due_on = state.due_on or effective_on
    span = terms.calendar.workdays_between(state.issued_on or due_on, due_on)
    share = max(span, 0) * terms.policy.extension.max_share_percent // 100
    return terms.calendar.add_workdays(due_on, share)


def _beyond_limits(is_used_up: bool, last_on: date, terms: Terms) -> RuleRefusedError:
    limits = terms.policy.extension
    special = "确有特殊情况的，可申请特批，由党委副书记审批。"
    if is_used_up:
        return RuleRefusedError(
            "extension_used_up", f"每个事项最多延期{limits.max_count}次；{special}"
        )
    return RuleRefusedError(
        "extension_too_long",
        f"延期不能超过原期限的{limits.max_share_percent}%，最迟可延至{last_on}；{special}",
    )


def _pending(state: RectificationState) -> PendingExtension:
    if state.extension is None:
        raise RuleRefusedError("no_extension_pending", "该事项没有待答复的延期申请。")
    return state.extension
