"""Events of one digest: stream `{committee}/digest/{account}.{slot}`. Never an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.facts import Event


class DigestEvent(Event):
    """Base of a digest's events."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Begun(DigestEvent):
    """The slot is closed: what is posted from now on goes to a later one."""

    type: ClassVar[str] = "digest.begun"
    account: str
    slot: str


@dataclass(frozen=True, slots=True)
class Composed(DigestEvent):
    """What it holds, the same for every attempt. Without unread notices it holds nothing."""

    type: ClassVar[str] = "digest.composed"
    notices: tuple[str, ...]
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sent(DigestEvent):
    """A channel took the message. `reference` is the channel's own receipt, without an address."""

    type: ClassVar[str] = "digest.sent"
    channel: str
    attempt: int
    notices: tuple[str, ...]
    reference: str


@dataclass(frozen=True, slots=True)
class Failed(DigestEvent):
    """A channel did not take it. `code` is a machine name, for example `smtp_451`."""

    type: ClassVar[str] = "digest.failed"
    channel: str
    attempt: int
    code: str
    is_permanent: bool
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Skipped(DigestEvent):
    """A channel is not in use for the account or the installation. `reason` is a machine name."""

    type: ClassVar[str] = "digest.skipped"
    channel: str
    reason: str


@dataclass(frozen=True, slots=True)
class GaveUp(DigestEvent):
    """No further attempt by this channel; the inbox holds what the message would have said."""

    type: ClassVar[str] = "digest.gave_up"
    channel: str
    attempts: int
    code: str
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttemptRefused(DigestEvent):
    """Somebody tried what a rule forbids; kept for the auditor, changes nothing."""

    type: ClassVar[str] = "digest.attempt_refused"
    command: str
    code: str
    message: str


EVENTS: dict[str, type[DigestEvent]] = {
    kind.type: kind for kind in (Begun, Composed, Sent, Failed, Skipped, GaveUp, AttemptRefused)
}
