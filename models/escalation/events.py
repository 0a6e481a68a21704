"""What ladders leave behind; each room gives these shapes wire names of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.escalation.countdown import Subject
from models.facts import Event
from models.policy import Level


@dataclass(frozen=True, slots=True)
class LadderEvent(Event):
    """Base of what a ladder does.

    Attributes:
        subject: What is or will be late; its `round` tells one due day from the next.
        due_on: The due day D that is meant.
        roles: Who is told.
        late_by_seconds: How much later than meant this happened; 0 when in time.
        superseded: True when something higher was due already, which then tells everyone.
    """

    subject: Subject
    round: int
    due_on: date
    roles: tuple[str, ...]
    late_by_seconds: int
    superseded: bool


@dataclass(frozen=True, slots=True)
class Reminded(LadderEvent):
    """已提醒 before the due day. `reminder` counts from 1 within the round."""

    level: Level
    reminder: int


@dataclass(frozen=True, slots=True)
class RemindersLapsed(Event):
    """提醒已过时: nothing was running before the due day; nobody is told after it.

    `reminders` is the number of reminders of the round that are done with.
    """

    subject: Subject
    round: int
    due_on: date
    reminders: int


@dataclass(frozen=True, slots=True)
class LevelRaised(LadderEvent):
    """督办等级已升: once per subject, round and level.

    Attributes:
        level: The level reached.
        points: Points taken for it, zero or negative.
        points_total: Points taken for this entity so far.
        action: What follows, in Chinese.
    """

    level: Level
    points: int
    points_total: int
    action: str


@dataclass(frozen=True, slots=True)
class LevelRepeated(LadderEvent):
    """再次督办 at the last rung. `repeat` counts from 1; missed ones are skipped over."""

    level: Level
    repeat: int
    action: str


@dataclass(frozen=True, slots=True)
class EscalationAcknowledged(Event):
    """催办、督办已回复 at the level that stood then."""

    subject: Subject
    round: int
    level: Level
    reply: str
