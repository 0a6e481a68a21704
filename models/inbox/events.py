"""Events of one account's inbox: stream `{committee}/inbox/{account}`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.facts import Event


class InboxEvent(Event):
    """Base of an inbox's events."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Read(InboxEvent):
    """Its holder has seen these notices; the proof of knowledge that an auditor asks for."""

    type: ClassVar[str] = "inbox.read"
    account: str
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttemptRefused(InboxEvent):
    """Somebody tried what a rule forbids; kept for the auditor, changes nothing."""

    type: ClassVar[str] = "inbox.attempt_refused"
    command: str
    code: str
    message: str


EVENTS: dict[str, type[InboxEvent]] = {kind.type: kind for kind in (Read, AttemptRefused)}
