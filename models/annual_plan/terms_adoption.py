"""改用新版制度或日历: an open plan changes its terms by an event only.

What was placed stays; new limits hold for what is placed from then on. Clocks follow the new
calendar by themselves. A confirmation's due day moves only if it rested on a year without an
announced calendar (domain.md §3.6).
"""

from __future__ import annotations

from collections.abc import Sequence

from models.annual_plan.events import AnnualPlanEvent, TermsAdopted
from models.annual_plan.months import first_day
from models.annual_plan.running import confirm_by
from models.annual_plan.state import AnnualPlanState
from models.escalation.countdown import Countdown, Subject
from models.escalation.ladder import begin
from models.facts import AdoptTerms, Request
from models.terms import Terms


def adopt_terms(
    state: AnnualPlanState, request: Request[AdoptTerms], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """Nothing when the plan lives under these versions already."""
    if terms.version == state.terms:
        return []
    still = state.is_confirmation_provisional and terms.calendar.is_provisional(
        first_day(state.year, 1)
    )
    moved = _moved(state, request, terms)
    return [TermsAdopted(terms.version, request.command.reason, moved, still)]


def _moved(state: AnnualPlanState, request: Request[AdoptTerms], terms: Terms) -> Countdown | None:
    countdown = state.countdown(Subject.CONFIRM_MONTH)
    if countdown is None or not state.is_confirmation_provisional:
        return None
    due_on = confirm_by(state, state.unconfirmed[0], terms)
    if due_on == countdown.due_on:
        return None
    round_ = state.steps_begun + 1
    return begin(state.stream, Subject.CONFIRM_MONTH, round_, due_on, request.at, terms)
