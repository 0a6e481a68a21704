"""Due days of a review's own steps, and the countdowns that watch them (domain.md §2.10)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from models.calendar import on_shanghai
from models.escalation.countdown import Countdown, Subject
from models.escalation.ladder import begin
from models.facts import Request
from models.review.months import last_workday
from models.review.state import ReviewState
from models.terms import Terms


def hold_by(month: str, terms: Terms) -> date:
    """A review is held by the last working day of its month."""
    return last_workday(month, terms.calendar)


def issue_by(held_on: date, terms: Terms) -> date:
    """The feedback is issued within some working days after the visit."""
    return terms.calendar.add_workdays(held_on, terms.policy.review.feedback_workdays)


def confirm_by(drafted_on: date, terms: Terms) -> date:
    """The unit answers the draft within some working days."""
    return terms.calendar.add_workdays(drafted_on, terms.policy.review.confirm_workdays)


def due_on_of(state: ReviewState, subject: Subject, at: datetime, terms: Terms) -> date:
    """Due day of a step that is running, computed anew."""
    today = on_shanghai(at)
    if subject is Subject.HOLD_REVIEW:
        return hold_by(state.month, terms)
    if subject is Subject.ISSUE_FEEDBACK:
        return issue_by(state.held_on or today, terms)
    return confirm_by(state.drafted_on or today, terms)


def promise(
    state: ReviewState, subject: Subject, due_on: date, request: Request[Any], terms: Terms
) -> tuple[Countdown, bool]:
    """The countdown of a step, and whether its day rests on an unannounced year.

    The same promise for the same day goes on where it stands: writing a visit down twice takes
    no level back.
    """
    provisional = terms.calendar.is_provisional(due_on)
    running = state.countdown(subject)
    if running is not None and running.due_on == due_on:
        return running, provisional
    round_ = state.steps_begun + 1
    return begin(state.stream, subject, round_, due_on, request.at, terms), provisional
