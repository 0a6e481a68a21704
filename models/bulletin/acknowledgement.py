"""签收, and the ladders of what is late: issuing first, acknowledging afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from models.bulletin.addressees import AddressedUnit
from models.bulletin.commands import Acknowledge, RefreshUnits
from models.bulletin.events import (
    Acknowledged,
    BulletinEvent,
    Closed,
    EscalationAcknowledged,
    LevelRaised,
    LevelRepeated,
    Reminded,
    RemindersLapsed,
    UnitsDropped,
)
from models.bulletin.machine import MACHINE
from models.bulletin.state import BulletinState
from models.errors import RuleRefusedError
from models.escalation.climbing import Climb
from models.escalation.commands import AcknowledgeEscalation, RaiseLevel, Remind, RepeatLevel
from models.facts import Actor, Request
from models.terms import Terms

_LADDER = Climb(Reminded, RemindersLapsed, LevelRaised, LevelRepeated, EscalationAcknowledged)


def acknowledge(
    state: BulletinState, request: Request[Acknowledge], terms: Terms
) -> Sequence[BulletinEvent]:
    """By the unit's own secretary, once; the last one closes the bulletin."""
    code = request.command.unit.strip() or request.actor.unit
    unit = next((each for each in state.units if each.code == code), None)
    if unit is None:
        raise RuleRefusedError("not_addressed", f"该通报没有发给{code}，无需签收。")
    if not _is_secretary(unit, request.actor):
        raise MACHINE.not_entitled(request.command.name)
    if code not in state.silent:
        raise RuleRefusedError("acknowledged_already", f"{unit.name}已签收，无需重复签收。")
    left = len(state.silent) - 1
    return [Acknowledged(code, left), *_closed(left)]


def refresh_units(
    state: BulletinState, request: Request[RefreshUnits], terms: Terms
) -> Sequence[BulletinEvent]:
    """Silent units that exist no more drop out; those that have acknowledged stay on record."""
    gone = tuple(code for code in state.silent if code not in request.command.active)
    if not gone:
        return []
    left = len(state.silent) - len(gone)
    return [UnitsDropped(gone, left), *_closed(left)]


def remind(state: BulletinState, request: Request[Remind], terms: Terms) -> Sequence[BulletinEvent]:
    """Before D."""
    return _LADDER.remind(state, request, terms)


def raise_level(
    state: BulletinState, request: Request[RaiseLevel], terms: Terms
) -> Sequence[BulletinEvent]:
    """After D."""
    return _LADDER.raise_level(state, request, terms)


def repeat_level(
    state: BulletinState, request: Request[RepeatLevel], terms: Terms
) -> Sequence[BulletinEvent]:
    """For as long as it takes."""
    return _LADDER.repeat_level(state, request, terms)


def acknowledge_escalation(
    state: BulletinState, request: Request[AcknowledgeEscalation], terms: Terms
) -> Sequence[BulletinEvent]:
    """The department answers; a silent unit answers by acknowledging the bulletin."""
    return _LADDER.acknowledge(state, request, terms)


def _is_secretary(unit: AddressedUnit, actor: Actor) -> bool:
    return unit.secretary_role in actor.roles and actor.unit == unit.code


def _closed(left: int) -> list[BulletinEvent]:
    return [] if left else [Closed()]
