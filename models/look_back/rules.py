"""What may happen to a look-back: the table of transitions first, then the rule of the command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from models.facts import Actor, Command, Request
from models.look_back.escalation import LADDER
from models.look_back.events import LookBackEvent
from models.look_back.judging import drop_item, finish, judge, record_report
from models.look_back.machine import MACHINE
from models.look_back.opening import appoint_team, begin
from models.look_back.state import LookBackState
from models.look_back.terms_adoption import adopt_terms
from models.separation import meets
from models.terms import Terms

Rule = Callable[[LookBackState, Request[Any], Terms], Sequence[LookBackEvent]]

RULES: dict[str, Rule] = {
    "begin": begin,
    "appoint_team": appoint_team,
    "judge": judge,
    "drop_item": drop_item,
    "finish": finish,
    "record_report": record_report,
    "acknowledge_escalation": LADDER.acknowledge,
    "remind": LADDER.remind,
    "raise_level": LADDER.raise_level,
    "repeat_level": LADDER.repeat_level,
    "adopt_terms": adopt_terms,
}


def decide(
    state: LookBackState, request: Request[Command], terms: Terms
) -> Sequence[LookBackEvent]:
    """What happens if the command is allowed.

    Raises:
        NotFoundError: The half-year's look-back has not begun.
        RuleRefusedError: State, part or a rule forbids it.
        InvalidInputError: The command's own fields make no sense.
    """
    name = request.command.name
    MACHINE.check_state(name, state.state)
    if not any(plays(state, request.actor, who) for who in MACHINE.transition(name).who):
        raise MACHINE.not_entitled(name)
    return RULES[name](state, request, terms)


def plays(state: LookBackState, actor: Actor, part: str) -> bool:
    """True when an actor has a role, or plays a part of `machine.PART_LABELS`."""
    if part == "team":
        return meets(actor, [each.account for each in state.team])
    if part == "lead":
        return state.lead is not None and meets(actor, [state.lead.account])
    return part in actor.roles
