"""Who is told of which fact, and what a bulletin asks of others and of itself."""

from __future__ import annotations

from collections.abc import Sequence

from models.bulletin.events import (
    Approved,
    Begun,
    BulletinEvent,
    Closed,
    Corrected,
    DraftReturned,
    Issued,
    LevelRaised,
    LevelRepeated,
    Reminded,
    Submitted,
)
from models.bulletin.state import BulletinState
from models.escalation.climbing import told
from models.escalation.countdown import Subject
from models.facts import Effect, Fact, Notify, Open, Recipient, Tell

_ENTITY = "bulletin"
_DEPARTMENT = ("org_officer", "org_head")

# Roles that are told of an ordinary step; the notice kind is the event's wire name.
TOLD: dict[type[BulletinEvent], tuple[str, ...]] = {
    Begun: _DEPARTMENT,
    Submitted: ("committee_secretary", "committee_deputy", "org_head"),
    DraftReturned: ("org_officer",),
    Closed: ("org_officer",),
}


def react(state: BulletinState, fact: Fact[BulletinEvent]) -> Sequence[Effect]:
    """What the world has to be told or asked; `state` is the state after the fact."""
    event = fact.event
    match event:
        case Approved():
            return [_asks_itself(state, "take_number", "document_number")]
        case Issued():
            rendering = _asks_itself(state, "record_rendering", "bulletin_documents")
            return [*_delivered(state, event), rendering]
        case Corrected():
            return [_correction(state, event)]
        case Reminded() | LevelRaised() | LevelRepeated():
            return _escalation(state, event)
    roles = TOLD.get(type(event), ())
    return [Notify(tuple(map(Recipient, roles)), event.type)] if roles else []


def _asks_itself(state: BulletinState, command: str, gather: str) -> Tell:
    return Tell(_ENTITY, state.stream, command, gather=gather)


def _delivered(state: BulletinState, event: Issued) -> list[Effect]:
    """送达 every unit's secretary."""
    recipients = tuple(Recipient(unit.secretary_role, unit.code) for unit in event.units)
    return [Notify(recipients, event.type)] if recipients else []


def _correction(state: BulletinState, event: Corrected) -> Open:
    data = {
        "committee": state.committee,
        "year": state.year,
        "quarter": state.quarter,
        "corrects": state.number,
        "correction": state.correction + 1,
        "reason": event.reason,
    }
    stream = state.stream_of(event.correction)
    return Open(_ENTITY, stream, "begin", data, gather="bulletin_figures")


def _escalation(
    state: BulletinState, event: Reminded | LevelRaised | LevelRepeated
) -> Sequence[Effect]:
    """Silent units alone are told; whether they still exist is looked up at the same time."""
    if event.superseded:
        return []  # after downtime the highest level alone tells everyone
    notice = told(event, event.level, event.subject.value, _recipients(state, event.roles))
    if event.subject is Subject.ISSUE_BULLETIN:
        return [notice]
    return [notice, _asks_itself(state, "refresh_units", "bulletin_units")]


def _recipients(state: BulletinState, roles: Sequence[str]) -> list[Recipient]:
    found: list[Recipient] = []
    for role in roles:
        if role == "branch_secretary":
            found += [Recipient(unit.secretary_role, unit.code) for unit in state.silent_units]
        elif role != "gb_secretary":  # a direct unit has no general branch above it
            found.append(Recipient(role))
    return found
