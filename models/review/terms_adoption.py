"""改用新版制度或日历: an open review changes its terms by an event only.

A new ladder holds from the adoption on. A due day moves only if it rested on a year without an
announced calendar (domain.md §3.6); it is then computed anew under the new terms.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.escalation.countdown import Countdown
from models.escalation.ladder import begin
from models.facts import AdoptTerms, Request
from models.review.events import ReviewEvent, TermsAdopted
from models.review.promises import due_on_of
from models.review.state import ReviewState
from models.terms import Terms


def adopt_terms(
    state: ReviewState, request: Request[AdoptTerms], terms: Terms
) -> Sequence[ReviewEvent]:
    """Nothing when the review lives under these versions already."""
    if terms.version == state.terms:
        return []
    moved: list[Countdown] = []
    unsettled = []
    for subject in state.provisional:
        due_on = due_on_of(state, subject, request.at, terms)
        if terms.calendar.is_provisional(due_on):
            unsettled.append(subject)
        running = state.countdown(subject)
        if running is None or running.due_on != due_on:
            round_ = state.steps_begun + len(moved) + 1
            moved.append(begin(state.stream, subject, round_, due_on, request.at, terms))
    reason = request.command.reason
    return [TermsAdopted(terms.version, reason, tuple(moved), tuple(unsettled))]
