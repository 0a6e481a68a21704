"""Events of one account's sign-ins on one day. Neither login nor address stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from models.facts import Event


class FailureReason(StrEnum):
    """Why a sign-in failed."""

    WRONG_PASSWORD = "wrong_password"  # noqa: S105  # a reason, not a password
    UNKNOWN_LOGIN = "unknown_login"
    LOCKED = "locked"
    CLOSED = "closed"


class SignInEvent(Event):
    """Base of the events about sign-ins."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Succeeded(SignInEvent):
    """Someone proved to be this account. `session` is the session's id, not its token."""

    type: ClassVar[str] = "sign_in.succeeded"
    session: str


@dataclass(frozen=True, slots=True)
class Failed(SignInEvent):
    """Someone failed to; `failures` counts those of this login within the window."""

    type: ClassVar[str] = "sign_in.failed"
    reason: FailureReason
    failures: int


@dataclass(frozen=True, slots=True)
class Ended(SignInEvent):
    """A session was ended before it expired."""

    type: ClassVar[str] = "sign_in.ended"
    session: str


@dataclass(frozen=True, slots=True)
class AttemptRefused(SignInEvent):
    """Somebody tried what a rule forbids; kept for the auditor, changes nothing."""

    type: ClassVar[str] = "sign_in.attempt_refused"
    command: str
    code: str
    message: str


EVENTS: dict[str, type[SignInEvent]] = {
    kind.type: kind for kind in (Succeeded, Failed, Ended, AttemptRefused)
}
