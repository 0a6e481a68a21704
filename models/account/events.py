"""Events of one account. Dates are civil dates in Asia/Shanghai; `until_on` is exclusive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from models.account.roles import Role
from models.facts import Event


class AccountEvent(Event):
    """Base of an account's events."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Opened(AccountEvent):
    """The account came to be. `unit` is the code of the unit it belongs to."""

    type: ClassVar[str] = "account.opened"
    account: str
    unit: str


@dataclass(frozen=True, slots=True)
class PostGranted(AccountEvent):
    """The account holds a post from a day on; `until_on` None means until it is revoked."""

    type: ClassVar[str] = "account.post_granted"
    role: Role
    unit: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class PostRevoked(AccountEvent):
    """The post ended; `until_on` is the first day on which it is no longer held."""

    type: ClassVar[str] = "account.post_revoked"
    role: Role
    unit: str
    until_on: date


@dataclass(frozen=True, slots=True)
class Delegated(AccountEvent):
    """Another account may act on behalf of this one for some days."""

    type: ClassVar[str] = "account.delegated"
    to: str
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class DelegationEnded(AccountEvent):
    """A delegation ended early; `until_on` is the first day on which it no longer holds."""

    type: ClassVar[str] = "account.delegation_ended"
    to: str
    until_on: date


@dataclass(frozen=True, slots=True)
class Locked(AccountEvent):
    """Nobody can sign in. `until_at` None means until somebody unlocks it."""

    type: ClassVar[str] = "account.locked"
    reason: str
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class Unlocked(AccountEvent):
    """Sign-in is possible again."""

    type: ClassVar[str] = "account.unlocked"


@dataclass(frozen=True, slots=True)
class Closed(AccountEvent):
    """The account ended for good; its posts and delegations ended with it."""

    type: ClassVar[str] = "account.closed"
    reason: str


@dataclass(frozen=True, slots=True)
class PasswordChanged(AccountEvent):
    """The password was changed. `is_generated`: made by the system and to be replaced."""

    type: ClassVar[str] = "account.password_changed"
    is_generated: bool


@dataclass(frozen=True, slots=True)
class AttemptRefused(AccountEvent):
    """Somebody tried what a rule forbids; kept for the auditor, changes nothing."""

    type: ClassVar[str] = "account.attempt_refused"
    command: str
    code: str
    message: str


EVENTS: dict[str, type[AccountEvent]] = {
    kind.type: kind
    for kind in (
        Opened,
        PostGranted,
        PostRevoked,
        Delegated,
        DelegationEnded,
        Locked,
        Unlocked,
        Closed,
        PasswordChanged,
        AttemptRefused,
    )
}
