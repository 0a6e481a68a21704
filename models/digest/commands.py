"""Commands on one digest. Only the system gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.facts import Command


class DigestCommand(Command):
    """Base of a digest's commands."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Begin(DigestCommand):
    """Close the slot."""

    name: ClassVar[str] = "begin"
    account: str
    slot: str


@dataclass(frozen=True, slots=True)
class Compose(DigestCommand):
    """Fix what the message holds and by which channels it goes."""

    name: ClassVar[str] = "compose"
    notices: tuple[str, ...]
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordSent(DigestCommand):
    """Record that a channel took it."""

    name: ClassVar[str] = "record_sent"
    channel: str
    attempt: int
    reference: str


@dataclass(frozen=True, slots=True)
class RecordFailure(DigestCommand):
    """Record that a channel did not take it; `is_last` when no attempt follows."""

    name: ClassVar[str] = "record_failure"
    channel: str
    attempt: int
    code: str
    is_permanent: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class RecordSkip(DigestCommand):
    """Record that a channel is not in use."""

    name: ClassVar[str] = "record_skip"
    channel: str
    reason: str


COMMANDS: dict[str, type[DigestCommand]] = {
    kind.name: kind for kind in (Begin, Compose, RecordSent, RecordFailure, RecordSkip)
}
