"""Events of the work calendar of one committee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from models.facts import Event


@dataclass(frozen=True, slots=True)
class YearTable:
    """What was announced for one year.

    Attributes:
        year: The year.
        holidays: Weekdays off, sorted; Saturdays and Sundays are off without being named.
        make_up_workdays: Saturdays and Sundays that are worked (调休), sorted.
        source: Where the table comes from, for example the number of the State Council's notice.
    """

    year: int
    holidays: tuple[date, ...]
    make_up_workdays: tuple[date, ...]
    source: str


class WorkCalendarEvent(Event):
    """Base of the calendar's events."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class YearsAnnounced(WorkCalendarEvent):
    """Years became known or were corrected; the calendar has a new version."""

    type: ClassVar[str] = "work_calendar.years_announced"
    version: int
    years: tuple[YearTable, ...]


@dataclass(frozen=True, slots=True)
class AttemptRefused(WorkCalendarEvent):
    """Somebody tried what a rule forbids; kept for the auditor, changes nothing."""

    type: ClassVar[str] = "work_calendar.attempt_refused"
    command: str
    code: str
    message: str


EVENTS: dict[str, type[WorkCalendarEvent]] = {
    kind.type: kind for kind in (YearsAnnounced, AttemptRefused)
}
