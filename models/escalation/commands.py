"""What clocks ask of an entity and what people answer, wherever there is a ladder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.escalation.countdown import Subject
from models.facts import Command
from models.policy import Level


@dataclass(frozen=True, slots=True)
class AcknowledgeEscalation(Command):
    """回复催办、督办.

    Attributes:
        reply: Cause, and what will be done by when.
        subject: What is late.
    """

    name: ClassVar[str] = "acknowledge_escalation"
    reply: str
    subject: Subject = Subject.ITEM


@dataclass(frozen=True, slots=True)
class Remind(Command):
    """到期提醒 before a due day (system clock). `reminder` counts from 1 within the round."""

    name: ClassVar[str] = "remind"
    subject: Subject
    round: int
    reminder: int


@dataclass(frozen=True, slots=True)
class RaiseLevel(Command):
    """升级督办 after a due day (system clock)."""

    name: ClassVar[str] = "raise_level"
    subject: Subject
    round: int
    level: Level


@dataclass(frozen=True, slots=True)
class RepeatLevel(Command):
    """再次督办: what is late stays loud (system clock). `repeat` counts from 1 in the round."""

    name: ClassVar[str] = "repeat_level"
    subject: Subject
    round: int
    repeat: int
