"""Which commands somebody may give on an item right now, found by trying the rules themselves.

Nothing is written. What a command still has to be filled in with is taken as well filled in, so
the answer is about state, post and time; the values are judged when the command comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

from models.errors import InvalidInputError, RuleRefusedError
from models.facts import Actor, Command, Request
from models.rectification.decider import RECTIFICATION
from models.rectification.state import RectificationState
from models.terms import Terms
from web.access import check_may_see, item_not_found
from web.command_forms import FORMS, ISSUE, ITEM, CommandForm
from web.parts import Parts
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
    state = from_json(RECTIFICATION.state_type, start.state)
    check_may_see(actor, number, state.owner_unit)
    now = datetime.now(UTC)
    return [
        permission(state, form, actor, now, start.terms)
        for form in FORMS.values()
        if form.name != ISSUE
    ]


def permission(
    state: RectificationState, form: CommandForm, actor: Actor, at: datetime, terms: Terms
) -> Permission:
    """Whether the rules let an actor give one command."""
    request = Request(_PROBE, actor, at, _tried(form, state, terms))
    try:
        RECTIFICATION.decide(state, request, terms)
    except RuleRefusedError as refusal:
        return Permission(form.name, form.label.title, False, refusal.code, refusal.message)
    except InvalidInputError:
        pass  # a person would fill it in properly
    return Permission(form.name, form.label.title, True)


def _tried(form: CommandForm, state: RectificationState, terms: Terms) -> Command:
    """The command as somebody might give it."""
    given = {
        field.name: _TRIED.get(field.name, form.words.word_of(form.kind, field.name).example)
        for field in fields(form.kind)  # type: ignore[arg-type]  # every command is a dataclass
    }
    if "due_on" in given:
        given["due_on"] = _later(state, terms).isoformat()
    return from_json(form.kind, given)


def _later(state: RectificationState, terms: Terms) -> date:
    """One working day after the due day."""
    due_on = state.effective_due_on or datetime.now(UTC).date()
    return terms.calendar.add_workdays(due_on, 1)
