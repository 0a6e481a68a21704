"""Who stands behind an act, for rules that keep duties apart (domain.md §2.1), in whichever room.

An act has two hands when it was delegated: the account that acts and the one it acts for. Both
have to pass. A unit counts as one's own when the act's authority comes from it, or when the acting
account itself belongs to it or holds a post in it.
"""

from __future__ import annotations

from collections.abc import Iterable

from models.facts import Actor


def hands(actor: Actor) -> tuple[str, ...]:
    """The accounts behind an act: who acts, and whom it acts for."""
    return (actor.account, actor.on_behalf_of) if actor.on_behalf_of else (actor.account,)


def units(actor: Actor) -> frozenset[str]:
    """The units behind an act."""
    return frozenset((actor.unit, *actor.own_units)) - {""}


def meets(actor: Actor, accounts: Iterable[str]) -> bool:
    """True when one of the accounts stands behind the act; empty ones mean nobody."""
    return bool(set(hands(actor)) & (set(accounts) - {""}))
