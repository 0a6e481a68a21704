"""State after a fact: one small fold per event type, every one of them total."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from models.bulletin.events import (
    Acknowledged,
    Approved,
    AttemptRefused,
    Begun,
    BulletinEvent,
    Closed,
    Corrected,
    DraftReturned,
    EscalationAcknowledged,
    Issued,
    LevelRaised,
    LevelRepeated,
    Reminded,
    RemindersLapsed,
    RenderingRecorded,
    Submitted,
    TermsAdopted,
    TextEdited,
    UnitsDropped,
)
from models.bulletin.state import BulletinState
from models.escalation.climbing import LadderFact, climbed
from models.facts import Fact
from models.separation import hands

_State = BulletinState


def evolve(state: _State, fact: Fact[BulletinEvent]) -> _State:
    """State after a fact. A refused attempt changes nothing."""
    return _FOLDS[type(fact.event)](state, fact)


def _begun(state: _State, fact: Fact[Begun]) -> _State:
    event = fact.event
    names = {each.name for each in fields(Begun)} - {"promise"}
    known = {name: getattr(event, name) for name in names}
    # Whoever asked for a correction has written its reason, and so a part of its text.
    asked_by = (fact.actor.on_behalf_of,) if fact.actor.on_behalf_of else ()
    return replace(state, **known, submitters=asked_by).promising(event.promise)


def _text_edited(state: _State, fact: Fact[TextEdited]) -> _State:
    section = fact.event.section
    editors = dict.fromkeys((*state.editors.get(section, ()), *hands(fact.actor)))
    return replace(
        state,
        sections={**state.sections, section: fact.event.text},
        editors={**state.editors, section: tuple(editors)},
    )


def _submitted(state: _State, fact: Fact[Submitted]) -> _State:
    submitters = tuple(dict.fromkeys((*state.submitters, *hands(fact.actor))))
    return replace(state, state=fact.event.state, submitters=submitters)


def _moved(state: _State, fact: Fact[DraftReturned] | Fact[Approved]) -> _State:
    return replace(state, state=fact.event.state)


def _issued(state: _State, fact: Fact[Issued]) -> _State:
    event = fact.event
    return replace(
        state,
        state=event.state,
        document_number=event.document_number,
        issued_on=event.issued_on,
        units=event.units,
        silent=tuple(unit.code for unit in event.units),
    ).promising(event.promise)


def _rendering_recorded(state: _State, fact: Fact[RenderingRecorded]) -> _State:
    return replace(state, files=fact.event.files)


def _acknowledged(state: _State, fact: Fact[Acknowledged]) -> _State:
    return _without(state, (fact.event.unit,))


def _units_dropped(state: _State, fact: Fact[UnitsDropped]) -> _State:
    return _without(state, fact.event.units)


def _without(state: _State, units: tuple[str, ...]) -> _State:
    return replace(state, silent=tuple(code for code in state.silent if code not in units))


def _closed(state: _State, fact: Fact[Closed]) -> _State:
    return replace(state, state=fact.event.state).promising(None)


def _corrected(state: _State, fact: Fact[Corrected]) -> _State:
    return replace(state, corrected_by=fact.event.correction)


def _climbed(state: _State, event: LadderFact) -> _State:
    if state.promise is None:
        return state
    (countdown,) = climbed(state.countdowns, event)
    return replace(state, promise=replace(state.promise, countdown=countdown))


def _ladder(state: _State, fact: Fact[Any]) -> _State:
    return _climbed(state, fact.event)


def _level_raised(state: _State, fact: Fact[LevelRaised]) -> _State:
    return replace(_climbed(state, fact.event), level_points=fact.event.points_total)


def _terms_adopted(state: _State, fact: Fact[TermsAdopted]) -> _State:
    adopted = replace(state, terms=fact.event.terms)
    promise = fact.event.promise
    return adopted.promising(promise) if promise else adopted


def _unchanged(state: _State, fact: Fact[AttemptRefused]) -> _State:
    return state


_FOLDS: dict[type[BulletinEvent], Callable[[_State, Fact[Any]], _State]] = {
    Begun: _begun,
    TextEdited: _text_edited,
    Submitted: _submitted,
    DraftReturned: _moved,
    Approved: _moved,
    Issued: _issued,
    RenderingRecorded: _rendering_recorded,
    Acknowledged: _acknowledged,
    UnitsDropped: _units_dropped,
    Closed: _closed,
    Corrected: _corrected,
    Reminded: _ladder,
    RemindersLapsed: _ladder,
    LevelRaised: _level_raised,
    LevelRepeated: _ladder,
    EscalationAcknowledged: _ladder,
    TermsAdopted: _terms_adopted,
    AttemptRefused: _unchanged,
}
