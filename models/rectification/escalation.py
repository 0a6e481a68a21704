"""催办、督办: what clocks do, and the replies to it (domain.md §3.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from models.calendar import on_shanghai
from models.errors import RuleRefusedError
from models.escalation.countdown import Countdown, Subject
from models.escalation.ladder import (
    Tick,
    late_by_seconds,
    latest_repeat,
    moment,
    next_tick,
    reminders_of,
)
from models.facts import Request
from models.policy import Level, Rung
from models.rectification.commands import (
    AcknowledgeEscalation,
    RaiseLevel,
    Remind,
    RepeatLevel,
)
from models.rectification.events import (
    EscalationAcknowledged,
    LevelRaised,
    LevelRepeated,
    RectificationEvent,
    Reminded,
    RemindersLapsed,
)
from models.rectification.inputs import checked_text
from models.rectification.parts import check_part
from models.rectification.state import RectificationState
from models.terms import Terms

# Who answers for what is late (domain.md §2.10).
RESPONSIBLE: dict[Subject, tuple[str, ...]] = {
    Subject.ITEM: ("owner", "branch_secretary"),
    Subject.ACCEPT: ("branch_secretary",),
    Subject.PLAN: ("owner", "branch_secretary"),
    Subject.APPROVE_PLAN: ("org_officer", "org_head"),
    Subject.VERIFY: ("verifier", "second_signer"),
    Subject.ANSWER_EXTENSION: ("org_head", "committee_deputy"),
    Subject.CHECKPOINT: ("owner", "branch_secretary", "verifier"),
}


def remind(
    state: RectificationState, request: Request[Remind], terms: Terms
) -> Sequence[RectificationEvent]:
    """Before D. Nobody is told after D what would be due on D (peers.md §5.1)."""
    command, at = request.command, request.at
    countdown, tick = _armed(state, command, terms)
    if on_shanghai(at) > countdown.due_on:
        total = reminders_of(countdown.subject, terms)
        return [RemindersLapsed(countdown.subject, countdown.round, countdown.due_on, total)]
    rung = tick.rung
    after = replace(countdown, reminders=command.reminder, level=Level.BLUE)
    return [
        Reminded(
            subject=countdown.subject,
            round=countdown.round,
            due_on=countdown.due_on,
            roles=rung.roles,
            late_by_seconds=_late(state, tick, at, terms),
            superseded=_is_due(state, after, at, terms),
            level=rung.level,
            reminder=command.reminder,
        )
    ]


def raise_level(
    state: RectificationState, request: Request[RaiseLevel], terms: Terms
) -> Sequence[RectificationEvent]:
    """After D, once per level, also after downtime, then with how late it is."""
    at = request.at
    countdown, tick = _armed(state, request.command, terms)
    rung = tick.rung
    return [
        LevelRaised(
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
    state: RectificationState, request: Request[RepeatLevel], terms: Terms
) -> Sequence[RectificationEvent]:
    """The last rung again, at intervals, for as long as it takes."""
    at = request.at
    countdown, tick = _armed(state, request.command, terms)
    return [
        LevelRepeated(
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


def acknowledge_escalation(
    state: RectificationState, request: Request[AcknowledgeEscalation], terms: Terms
) -> Sequence[RectificationEvent]:
    """A reply by whoever answers for it, once per level."""
    command = request.command
    check_part(state, request.actor, RESPONSIBLE[command.subject], command.name)
    countdown = state.countdown(command.subject)
    if countdown is None or countdown.level in (None, Level.BLUE, countdown.acknowledged):
        raise RuleRefusedError("nothing_to_acknowledge", "目前没有待回复的催办或督办。")
    reply = checked_text(command.reply, "reply", "回复")
    level = Level(countdown.level or Level.BLUE)
    return [EscalationAcknowledged(countdown.subject, countdown.round, level, reply)]


def _armed(
    state: RectificationState, command: Remind | RaiseLevel | RepeatLevel, terms: Terms
) -> tuple[Countdown, Tick]:
    """The countdown that a clock belongs to, if it is still the one that comes next."""
    countdown = state.countdown(command.subject)
    if countdown is not None:
        tick = next_tick(countdown, terms)
        if tick.command == command:
            return countdown, tick
    raise RuleRefusedError("clock_outdated", "该督办时点已经失效。")


def _late(state: RectificationState, tick: Tick, at: datetime, terms: Terms) -> int:
    return late_by_seconds(state.stream, tick.on, at, terms.policy.notices)


def _is_due(state: RectificationState, countdown: Countdown, at: datetime, terms: Terms) -> bool:
    tick = next_tick(countdown, terms)
    return moment(state.stream, tick.on, terms.policy.notices) <= at


def _highest(countdown: Countdown, rung: Rung) -> Level:
    """A policy with fewer rungs never takes a level back."""
    return max(countdown.level or rung.level, rung.level, key=lambda level: level.rank)
