"""Events of the register of one year's document numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.facts import Event


class DocumentRegisterEvent(Event):
    """Base of the register's events."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Drawn(DocumentRegisterEvent):
    """已取号.

    Attributes:
        document: Stream id of the document.
        serial: Its number in the year, from 1, without holes.
    """

    type: ClassVar[str] = "document_register.drawn"
    document: str
    serial: int


@dataclass(frozen=True, slots=True)
class AttemptRefused(DocumentRegisterEvent):
    """Somebody tried what a rule forbids; kept for the auditor, uses up no number."""

    type: ClassVar[str] = "document_register.attempt_refused"
    command: str
    code: str
    message: str


EVENTS: dict[str, type[DocumentRegisterEvent]] = {
    kind.type: kind for kind in (Drawn, AttemptRefused)
}
