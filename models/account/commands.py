"""Commands on one account. What a rule must know of another account travels with the command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from models.account.roles import Role
from models.facts import Command


class AccountCommand(Command):
    """Base of an account's commands."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Open(AccountCommand):
    """Open an account that belongs to a unit. `account` is its opaque id."""

    name: ClassVar[str] = "open"
    account: str
    unit: str


@dataclass(frozen=True, slots=True)
class GrantPost(AccountCommand):
    """Let the account hold a post from a day on, until (exclusive) another or without end."""

    name: ClassVar[str] = "grant_post"
    role: Role
    unit: str
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class RevokePost(AccountCommand):
    """End a post; `until_on` is the first day on which it is no longer held."""

    name: ClassVar[str] = "revoke_post"
    role: Role
    unit: str
    until_on: date


@dataclass(frozen=True, slots=True)
class Delegate(AccountCommand):
    """Let another account act on behalf of this one.

    Attributes:
        to: The other account.
        to_roles: Roles that the other one holds or will hold, looked up by the store.
        from_on: First day.
        until_on: First day on which it no longer holds.
    """

    name: ClassVar[str] = "delegate"
    to: str
    from_on: date
    until_on: date
    to_roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class EndDelegation(AccountCommand):
    """End a delegation early."""

    name: ClassVar[str] = "end_delegation"
    to: str
    until_on: date


@dataclass(frozen=True, slots=True)
class Lock(AccountCommand):
    """Make sign-in impossible, until an instant (aware UTC) or until unlocked."""

    name: ClassVar[str] = "lock"
    reason: str
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unlock(AccountCommand):
    """Make sign-in possible again."""

    name: ClassVar[str] = "unlock"


@dataclass(frozen=True, slots=True)
class Close(AccountCommand):
    """End the account for good."""

    name: ClassVar[str] = "close"
    reason: str


@dataclass(frozen=True, slots=True)
class ChangePassword(AccountCommand):
    """Record that the password was changed; the secret itself never comes here."""

    name: ClassVar[str] = "change_password"
    is_generated: bool = False


COMMANDS: dict[str, type[AccountCommand]] = {
    kind.name: kind
    for kind in (
        Open,
        GrantPost,
        RevokePost,
        Delegate,
        EndDelegation,
        Lock,
        Unlock,
        Close,
        ChangePassword,
    )
}
