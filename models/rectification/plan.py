"""签收与方案: the unit signs, says what it will do, and the department agrees or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.calendar import on_shanghai
from models.errors import InvalidInputError
from models.escalation.countdown import Countdown, Subject
from models.escalation.ladder import begin
from models.facts import Request
from models.inputs import check_length, checked_text
from models.rectification.commands import Accept, ApprovePlan, ReturnPlan, SubmitPlan
from models.rectification.content import Measure
from models.rectification.events import (
    Accepted,
    PlanApproved,
    PlanReturned,
    PlanSubmitted,
    RectificationEvent,
)
from models.rectification.inputs import checked_measures
from models.rectification.measures import check_in_time
from models.rectification.separation import check_approver
from models.rectification.state import RectificationState
from models.terms import Terms


def accept(
    state: RectificationState, request: Request[Accept], terms: Terms
) -> Sequence[RectificationEvent]:
    """Signed. The plan is due five working days after the issue (domain.md §2.10)."""
    today = on_shanghai(request.at)
    issued_on = state.issued_on or today
    by_issue = terms.calendar.add_workdays(issued_on, terms.policy.steps.plan_workdays)
    # Who signs late keeps the days that lie between signing and planning.
    due_on = max(by_issue, _after_signing(today, terms))
    return [Accepted(_step(state, Subject.PLAN, due_on, request, terms))]


def submit_plan(
    state: RectificationState, request: Request[SubmitPlan], terms: Terms
) -> Sequence[RectificationEvent]:
    """Measures, at least one, each with who and by when, in the item's own time."""
    measures = checked_measures(request.command.measures)
    if not measures:
        raise InvalidInputError("measures_missing", "请至少填写一条整改措施。", "measures")
    for number, measure in enumerate(measures, start=1):
        _check_complete(number, measure)
    today = on_shanghai(request.at)
    check_in_time(measures, state.effective_due_on, today)
    days = terms.policy.steps.approve_plan_workdays
    due_on = terms.calendar.add_workdays(today, days)
    step = _step(state, Subject.APPROVE_PLAN, due_on, request, terms)
    return [PlanSubmitted(measures, state.plan_no + 1, step)]


def approve_plan(
    state: RectificationState, request: Request[ApprovePlan], terms: Terms
) -> Sequence[RectificationEvent]:
    """Agreed by somebody who neither wrote the plan nor belongs to the unit."""
    check_approver(state, request.actor, state.plan_authors)
    check_length(request.command.opinion, "opinion", "审批意见", 4000)
    return [PlanApproved(request.command.opinion)]


def return_plan(
    state: RectificationState, request: Request[ReturnPlan], terms: Terms
) -> Sequence[RectificationEvent]:
    """Sent back with the reason; the next plan has its own due day."""
    check_approver(state, request.actor, state.plan_authors)
    reason = checked_text(request.command.reason, "reason", "退回理由")
    due_on = _after_signing(on_shanghai(request.at), terms)
    return [PlanReturned(reason, _step(state, Subject.PLAN, due_on, request, terms))]


def _after_signing(today: date, terms: Terms) -> date:
    steps = terms.policy.steps
    return terms.calendar.add_workdays(today, max(steps.plan_workdays - steps.accept_workdays, 1))


def _check_complete(number: int, measure: Measure) -> None:
    if not measure.owner.strip() or measure.due_on is None:
        raise InvalidInputError(
            "measure_incomplete", f"第{number}条措施须有责任人和完成日期。", "measures"
        )


def _step(
    state: RectificationState,
    subject: Subject,
    due_on: date,
    request: Request[Accept] | Request[SubmitPlan] | Request[ReturnPlan],
    terms: Terms,
) -> Countdown:
    return begin(state.stream, subject, state.steps_begun + 1, due_on, request.at, terms)
