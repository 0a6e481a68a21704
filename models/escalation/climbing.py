"""催办、督办: what clocks do, and the replies to it (domain.md §3.2), in whichever room.

A room binds its own events once in a `Climb`; its state only has to be a `Climber`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from models.calendar import on_shanghai
from models.errors import RuleRefusedError
from models.escalation.commands import (
    AcknowledgeEscalation,
    RaiseLevel,
    Remind,
    RepeatLevel,
)
from models.escalation.countdown import Countdown
from models.escalation.events import (
    EscalationAcknowledged,
    LadderEvent,
    LevelRaised,
    LevelRepeated,
    Reminded,
    RemindersLapsed,
)
from models.escalation.ladder import (
    Tick,
    late_by_seconds,
    latest_repeat,
    moment,
    next_tick,
    reminders_of,
)
from models.facts import Clock, Command, Notify, Recipient, Request
from models.inputs import checked_text
from models.policy import Level, Rung
from models.terms import Terms

LadderFact = Reminded | RemindersLapsed | LevelRaised | LevelRepeated | EscalationAcknowledged


class Climber(Protocol):
    """What a ladder has to know of a state."""

    @property
    def stream(self) -> str:
        """The entity's stream id, from which its clocks' jitter follows."""

    @property
    def countdowns(self) -> tuple[Countdown, ...]:
        """Everything that is promised, at most one of each subject."""

    @property
    def level_points(self) -> int:
        """Points taken so far, zero or negative."""


@dataclass(frozen=True, slots=True)
class Climb:
    """The rules of a ladder, bound to one room's events."""

    reminded: type[Reminded]
    reminders_lapsed: type[RemindersLapsed]
    level_raised: type[LevelRaised]
    level_repeated: type[LevelRepeated]
    acknowledged: type[EscalationAcknowledged]

    def remind(self, state: Climber, request: Request[Remind], terms: Terms) -> Sequence[Any]:
        """Before D. Nobody is told after D what would be due on D (peers.md §5.1)."""
        command, at = request.command, request.at
        countdown, tick = _armed(state, command, terms)
        if on_shanghai(at) > countdown.due_on:
            total = reminders_of(countdown.subject, terms)
            return [
                self.reminders_lapsed(countdown.subject, countdown.round, countdown.due_on, total)
            ]
        after = replace(countdown, reminders=command.reminder, level=Level.BLUE)
        return [
            self.reminded(
                subject=countdown.subject,
                round=countdown.round,
                due_on=countdown.due_on,
                roles=tick.rung.roles,
                late_by_seconds=_late(state, tick, at, terms),
                superseded=_is_due(state, after, at, terms),
                level=tick.rung.level,
                reminder=command.reminder,
            )
        ]

    def raise_level(
        self, state: Climber, request: Request[RaiseLevel], terms: Terms
    ) -> Sequence[Any]:
        """After D, once per level, also after downtime, then with how late it is."""
        at = request.at
        countdown, tick = _armed(state, request.command, terms)
        rung = tick.rung
        return [
            self.level_raised(
                subject=countdown.subject,
                round=countdown.round,
                due_on=countdown.due_on,
                roles=rung.roles,
                late_by_seconds=_late(state, tick, at, terms),
                superseded=_is_due(state, replace(countdown, level=rung.level), at, terms),
                level=rung.level,
                points=rung.points,
                points_total=state.level_points + rung.points,
                action=rung.action,
            )
        ]

    def repeat_level(
        self, state: Climber, request: Request[RepeatLevel], terms: Terms
    ) -> Sequence[Any]:
        """The last rung again, at intervals, for as long as it takes."""
        at = request.at
        countdown, tick = _armed(state, request.command, terms)
        return [
            self.level_repeated(
                subject=countdown.subject,
                round=countdown.round,
                due_on=countdown.due_on,
                roles=tick.rung.roles,
                late_by_seconds=_late(state, tick, at, terms),
                superseded=False,
                level=_highest(countdown, tick.rung),
                repeat=latest_repeat(countdown, state.stream, at, terms),
                action=tick.rung.action,
            )
        ]

    def acknowledge(
        self, state: Climber, request: Request[AcknowledgeEscalation], terms: Terms
    ) -> Sequence[Any]:
        """A reply, once per level; who may give it is for the room to say, beforehand."""
        command = request.command
        countdown = _of(state, command)
        if countdown is None or countdown.level in (None, Level.BLUE, countdown.acknowledged):
            raise RuleRefusedError("nothing_to_acknowledge", "目前没有待回复的催办或督办。")
        reply = checked_text(command.reply, "reply", "回复")
        level = Level(countdown.level or Level.BLUE)
        return [self.acknowledged(countdown.subject, countdown.round, level, reply)]


def climbed(countdowns: tuple[Countdown, ...], event: LadderFact) -> tuple[Countdown, ...]:
    """The countdowns after what a ladder did."""
    changes = _changes(event)
    return tuple(
        replace(each, **changes) if each.subject is event.subject else each for each in countdowns
    )


def ladder_clocks(state: Climber, terms: Terms) -> Sequence[Clock[Command]]:
    """The next rung of every countdown."""
    return [_clock(state, next_tick(countdown, terms), terms) for countdown in state.countdowns]


def told(event: LadderEvent, level: Level, kind: str, recipients: Sequence[Recipient]) -> Notify:
    """The notice of a rung: `escalation.{kind}.{level}`, urgent from red upwards."""
    named = f"{kind}." if kind else ""
    return Notify(
        tuple(dict.fromkeys(recipients)),
        f"escalation.{named}{level.value}",
        urgent=level.rank >= Level.RED.rank,
    )


def _clock(state: Climber, tick: Tick, terms: Terms) -> Clock[Command]:
    return Clock(tick.key, moment(state.stream, tick.on, terms.policy.notices), tick.command)


def _changes(event: LadderFact) -> dict[str, Any]:
    match event:
        case Reminded():
            return {"reminders": event.reminder, "level": Level.BLUE}
        case RemindersLapsed():
            return {"reminders": event.reminders}
        case LevelRaised():
            return {"level": event.level}
        case LevelRepeated():
            return {"repeats": event.repeat}
    return {"acknowledged": event.level}


def _armed(
    state: Climber, command: Remind | RaiseLevel | RepeatLevel, terms: Terms
) -> tuple[Countdown, Tick]:
    """The countdown that a clock belongs to, if it is still the one that comes next."""
    countdown = _of(state, command)
    if countdown is not None:
        tick = next_tick(countdown, terms)
        if tick.command == command:
            return countdown, tick
    raise RuleRefusedError("clock_outdated", "该督办时点已经失效。")


def _of(
    state: Climber, command: Remind | RaiseLevel | RepeatLevel | AcknowledgeEscalation
) -> Countdown | None:
    return next((each for each in state.countdowns if each.subject is command.subject), None)


def _late(state: Climber, tick: Tick, at: datetime, terms: Terms) -> int:
    return late_by_seconds(state.stream, tick.on, at, terms.policy.notices)


def _is_due(state: Climber, countdown: Countdown, at: datetime, terms: Terms) -> bool:
    tick = next_tick(countdown, terms)
    return moment(state.stream, tick.on, terms.policy.notices) <= at


def _highest(countdown: Countdown, rung: Rung) -> Level:
    """A policy with fewer rungs never takes a level back."""
    return max(countdown.level or rung.level, rung.level, key=lambda level: level.rank)
