"""Climbing a ladder: what comes next, when, and how late it is.

Only the next rung of a countdown is ever armed; after downtime the missed ones follow each other
at once and in order (domain.md §3.2), each of them once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from models.calendar import at_shanghai, on_shanghai
from models.escalation.commands import RaiseLevel, Remind, RepeatLevel
from models.escalation.countdown import Countdown, Subject
from models.facts import Command
from models.ids import jitter
from models.policy import Ladder, Level, NoticeTerms, Rung
from models.terms import Terms


@dataclass(frozen=True, slots=True)
class Tick:
    """The next thing that a countdown does.

    Attributes:
        key: Unique in the stream for ever.
        on: Civil date on which it is due.
        command: What the system asks then.
        rung: The rung that is climbed or repeated.
    """

    key: str
    on: date
    command: Command
    rung: Rung


def begin(
    stream: str, subject: Subject, round_: int, due_on: date, at: datetime, terms: Terms
) -> Countdown:
    """A countdown that begins at an instant; reminders from before it are done with."""
    passed = sum(
        moment(stream, _rung_on(due_on, rung, terms), terms.policy.notices) <= at
        for rung in _reminders(terms.policy.ladders[subject])
    )
    return Countdown(subject, round_, due_on, reminders=passed)


def next_tick(countdown: Countdown, terms: Terms) -> Tick:
    """What comes next; there is always something, for what is overdue is never silent."""
    ladder = terms.policy.ladders[countdown.subject]
    rank = 0 if countdown.level is None else countdown.level.rank
    reminders = _reminders(ladder)
    if rank == Level.BLUE.rank and countdown.reminders < len(reminders):
        return _reminder(countdown, reminders[countdown.reminders], terms)
    for rung in ladder.rungs:
        if rung.offset_workdays > 0 and rung.level.rank > rank:
            return _level(countdown, rung, terms)
    return _repetition(countdown, countdown.repeats + 1, terms)


def latest_repeat(countdown: Countdown, stream: str, at: datetime, terms: Terms) -> int:
    """Number of the last repetition that is due at an instant, the next one at least.

    Whoever was silent for a year is not told fifty times: the missed ones are skipped over.
    """
    ladder = terms.policy.ladders[countdown.subject]
    last_rung_on = _rung_on(countdown.due_on, ladder.rungs[-1], terms)
    passed = terms.calendar.workdays_between(last_rung_on, on_shanghai(at))
    number = passed // ladder.repeat_every_workdays
    on = _repetition(countdown, number, terms).on
    is_later_today = moment(stream, on, terms.policy.notices) > at
    return max(number - is_later_today, countdown.repeats + 1)


def moment(stream: str, on: date, notices: NoticeTerms) -> datetime:
    """Instant on a civil date at which a stream's clocks fire."""
    return at_shanghai(on, notices.fire_at) + jitter(stream, notices.spread_seconds)


def late_by_seconds(stream: str, on: date, at: datetime, notices: NoticeTerms) -> int:
    """How late a clock of a date fires at an instant; 0 when it is in time."""
    late = int((at - moment(stream, on, notices)).total_seconds())
    return late if late > notices.late_after_seconds else 0


def reminders_of(subject: Subject, terms: Terms) -> int:
    """Number of reminders on the subject's ladder."""
    return len(_reminders(terms.policy.ladders[subject]))


def _reminders(ladder: Ladder) -> list[Rung]:
    return [rung for rung in ladder.rungs if rung.offset_workdays <= 0]


def _rung_on(due_on: date, rung: Rung, terms: Terms) -> date:
    return terms.calendar.add_workdays(due_on, rung.offset_workdays)


def _reminder(countdown: Countdown, rung: Rung, terms: Terms) -> Tick:
    number = countdown.reminders + 1
    ordinal = "" if number == 1 else f".{number}"
    return Tick(
        f"{_prefix(countdown)}:{rung.level.value}{ordinal}",
        _rung_on(countdown.due_on, rung, terms),
        Remind(countdown.subject, countdown.round, number),
        rung,
    )


def _level(countdown: Countdown, rung: Rung, terms: Terms) -> Tick:
    return Tick(
        f"{_prefix(countdown)}:{rung.level.value}",
        _rung_on(countdown.due_on, rung, terms),
        RaiseLevel(countdown.subject, countdown.round, rung.level),
        rung,
    )


def _repetition(countdown: Countdown, number: int, terms: Terms) -> Tick:
    ladder = terms.policy.ladders[countdown.subject]
    last = ladder.rungs[-1]
    workdays = last.offset_workdays + number * ladder.repeat_every_workdays
    return Tick(
        f"{_prefix(countdown)}:repeat.{number}",
        terms.calendar.add_workdays(countdown.due_on, workdays),
        RepeatLevel(countdown.subject, countdown.round, number),
        last,
    )


def _prefix(countdown: Countdown) -> str:
    return f"{countdown.subject.value}:{countdown.round}"
