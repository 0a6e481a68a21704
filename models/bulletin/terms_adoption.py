"""改用新版制度或日历: a bulletin changes its terms by an event only.

A due day that stands does not move with new day counts; one that rested on a year without an
announced calendar is counted again, from the same day and term, once that year is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.bulletin.events import BulletinEvent, TermsAdopted
from models.bulletin.promise import Promise, promised
from models.bulletin.state import BulletinState
from models.facts import AdoptTerms, Request
from models.terms import Terms


def adopt_terms(
    state: BulletinState, request: Request[AdoptTerms], terms: Terms
) -> Sequence[BulletinEvent]:
    """Nothing when the bulletin lives under these versions already."""
    if terms.version == state.terms:
        return []
    return [TermsAdopted(terms.version, request.command.reason, _anew(state, request, terms))]


def _anew(state: BulletinState, request: Request[AdoptTerms], terms: Terms) -> Promise | None:
    former = state.promise
    if former is None or not former.provisional:
        return None
    span = (former.from_on, former.workdays)
    subject, round_ = former.countdown.subject, state.steps_begun + 1
    anew = promised(state.stream, subject, round_, span, request.at, terms)
    if anew.countdown.due_on != former.countdown.due_on:
        return anew
    return None if anew.provisional else replace(former, provisional=False)
