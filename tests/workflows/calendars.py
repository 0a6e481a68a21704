"""The real calendar of the years that have been announced, for tests."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar

from models.calendar import WorkCalendar

_SATURDAY = 5


def announced(*years: int, version: int = 1) -> WorkCalendar:
    """Holidays and make-up workdays of these years as the State Council announced them."""
    days = [
        date(year, 1, 1) + timedelta(days=number)
        for year in years
        for number in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    ]
    return WorkCalendar(
        version,
        frozenset(
            d for d in days if d.weekday() < _SATURDAY and not chinese_calendar.is_workday(d)
        ),
        frozenset(d for d in days if d.weekday() >= _SATURDAY and chinese_calendar.is_workday(d)),
        frozenset(years),
    )
