"""What may happen to a common issue: the table of transitions first, then the command's rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from models.common_issue.events import (
    CommonIssueEvent,
    EscalationAcknowledged,
    LevelRaised,
    LevelRepeated,
    Reminded,
    RemindersLapsed,
)
from models.common_issue.machine import MACHINE
from models.common_issue.proposing import accept, ask_units, dismiss, propose
from models.common_issue.replying import refresh_units, reply
from models.common_issue.state import CommonIssueState
from models.common_issue.terms_adoption import adopt_terms
from models.escalation.climbing import Climb
from models.facts import Command, Request
from models.terms import Terms

Rule = Callable[[CommonIssueState, Request[Any], Terms], Sequence[CommonIssueEvent]]

_LADDER = Climb(Reminded, RemindersLapsed, LevelRaised, LevelRepeated, EscalationAcknowledged)

RULES: dict[str, Rule] = {
    "propose": propose,
    "accept": accept,
    "dismiss": dismiss,
    "ask_units": ask_units,
    "reply": reply,
    "refresh_units": refresh_units,
    "acknowledge_escalation": _LADDER.acknowledge,
    "remind": _LADDER.remind,
    "raise_level": _LADDER.raise_level,
    "repeat_level": _LADDER.repeat_level,
    "adopt_terms": adopt_terms,
}
# Who may give them depends on the unit that is meant; the rule itself asks.
_OF_UNITS = frozenset({"reply"})


def decide(
    state: CommonIssueState, request: Request[Command], terms: Terms
) -> Sequence[CommonIssueEvent]:
    """What happens if the command is allowed.

    Raises:
        NotFoundError: There is no such common issue.
        RuleRefusedError: State, role, unit or a rule forbids it.
        InvalidInputError: The command's own fields make no sense.
    """
    name = request.command.name
    MACHINE.check_state(name, state.state)
    if name not in _OF_UNITS:
        MACHINE.check_role(name, request.actor)
    return RULES[name](state, request, terms)
