"""改用新版制度或日历: an open item changes its terms by an event only.

A new ladder, new step terms and limits hold from the adoption on. A due day that was issued does
not move with them; only one that was computed into a year without an announced calendar is
computed again, from the same day and term, once that year is known (domain.md §3.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.escalation.countdown import Subject
from models.escalation.ladder import begin
from models.facts import AdoptTerms, Request
from models.rectification.events import RectificationEvent, TermsAdopted
from models.rectification.state import RectificationState
from models.terms import Terms


def adopt_terms(
    state: RectificationState, request: Request[AdoptTerms], terms: Terms
) -> Sequence[RectificationEvent]:
    """Nothing when the item lives under these versions already."""
    if terms.version == state.terms:
        return []
    due_on = _recomputed(state, terms)
    version, countdown = state.deadline_version, None
    if due_on is not None and due_on != state.due_on:
        version += 1
        countdown = begin(state.stream, Subject.ITEM, version, due_on, request.at, terms)
    return [
        TermsAdopted(
            terms=terms.version,
            reason=request.command.reason,
            due_on=due_on,
            deadline_version=version,
            provisional=_is_provisional(state, due_on, terms),
            countdown=countdown,
            former_due_on=state.due_on if countdown else None,
        )
    ]


def _recomputed(state: RectificationState, terms: Terms) -> date | None:
    issued_on, term = state.issued_on, state.term_workdays
    if issued_on is None or term is None or not state.provisional or not state.state.is_open:
        return state.due_on
    if state.extended_due_on is not None:
        return state.due_on  # what counts now is a date that somebody granted
    return terms.calendar.add_workdays(issued_on, term)


def _is_provisional(state: RectificationState, due_on: date | None, terms: Terms) -> bool:
    effective_on = state.extended_due_on or due_on
    return effective_on is not None and terms.calendar.is_provisional(effective_on, state.issued_on)
