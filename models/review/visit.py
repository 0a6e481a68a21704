"""Team, notice and visit (domain.md §2.4, §2.3: on working days only)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.calendar import on_shanghai
from models.errors import InvalidInputError, RuleRefusedError
from models.escalation.countdown import Subject
from models.facts import Request
from models.review.commands import AppointTeam, Hold, NotifyUnit
from models.review.content import VisitForm
from models.review.events import Held, Notified, ReviewEvent, TeamAppointed
from models.review.months import month_label, month_of
from models.review.promises import issue_by, promise
from models.review.separation import check_recorder, check_team
from models.review.state import ReviewState
from models.terms import Terms


def appoint_team(
    state: ReviewState, request: Request[AppointTeam], terms: Terms
) -> Sequence[ReviewEvent]:
    """Lead and members, nobody of them from the reviewed unit."""
    command = request.command
    check_team(state, command)
    return [TeamAppointed(command.lead, command.members, command.kin)]


def notify(state: ReviewState, request: Request[NotifyUnit], terms: Terms) -> Sequence[ReviewEvent]:
    """The visit has a day, and the unit knows it some working days ahead."""
    command, today = request.command, on_shanghai(request.at)
    if not state.team:
        raise RuleRefusedError("team_missing", "尚未组建复盘组，请先确定组长和成员。")
    check_recorder(state, request.actor)
    day = command.visit_on
    if day < today:
        raise InvalidInputError("visit_passed", f"到场日期{day}已经过去，请另定。", "visit_on")
    _check_day(state, day, terms)
    ahead = terms.calendar.workdays_between(today, day)
    needed = 0 if command.is_unannounced else terms.policy.review.notice_workdays
    if ahead < needed:
        raise RuleRefusedError(
            "notice_too_short",
            f"须提前{needed}个工作日通知，最早可定于{terms.calendar.add_workdays(today, needed)}；"
            "四不两直检查除外。",
        )
    return [Notified(day, command.is_unannounced)]


def hold(state: ReviewState, request: Request[Hold], terms: Terms) -> Sequence[ReviewEvent]:
    """The team was there; the feedback is due some working days after the last visit in time."""
    command, today = request.command, on_shanghai(request.at)
    check_recorder(state, request.actor)
    if command.on > today:
        raise InvalidInputError("visit_to_come", f"到场日期{command.on}尚未到来。", "on")
    _check_day(state, command.on, terms)
    if state.visit_on is not None and command.on < state.visit_on:
        raise RuleRefusedError(
            "visit_before_notice",
            f"到场日期早于通知的{state.visit_on}，请核对；日期有变的，请先重新通知。",
        )
    if not command.forms:
        raise InvalidInputError("forms_missing", "请至少填写一种复盘形式。", "forms")
    forms = tuple(form for form in VisitForm if form in {*state.forms, *command.forms})
    last_on = max(command.on, state.held_on or command.on)
    running = state.countdown(Subject.ISSUE_FEEDBACK)
    due_on = issue_by(last_on, terms)
    if running is not None and running.due_on < today:
        due_on = running.due_on  # whoever is late does not win time by one more visit
    return [Held(last_on, forms, *promise(state, Subject.ISSUE_FEEDBACK, due_on, request, terms))]


def _check_day(state: ReviewState, day: date, terms: Terms) -> None:
    """Refuse a visit outside the planned month or on a day off."""
    if month_of(day) != state.month:
        raise RuleRefusedError(
            "visit_outside_month",
            f"到场日期{day}不在计划月份{month_label(state.month)}，请先办理改期。",
        )
    if not terms.calendar.is_workday(day):
        next_on = terms.calendar.add_workdays(day, 1)
        raise RuleRefusedError(
            "visit_on_day_off", f"{day}不是工作日，请改在工作日，下一个工作日为{next_on}。"
        )
