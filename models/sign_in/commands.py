"""Commands that record sign-ins; what they say has been found out already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.facts import Command
from models.sign_in.events import FailureReason


class SignInCommand(Command):
    """Base of the commands about sign-ins."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class RecordSuccess(SignInCommand):
    """Record that someone proved to be this account."""

    name: ClassVar[str] = "record_success"
    session: str


@dataclass(frozen=True, slots=True)
class RecordFailure(SignInCommand):
    """Record that someone failed to."""

    name: ClassVar[str] = "record_failure"
    reason: FailureReason
    failures: int


@dataclass(frozen=True, slots=True)
class RecordEnd(SignInCommand):
    """Record that a session was ended."""

    name: ClassVar[str] = "record_end"
    session: str


COMMANDS: dict[str, type[SignInCommand]] = {
    kind.name: kind for kind in (RecordSuccess, RecordFailure, RecordEnd)
}
