"""Which commands somebody may give on something right now, found by trying the rules themselves.

Nothing is written. What a command still has to be filled in with is taken as well filled in, so
the answer is about state, post and time; the values are judged when the command comes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

from models.errors import InvalidInputError, RuleRefusedError
from models.facts import Actor, Command, Request
from models.rooms import DECIDERS
from models.terms import Terms
from web.access import Sight, check_may_see, item_not_found, not_found, sight_of
from web.command_forms import ISSUE, ITEM, ROOM_FORMS, CommandForm
from web.parts import Parts
from web.year_rooms import YEAR_ROOMS
from wire.codec import from_json

# Where an example alone would not do, because a rule compares it with the item.
_TRIED: Mapping[str, Any] = {
    "sha256": "0" * 64,
    "no_evidence_reason": "无需佐证",
    "verifier": "?",
    "owner": "?",
    "unit": "?",
    "secretary_role": "branch_secretary",
    "subject": "item",
}
# In the rooms of the year: something that the entity knows.
_KNOWN: Mapping[tuple[str, str, str], Callable[[Any], Any]] = {
    ("look_back", "judge", "item"): lambda state: _first(
        [each.candidate.item for each in state.pending]
    ),
    ("look_back", "drop_item", "item"): lambda state: _first(
        [each.candidate.item for each in state.pending]
    ),
    ("review", "correct_finding", "finding"): lambda state: _first(
        [each.no for each in state.findings if each.strength]
    ),
    ("review", "withdraw_finding", "finding"): lambda state: _first(
        [each.no for each in state.findings]
    ),
    ("annual_plan", "confirm_month", "month"): lambda state: _first(state.unconfirmed),
}
_PROBE = "probe"


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether a command may be given.

    Attributes:
        command: Wire name.
        title: Its name.
        is_allowed: True when no rule stands against it now.
        code: Stable code of the rule that does; empty when allowed.
        reason: Why not; empty when allowed.
    """

    command: str
    title: str
    is_allowed: bool
    code: str = ""
    reason: str = ""


async def permitted(parts: Parts, actor: Actor, number: str) -> list[Permission]:
    """Every command on an item, in the order of its life, with the reason for each that may not be.

    Raises:
        NotFoundError: No such item, or not for the actor's eyes.
    """
    start = await parts.inputs.from_facts(parts.gateway.stream(ITEM, number))
    if start is None or start.state is None:
        raise item_not_found(number)
    state = from_json(DECIDERS[ITEM].state_type, start.state)
    check_may_see(actor, number, state.owner_unit)
    return _permissions(ITEM, state, actor, start.terms, {ISSUE})


async def permitted_in_year(
    parts: Parts, entity: str, actor: Actor, number: str
) -> list[Permission]:
    """As `permitted`, for an entity of the year; without the commands that bring one to life.

    Raises:
        NotFoundError: No such entity, or its content is not for the actor's eyes.
    """
    start = await parts.inputs.from_facts(parts.gateway.stream(entity, number))
    if start is None or start.state is None:
        raise not_found(entity, number)
    state = from_json(DECIDERS[entity].state_type, start.state)
    if sight_of(actor, state) < Sight.CONTENT:
        raise not_found(entity, number)
    room = YEAR_ROOMS[entity]
    return _permissions(entity, state, actor, start.terms, {room.numbered, room.unnumbered})


def _permissions(
    entity: str, state: Any, actor: Actor, terms: Terms, without: set[str]
) -> list[Permission]:
    now = datetime.now(UTC)
    return [
        permission(state, form, actor, now, terms)
        for form in ROOM_FORMS[entity].values()
        if form.name not in without
    ]


def permission(
    state: Any, form: CommandForm, actor: Actor, at: datetime, terms: Terms
) -> Permission:
    """Whether the rules let an actor give one command."""
    tried = _tried_on_item if form.entity == ITEM else _tried_in_year
    request = Request(_PROBE, actor, at, tried(form, state, terms))
    try:
        DECIDERS[form.entity].decide(state, request, terms)
    except RuleRefusedError as refusal:
        return Permission(form.name, form.label.title, False, refusal.code, refusal.message)
    except InvalidInputError:
        pass  # a person would fill it in properly
    return Permission(form.name, form.label.title, True)


def _tried_on_item(form: CommandForm, state: Any, terms: Terms) -> Command:
    """The command as somebody might give it."""
    given = {
        field.name: _TRIED.get(field.name, form.words.word_of(form.kind, field.name).example)
        for field in fields(form.kind)  # type: ignore[arg-type]  # every command is a dataclass
    }
    if "due_on" in given:
        given["due_on"] = _later(state, terms).isoformat()
    return from_json(form.kind, given)


def _tried_in_year(form: CommandForm, state: Any, terms: Terms) -> Command:
    """The command with what has to be said, by its examples, and what the entity knows."""
    given: dict[str, Any] = {}
    for field in fields(form.kind):  # type: ignore[arg-type]  # every command is a dataclass
        known = _KNOWN.get((form.entity, form.name, field.name))
        if known is not None and known(state) is not None:
            given[field.name] = known(state)
        elif field.default is MISSING and field.default_factory is MISSING:
            given[field.name] = form.words.word_of(form.kind, field.name).example
    if "subject" in {field.name for field in fields(form.kind)}:  # type: ignore[arg-type]  # as above
        given |= _promised(state)
    return from_json(form.kind, given)


def _promised(state: Any) -> dict[str, Any]:
    """What a supervision to be answered is about: the first promise that was escalated, or any."""
    escalated = [each for each in state.countdowns if each.level is not None]
    first = _first(escalated or list(state.countdowns))
    return {} if first is None else {"subject": first.subject.value}


def _first(values: Any) -> Any:
    return values[0] if values else None


def _later(state: Any, terms: Terms) -> date:
    """One working day after the due day."""
    due_on = state.effective_due_on or datetime.now(UTC).date()
    return terms.calendar.add_workdays(due_on, 1)
