"""Which units a year has to cover, and in which months each may be visited (domain.md §2.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from models.annual_plan.months import MONTHS, day_after, first_day, last_day
from models.annual_plan.records import Blackout, UnitRecord
from models.annual_plan.state import AnnualPlanState
from models.terms import Terms

_KINDS = frozenset({"general_branch", "branch"})


def is_in_scope(unit: UnitRecord, year: int, on: date, terms: Terms) -> bool:
    """True when the unit has to be covered in a year, as things stand on a day.

    A unit that exists for too few days of the year is not, nor one that begins after the last
    month for new ones (it comes first in the next year), nor one that has ended by that day.
    """
    policy = terms.policy.annual_plan
    new_year, next_year = first_day(year, 1), first_day(year + 1, 1)
    ends_on = min(unit.to_on or next_year, next_year)
    if unit.kind not in _KINDS or (unit.to_on is not None and unit.to_on <= on):
        return False
    if is_for_next_year(unit, year, terms):
        return False
    return (ends_on - max(unit.from_on, new_year)).days >= policy.min_active_days


def is_for_next_year(unit: UnitRecord, year: int, terms: Terms) -> bool:
    """True when the unit began too late in a year to be reviewed in it."""
    late = terms.policy.annual_plan.new_until_month
    return unit.from_on.year == year and unit.from_on.month > late


def due_units(state: AnnualPlanState, on: date, terms: Terms) -> tuple[UnitRecord, ...]:
    """Units in scope that are not covered yet."""
    done = state.covered_units()
    return tuple(
        unit
        for unit in state.units
        if unit.code not in done and is_in_scope(unit, state.year, on, terms)
    )


def plannable_months(state: AnnualPlanState, on: date, terms: Terms) -> tuple[int, ...]:
    """Months that may still be filled on a day: not opened, not past, with days left for a notice.

    A plan that begins in the middle of its year has no others.
    """
    first = state.next_month
    if on.year > state.year:
        return ()
    if on.year == state.year:
        left = terms.calendar.workdays_between(on, last_day(on.year, on.month))
        first = max(first, on.month + (left <= terms.policy.review.notice_workdays))
    return tuple(month for month in MONTHS if month >= first)


def allowed_months(
    unit: UnitRecord, year: int, months: Sequence[int], blocked: Mapping[str, frozenset[int]]
) -> tuple[int, ...]:
    """Those of the months that the unit exists through and is not to be left alone in."""
    avoided = blocked.get(unit.code, frozenset())
    return tuple(
        month
        for month in months
        if month not in avoided
        and unit.from_on <= first_day(year, month)
        and (unit.to_on is None or unit.to_on >= day_after(year, month))
    )


def blocked_months(blackouts: Sequence[Blackout]) -> dict[str, frozenset[int]]:
    """Months to be avoided by unit."""
    blocked: dict[str, frozenset[int]] = {}
    for each in blackouts:
        blocked[each.unit] = blocked.get(each.unit, frozenset()) | frozenset(each.months)
    return blocked
