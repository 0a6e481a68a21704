"""What may happen to a bulletin: the table of transitions first, then the rule of the command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from models.bulletin.acknowledgement import (
    acknowledge,
    acknowledge_escalation,
    raise_level,
    refresh_units,
    remind,
    repeat_level,
)
from models.bulletin.drafting import approve, begin, edit_text, return_draft, submit
from models.bulletin.events import BulletinEvent
from models.bulletin.issuing import correct, record_rendering, take_number
from models.bulletin.machine import MACHINE
from models.bulletin.state import BulletinState
from models.bulletin.terms_adoption import adopt_terms
from models.facts import Command, Request
from models.terms import Terms

Rule = Callable[[BulletinState, Request[Any], Terms], Sequence[BulletinEvent]]

# Each rule bears the wire name of its command.
RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        begin,
        edit_text,
        submit,
        approve,
        return_draft,
        take_number,
        record_rendering,
        acknowledge,
        refresh_units,
        correct,
        acknowledge_escalation,
        remind,
        raise_level,
        repeat_level,
        adopt_terms,
    )
}


def decide(
    state: BulletinState, request: Request[Command], terms: Terms
) -> Sequence[BulletinEvent]:
    """What happens if the command is allowed.

    Raises:
        NotFoundError: There is no such bulletin.
        RuleRefusedError: State, role or a rule forbids it.
        InvalidInputError: The command's own fields make no sense.
    """
    name = request.command.name
    MACHINE.check_state(name, state.state)
    if "unit_secretary" not in MACHINE.transition(name).who:
        MACHINE.check_role(name, request.actor)
    return RULES[name](state, request, terms)
