"""Months of a year: their days, their weight in working days, and how many units each takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from models.terms import Terms

MONTHS = range(1, 13)
_DECEMBER = 12


def first_day(year: int, month: int) -> date:
    """First civil day of a month."""
    return date(year, month, 1)


def day_after(year: int, month: int) -> date:
    """First civil day of the next month, also over the year's end."""
    return date(year + month // _DECEMBER, month % _DECEMBER + 1, 1)


def last_day(year: int, month: int) -> date:
    """Last civil day of a month."""
    return day_after(year, month) - timedelta(days=1)


def first_workday_from(day: date, terms: Terms) -> date:
    """The day itself if it is worked, else the next working day."""
    return terms.calendar.add_workdays(day - timedelta(days=1), 1)


def weight(year: int, month: int, terms: Terms) -> int:
    """Working days of a month in hundredths; light months count at their percentage."""
    policy = terms.policy.annual_plan
    before = first_day(year, month) - timedelta(days=1)
    workdays = terms.calendar.workdays_between(before, last_day(year, month))
    is_light = str(month) in policy.light_months
    return workdays * (policy.light_month_percent if is_light else 100)


def quotas(
    units: int, weights: Mapping[int, int], month_min: int, month_max: int
) -> dict[int, int]:
    """How many units each month takes: by weight, largest remainders first.

    With the calendar of 2026, 20 units and 1 to 2 a month this is 1, 1, 2, 2, 2, 2, 1, 2, 2, 2,
    2, 1 (domain.md §2.11.1). What does not fit under the maximum is left out; where units are too
    few for the minimum, the lightest months go without.
    """
    whole = sum(weights.values())
    taken = {
        month: min(max(units * weight // whole if whole else 0, month_min), month_max)
        for month, weight in weights.items()
    }
    while (over := sum(taken.values()) - units) != 0:
        step = -1 if over > 0 else 1
        able = [m for m in taken if (taken[m] > 0 if step < 0 else taken[m] < month_max)]
        if not able:
            break
        taken[_next(able, taken, weights, units, step, month_min)] += step
    return taken


def _next(
    able: Sequence[int],
    taken: Mapping[int, int],
    weights: Mapping[int, int],
    units: int,
    step: int,
    month_min: int,
) -> int:
    """The month that is furthest from its share; the minimum is given up last."""
    whole = sum(weights.values())

    def lack(month: int) -> int:
        return units * weights[month] - taken[month] * whole

    if step > 0:
        return max(able, key=lambda month: (lack(month), -month))
    return min(able, key=lambda month: (taken[month] <= month_min, lack(month), -month))
