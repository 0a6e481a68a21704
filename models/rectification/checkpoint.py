"""长期坚持: no due day, but one verified checkpoint each quarter (domain.md §2.6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from models.calendar import on_shanghai
from models.errors import RuleRefusedError
from models.escalation.countdown import Countdown, Subject
from models.escalation.ladder import begin
from models.facts import Request
from models.inputs import checked_text
from models.rectification.commands import ReportCheckpoint, VerifyCheckpoint
from models.rectification.events import (
    CheckpointReported,
    CheckpointVerified,
    RectificationEvent,
)
from models.rectification.separation import check_verifier
from models.rectification.state import RectificationState, quarter_end
from models.terms import Terms

_QUARTERS_PER_HALF_YEAR = 2


def first_quarter_end(issued_on: date, today: date, terms: Terms) -> date:
    """End of the first quarter that is judged.

    An item gets as long as a fixed-term one before it: issued on the last day of March, it is
    judged at the end of June. History begins with the quarter of its import.
    """
    worked_on = terms.calendar.add_workdays(issued_on, terms.policy.categories.fixed_term_workdays)
    return quarter_end(max(worked_on, today))


def report_checkpoint(
    state: RectificationState, request: Request[ReportCheckpoint], terms: Terms
) -> Sequence[RectificationEvent]:
    """The owner tells how the quarter went; a later report takes the place of an earlier one."""
    countdown = _pending(state)
    summary = checked_text(request.command.summary, "summary", "检查点情况")
    return [CheckpointReported(countdown.due_on, summary)]


def verify_checkpoint(
    state: RectificationState, request: Request[VerifyCheckpoint], terms: Terms
) -> Sequence[RectificationEvent]:
    """The verifier judges the quarter; one that was reported late is not clean."""
    countdown, reported_on = _pending(state), state.quarter_reported_on
    check_verifier(state, request.actor)
    if reported_on is None:
        raise RuleRefusedError(
            "checkpoint_unreported", "本季度检查点尚未填报，请整改责任人先填报。"
        )
    is_clean = request.command.is_clean and reported_on <= countdown.due_on
    next_on = _next_quarter_end(countdown.due_on, on_shanghai(request.at))
    is_gapless = next_on == quarter_end(countdown.due_on + timedelta(days=1))
    return [
        CheckpointVerified(
            quarter_end_on=countdown.due_on,
            is_clean=is_clean,
            opinion=checked_text(request.command.opinion, "opinion", "验收意见"),
            clean_quarters=state.clean_quarters + 1 if is_clean and is_gapless else 0,
            countdown=begin(
                state.stream,
                Subject.CHECKPOINT,
                state.steps_begun + 1,
                next_on,
                request.at,
                terms,
            ),
        )
    ]


def check_held_long_enough(state: RectificationState, terms: Terms) -> None:
    """Refuse to close a long-term item before enough clean half-years in a row."""
    needed = terms.policy.observation.long_term_clean_half_years
    if state.clean_quarters // _QUARTERS_PER_HALF_YEAR < needed:
        raise RuleRefusedError(
            "not_held_long_enough",
            f"长期坚持事项须连续{needed}个半年检查合格方可申请销号，"
            f"目前连续合格{state.clean_quarters}个季度。",
        )


def _next_quarter_end(judged_on: date, today: date) -> date:
    """The next quarter's; quarters that passed unjudged cannot be judged any more."""
    return quarter_end(max(judged_on + timedelta(days=1), today))


def _pending(state: RectificationState) -> Countdown:
    countdown = state.countdown(Subject.CHECKPOINT)
    if countdown is None:
        raise RuleRefusedError("not_long_term", "只有长期坚持事项按季度检查。")
    return countdown
