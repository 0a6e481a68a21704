"""The calendar as far as it is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from models.calendar import WorkCalendar
from models.facts import Fact
from models.work_calendar.events import WorkCalendarEvent, YearsAnnounced, YearTable

# Payloads stay small: an entity carries the newest announced year and the two before it. Older
# dates are history and never computed again; later years are provisional until announced.
YEARS_BEFORE_NEWEST = 2


@dataclass(frozen=True, slots=True)
class WorkCalendarState:
    """The calendar as of its last fact; `years` by year."""

    version: int = 0
    years: dict[int, YearTable] = field(default_factory=dict)


def evolve(state: WorkCalendarState, fact: Fact[WorkCalendarEvent]) -> WorkCalendarState:
    """The calendar after one more fact."""
    match fact.event:
        case YearsAnnounced(version, tables):
            years = state.years | {table.year: table for table in tables}
            return WorkCalendarState(version, dict(sorted(years.items())))
    return state


def slice_of(version: int, tables: Iterable[YearTable]) -> WorkCalendar:
    """The calendar made of some announced years."""
    chosen = tuple(tables)
    return WorkCalendar(
        version=version,
        holidays=frozenset(day for table in chosen for day in table.holidays),
        make_up_workdays=frozenset(day for table in chosen for day in table.make_up_workdays),
        announced_years=frozenset(table.year for table in chosen),
        presumes_fixed_holidays=True,
    )


def carried_years(announced: Iterable[int]) -> range:
    """Years that an entity carries; the same for one version for ever, whenever it is read."""
    newest = max(announced, default=0)
    return range(newest - YEARS_BEFORE_NEWEST, newest + 1)
