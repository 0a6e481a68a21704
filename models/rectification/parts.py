"""Who plays which part towards one item."""

from __future__ import annotations

from models.errors import RuleRefusedError
from models.facts import Actor
from models.glossary import COMMANDS as COMMAND_LABELS
from models.rectification.content import Category
from models.rectification.machine import labels_of
from models.rectification.state import RectificationState
from models.separation import hands


def check_part(state: RectificationState, actor: Actor, who: tuple[str, ...], command: str) -> None:
    """Refuse an actor who plays none of the parts that may give a command."""
    if not any(plays(state, actor, each) for each in who):
        raise _not_entitled(who, command)


def check_role(actor: Actor, roles: tuple[str, ...], command: str) -> None:
    """Refuse an actor who holds none of the roles, whatever the item."""
    if not set(roles) & set(actor.roles):
        raise _not_entitled(roles, command)


def plays(state: RectificationState, actor: Actor, part: str) -> bool:
    """True when an actor has a role, or plays a part of `machine.PART_LABELS`."""
    match part:
        case "owner":
            return _is_owner(state, actor)
        case "branch_secretary":
            return state.secretary_role in actor.roles and actor.unit == state.owner_unit
        case "target_secretary":
            return _is_target_secretary(state, actor)
        case "verifier":
            return _is_verifier(state, actor)
        case "second_signer":
            return bool(set(second_signers(state)) & set(actor.roles))
    return part in actor.roles


def second_signers(state: RectificationState) -> tuple[str, ...]:
    """Roles that may countersign: a long-term item ends only by the department's head.

    Where the department itself answers, its head may be the owner; the deputy signs there too.
    """
    is_long_term = state.content is not None and state.content.category is Category.LONG_TERM
    if is_long_term and not state.is_committees_own:
        return ("org_head",)
    return ("org_head", "committee_deputy")


def _not_entitled(who: tuple[str, ...], command: str) -> RuleRefusedError:
    return RuleRefusedError(
        "not_entitled", f"“{COMMAND_LABELS[command]}”须由{labels_of(who)}办理，您不能办理。"
    )


def _is_owner(state: RectificationState, actor: Actor) -> bool:
    if state.owner:
        return state.owner in hands(actor)
    # Imported rows name a post, not an account: the unit's own people with that role will do.
    return "owner" in actor.roles and actor.unit == state.owner_unit


def _is_target_secretary(state: RectificationState, actor: Actor) -> bool:
    target = state.transfer
    if target is None:
        return True  # the rule will say that nothing waits to be taken over
    return target.secretary_role in actor.roles and actor.unit == target.unit


def _is_verifier(state: RectificationState, actor: Actor) -> bool:
    if state.verifier:
        return state.verifier in hands(actor)
    return state.verifier_role in actor.roles
