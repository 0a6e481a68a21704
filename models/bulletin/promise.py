"""What a bulletin promises: to be issued, and then to be acknowledged (domain.md §2.10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from models.escalation.countdown import Countdown, Subject
from models.escalation.ladder import begin
from models.terms import Terms


@dataclass(frozen=True, slots=True)
class Promise:
    """A due day and what it was counted from, so that it can be counted again.

    Attributes:
        countdown: The promise itself.
        from_on: Day that `workdays` were counted from.
        provisional: True when it rests on a year without an announced calendar.
    """

    countdown: Countdown
    from_on: date
    workdays: int
    provisional: bool


def promised(
    stream: str,
    subject: Subject,
    round_: int,
    span: tuple[date, int],
    at: datetime,
    terms: Terms,
) -> Promise:
    """A promise that begins at an instant; `span` is a day and working days after it."""
    from_on, workdays = span
    due_on = terms.calendar.add_workdays(from_on, workdays)
    return Promise(
        begin(stream, subject, round_, due_on, at, terms),
        from_on,
        workdays,
        terms.calendar.is_provisional(due_on, from_on),
    )
