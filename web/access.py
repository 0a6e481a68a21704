"""Who may see what: one decision for lists, single items, timelines and files alike.

Who may *do* what is not decided here but by the rules of each room, on every command. Yet a
refusal must not tell of an item that the asker may not know of, see `check_may_know`.

Units see their own items, a general branch those of its branches too. Posts that work across
units (committee, department, review teams, verifiers, liaison cadres, auditors) see all. The
system administrator sees the ledger because he imports it, but drives nothing; the security
administrator keeps accounts and policy and sees no content.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.account.roles import Role
from models.errors import NotFoundError
from models.facts import Actor
from models.rectification.parts import plays
from models.rectification.state import RectificationState

_SEES_ALL = frozenset(
    {
        Role.COMMITTEE_SECRETARY,
        Role.COMMITTEE_DEPUTY,
        Role.ORG_HEAD,
        Role.ORG_OFFICER,
        Role.REVIEW_LEAD,
        Role.REVIEW_MEMBER,
        Role.VERIFIER,
        Role.LIAISON_CADRE,
        Role.AUDITOR,
        Role.SYS_ADMIN,
        Role.AUDIT_ADMIN,
    }
)
_SEES_BRANCHES = frozenset({Role.GB_SECRETARY})
_SEES_OWN_UNIT = frozenset({Role.GB_SECRETARY, Role.BRANCH_SECRETARY, Role.OWNER})


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose items someone may see.

    Attributes:
        units: Codes of units; None means all of them, an empty set none.
    """

    units: frozenset[str] | None

    def covers(self, unit: str) -> bool:
        """True when items of that unit may be seen."""
        return self.units is None or unit in self.units


def scope_of(actor: Actor) -> Scope:
    """Whose items an account may see by its posts."""
    roles = set(actor.roles)
    if roles & _SEES_ALL:
        return Scope(None)
    units = {actor.unit} if roles & _SEES_OWN_UNIT and actor.unit else set()
    if roles & _SEES_BRANCHES:
        units.update(actor.units_in_charge)
    return Scope(frozenset(units))


def check_may_see(actor: Actor, number: str, unit: str) -> None:
    """Let pass who may see an item of that unit.

    Raises:
        NotFoundError: Not for this account's eyes: it does not even learn that the item exists.
    """
    if not scope_of(actor).covers(unit):
        raise item_not_found(number)


def check_may_know(actor: Actor, number: str, state: RectificationState) -> None:
    """Let pass who may learn why a command on the item was refused.

    Wider than seeing: whoever was named for the item, or is asked to take it over, knows of it.

    Raises:
        NotFoundError: Neither: the answer is that for an item that does not exist.
    """
    is_asked = state.transfer is not None and plays(state, actor, "target_secretary")
    if not (is_asked or plays(state, actor, "owner") or plays(state, actor, "verifier")):
        check_may_see(actor, number, state.owner_unit)


def item_not_found(number: str) -> NotFoundError:
    """The same words for an item that does not exist and for one of somebody else."""
    return NotFoundError("item_not_found", f"没有编号为“{number}”的事项，或您无权查看。")
