"""改用新版制度或日历: the sample stays, only a due day on an unannounced year moves."""

from __future__ import annotations

from collections.abc import Sequence

from models.escalation.countdown import Countdown
from models.escalation.ladder import begin
from models.facts import AdoptTerms, Request
from models.look_back.events import LookBackEvent, TermsAdopted
from models.look_back.half_year import finish_on
from models.look_back.state import LookBackState
from models.terms import Terms


def adopt_terms(
    state: LookBackState, request: Request[AdoptTerms], terms: Terms
) -> Sequence[LookBackEvent]:
    """Nothing when the look-back lives under these versions already."""
    if terms.version == state.terms:
        return []
    former = next(iter(state.countdowns), None)
    moved = _moved(state, request, terms, former)
    due_on = moved.due_on if moved else former.due_on if former else None
    return [
        TermsAdopted(
            terms=terms.version,
            reason=request.command.reason,
            provisional=due_on is not None and terms.calendar.is_provisional(due_on),
            countdown=moved,
            former_due_on=former.due_on if former and moved else None,
        )
    ]


def _moved(
    state: LookBackState, request: Request[AdoptTerms], terms: Terms, former: Countdown | None
) -> Countdown | None:
    """The countdown to a due day that the announced calendar has changed; None when it has not."""
    if former is None or not state.provisional:
        return None
    months = terms.policy.look_back.finish_months
    due_on = finish_on(state.year, state.half, months, terms.calendar)
    if due_on == former.due_on:
        return None
    return begin(state.stream, former.subject, state.rounds + 1, due_on, request.at, terms)
