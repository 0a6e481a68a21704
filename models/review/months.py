"""Months written as `2026-03`, and their working days."""

from __future__ import annotations

import re
from datetime import date, timedelta

from models.calendar import WorkCalendar
from models.errors import InvalidInputError

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


def check_month(month: str, field: str = "month") -> None:
    """Refuse what is no month of this century.

    Raises:
        InvalidInputError: It is not written as `2026-03`.
    """
    if not _MONTH.fullmatch(month):
        raise InvalidInputError("month_malformed", "月份须写作2026-03。", field)


def month_of(day: date) -> str:
    """The month that a day lies in."""
    return f"{day:%Y-%m}"


def month_label(month: str) -> str:
    """`2026年3月`."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def last_workday(month: str, calendar: WorkCalendar) -> date:
    """Last working day of a month."""
    year, number = (int(part) for part in month.split("-"))
    # Any day from the 28th on plus a few lies in the next month.
    next_month = (date(year, number, 28) + timedelta(days=4)).replace(day=1)
    return calendar.add_workdays(next_month, -1)
