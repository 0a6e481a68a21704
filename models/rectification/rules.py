"""What may happen to an item: the table of transitions first, then the rule of the command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from models.facts import Command, Request
from models.rectification.checkpoint import report_checkpoint, verify_checkpoint
from models.rectification.closure import (
    archive,
    countersign,
    reject_closure,
    request_closure,
    start_observation,
    verify,
)
from models.rectification.commands import Issue, Reopen
from models.rectification.ending import (
    accept_transfer,
    decline_transfer,
    reopen,
    terminate,
    transfer,
)
from models.rectification.escalation import (
    acknowledge_escalation,
    raise_level,
    remind,
    repeat_level,
)
from models.rectification.events import RectificationEvent
from models.rectification.extension import deny_extension, grant_extension, request_extension
from models.rectification.importing import import_history
from models.rectification.issuing import issue
from models.rectification.look_back import hold_for_look_back, record_look_back
from models.rectification.machine import LINKED_ISSUERS, TRANSITIONS, check_state
from models.rectification.parts import check_part, check_role
from models.rectification.people import (
    assign_owner,
    assign_verifier,
    attach_evidence,
    report_progress,
)
from models.rectification.plan import accept, approve_plan, return_plan, submit_plan
from models.rectification.state import RectificationState
from models.rectification.terms_adoption import adopt_terms
from models.terms import Terms

Rule = Callable[[RectificationState, Request[Any], Terms], Sequence[RectificationEvent]]

# Each rule bears the wire name of its command.
RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        issue,
        import_history,
        accept,
        submit_plan,
        approve_plan,
        return_plan,
        report_progress,
        attach_evidence,
        assign_verifier,
        assign_owner,
        request_extension,
        grant_extension,
        deny_extension,
        request_closure,
        reject_closure,
        verify,
        countersign,
        start_observation,
        archive,
        reopen,
        hold_for_look_back,
        record_look_back,
        transfer,
        accept_transfer,
        decline_transfer,
        terminate,
        report_checkpoint,
        verify_checkpoint,
        acknowledge_escalation,
        remind,
        raise_level,
        repeat_level,
        adopt_terms,
    )
}


def decide(
    state: RectificationState, request: Request[Command], terms: Terms
) -> Sequence[RectificationEvent]:
    """What happens if the command is allowed.

    Raises:
        NotFoundError: There is no such item.
        RuleRefusedError: State, part or a rule forbids it.
        InvalidInputError: The command's own fields make no sense.
    """
    command = request.command
    transition = TRANSITIONS[command.name]
    check_state(transition, state.state)
    if _is_linked(command):
        check_role(request.actor, LINKED_ISSUERS, command.name)
    else:
        check_part(state, request.actor, transition.who, command.name)
    return RULES[command.name](state, request, terms)


def _is_linked(command: Command) -> bool:
    """True for what another entity's facts ask, in the name of whoever caused them."""
    if isinstance(command, Issue):
        return bool(command.parent or command.review)
    return isinstance(command, Reopen) and bool(command.look_back)
