"""半年: first and last day, number, and by when it is looked back on (domain.md §2.8, §2.10)."""

from __future__ import annotations

from datetime import date, timedelta

from models.calendar import WorkCalendar

_MONTHS = 6


def number_of(year: int, half: int) -> str:
    """Number of the look-back: `2026-H1`."""
    return f"{year}-H{half}"


def first_day(year: int, half: int) -> date:
    """1 January or 1 July."""
    return date(year, 1 + _MONTHS * (half - 1), 1)


def last_day(year: int, half: int) -> date:
    """30 June or 31 December."""
    return _month_after(year, half, 0) - timedelta(days=1)


def look_back_ends_on(closed_on: date, finish_months: int) -> date:
    """Last day of the months that the look-back over the half-year of a closing may take."""
    half = 1 if closed_on.month <= _MONTHS else 2
    return _month_after(closed_on.year, half, finish_months) - timedelta(days=1)


def finish_on(year: int, half: int, finish_months: int, calendar: WorkCalendar) -> date:
    """Last working day of the months after the half-year in which it is looked back on."""
    return calendar.add_workdays(_month_after(year, half, finish_months), -1)


def _month_after(year: int, half: int, months: int) -> date:
    """First day of the month that lies so many months after the half-year's end, and one more."""
    month = _MONTHS * half + months
    return date(year + month // 12, month % 12 + 1, 1)
