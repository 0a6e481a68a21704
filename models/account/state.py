"""What is known of one account after its facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from models.account.events import (
    AccountEvent,
    Closed,
    Delegated,
    DelegationEnded,
    Locked,
    Opened,
    PasswordChanged,
    PostGranted,
    PostRevoked,
    Unlocked,
)
from models.account.roles import Role
from models.calendar import on_shanghai
from models.facts import Fact


class AccountStanding(StrEnum):
    """Whether an account exists. `none` is the state of an id that nobody has used yet."""

    NONE = "none"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Post:
    """A role in a unit for a span of days; `until_on` is exclusive, None means without end."""

    role: Role
    unit: str
    from_on: date
    until_on: date | None

    def holds_on(self, day: date) -> bool:
        """True when the post is held on that civil date."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)

    def meets(self, from_on: date, until_on: date | None) -> bool:
        """True when the post and another span share a day."""
        starts_in_time = until_on is None or self.from_on < until_on
        return starts_in_time and (self.until_on is None or from_on < self.until_on)


@dataclass(frozen=True, slots=True)
class Delegation:
    """Another account's right to act on behalf of this one; `until_on` is exclusive."""

    to: str
    from_on: date
    until_on: date

    def meets(self, from_on: date, until_on: date) -> bool:
        """True when the delegation and another span share a day."""
        return self.from_on < until_on and from_on < self.until_on


@dataclass(frozen=True, slots=True)
class AccountState:
    """An account as of its last fact.

    Attributes:
        is_locked: True from a lock until an unlock; see `is_locked_at` for locks that expire.
        locked_until_at: None when the lock does not expire by itself.
    """

    standing: AccountStanding = AccountStanding.NONE
    account: str = ""
    unit: str = ""
    posts: tuple[Post, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    is_locked: bool = False
    locked_until_at: datetime | None = None
    must_change_password: bool = False

    def is_locked_at(self, at: datetime) -> bool:
        """True when nobody can sign in at that instant."""
        return self.is_locked and (self.locked_until_at is None or at < self.locked_until_at)


def evolve(state: AccountState, fact: Fact[AccountEvent]) -> AccountState:
    """The account after one more fact. What only the auditor reads changes nothing."""
    match fact.event:
        case Opened(account, unit):
            return AccountState(AccountStanding.OPEN, account, unit)
        case Locked(_, until_at):
            return replace(state, is_locked=True, locked_until_at=until_at)
        case Unlocked():
            return replace(state, is_locked=False, locked_until_at=None)
        case PasswordChanged(is_generated):
            return replace(state, must_change_password=is_generated)
        case Closed():
            return _closed(state, on_shanghai(fact.at))
    return _with_posts_changed(state, fact.event)


def _with_posts_changed(state: AccountState, event: AccountEvent) -> AccountState:
    match event:
        case PostGranted(role, unit, from_on, until_on):
            return replace(state, posts=(*state.posts, Post(role, unit, from_on, until_on)))
        case PostRevoked() as revoked:
            return replace(state, posts=_without_post(state.posts, revoked))
        case Delegated(to, from_on, until_on):
            delegation = Delegation(to, from_on, until_on)
            return replace(state, delegations=(*state.delegations, delegation))
        case DelegationEnded(to, until_on):
            return replace(state, delegations=_cut_delegations(state.delegations, to, until_on))
    return state


def _closed(state: AccountState, on: date) -> AccountState:
    posts = tuple(cut for post in state.posts if (cut := _cut_post(post, on)) is not None)
    delegations = state.delegations
    for delegation in state.delegations:
        delegations = _cut_delegations(delegations, delegation.to, on)
    return replace(state, standing=AccountStanding.CLOSED, posts=posts, delegations=delegations)


def _without_post(posts: tuple[Post, ...], event: PostRevoked) -> tuple[Post, ...]:
    kept = []
    for post in posts:
        is_meant = (post.role, post.unit) == (event.role, event.unit)
        cut = _cut_post(post, event.until_on) if is_meant else post
        if cut is not None:
            kept.append(cut)
    return tuple(kept)


def _cut_post(post: Post, until_on: date) -> Post | None:
    """The post as it is when it ends on a day at the latest; None when nothing is left."""
    if post.until_on is not None and post.until_on <= until_on:
        return post
    return replace(post, until_on=until_on) if post.from_on < until_on else None


def _cut_delegations(
    delegations: tuple[Delegation, ...], to: str, until_on: date
) -> tuple[Delegation, ...]:
    kept = []
    for delegation in delegations:
        if delegation.to != to or delegation.until_on <= until_on:
            kept.append(delegation)
        elif delegation.from_on < until_on:
            kept.append(replace(delegation, until_on=until_on))
    return tuple(kept)
