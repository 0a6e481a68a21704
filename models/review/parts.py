"""Who plays which part towards one review."""

from __future__ import annotations

from models.facts import Actor
from models.review.content import ReviewTier
from models.review.machine import MACHINE
from models.review.state import ReviewState
from models.separation import meets


def check_part(
    state: ReviewState, actor: Actor, command: str, who: tuple[str, ...] | None = None
) -> None:
    """Refuse an actor who plays none of the parts that may give a command.

    Args:
        state: The review.
        actor: Who acts.
        command: Wire name of the command.
        who: Parts that may; None means those of the command's transition.
    """
    parts = MACHINE.transition(command).who if who is None else who
    if not any(plays(state, actor, each) for each in parts):
        raise MACHINE.not_entitled(command)


def plays(state: ReviewState, actor: Actor, part: str) -> bool:
    """True when an actor has a role, or plays a part of `machine.PARTS`."""
    match part:
        case "review_lead":
            return meets(actor, state.team_accounts[:1])
        case "review_member":
            return meets(actor, state.team_accounts[1:])
        case "branch_secretary":
            return state.secretary_role in actor.roles and actor.unit == state.unit
        case "gb_secretary":
            is_delegated = state.tier is ReviewTier.SUB and actor.unit == state.parent_unit
            return is_delegated and part in actor.roles
    return part in actor.roles
