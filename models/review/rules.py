"""What may happen to a review: the table of transitions first, then the rule of the command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from models.facts import Command, Request
from models.review.drafting import answer_objection, confirm, finish_draft, object_to
from models.review.escalation import acknowledge_escalation, raise_level, remind, repeat_level
from models.review.events import ReviewEvent
from models.review.feedback import issue_feedback, replace_item, settle_item
from models.review.findings import (
    correct_finding,
    record_spot_test,
    record_strength,
    record_weakness,
    withdraw_finding,
)
from models.review.importing import import_history
from models.review.machine import MACHINE
from models.review.moves import record_move
from models.review.parts import check_part
from models.review.planning import cancel, plan, postpone
from models.review.state import ReviewState
from models.review.terms_adoption import adopt_terms
from models.review.visit import appoint_team, hold, notify
from models.terms import Terms

Rule = Callable[[ReviewState, Request[Any], Terms], Sequence[ReviewEvent]]

RULES: dict[str, Rule] = {
    "plan": plan,
    "import_history": import_history,
    "appoint_team": appoint_team,
    "notify": notify,
    "hold": hold,
    "record_goals": record_move,
    "record_experience": record_move,
    "record_results": record_move,
    "record_causes": record_move,
    "record_patterns": record_move,
    "record_strength": record_strength,
    "record_weakness": record_weakness,
    "correct_finding": correct_finding,
    "withdraw_finding": withdraw_finding,
    "record_spot_test": record_spot_test,
    "finish_draft": finish_draft,
    "confirm": confirm,
    "object": object_to,
    "answer_objection": answer_objection,
    "issue_feedback": issue_feedback,
    "settle_item": settle_item,
    "replace_item": replace_item,
    "postpone": postpone,
    "cancel": cancel,
    "acknowledge_escalation": acknowledge_escalation,
    "remind": remind,
    "raise_level": raise_level,
    "repeat_level": repeat_level,
    "adopt_terms": adopt_terms,
}


def decide(state: ReviewState, request: Request[Command], terms: Terms) -> Sequence[ReviewEvent]:
    """What happens if the command is allowed.

    Raises:
        NotFoundError: There is no such review.
        RuleRefusedError: State, part or a rule forbids it.
        InvalidInputError: The command's own fields make no sense.
    """
    name = request.command.name
    MACHINE.check_state(name, state.state)
    check_part(state, request.actor, name)
    return RULES[name](state, request, terms)
