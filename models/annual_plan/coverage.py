"""How much of the year is covered, and who would be missed as things stand (domain.md §2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.annual_plan.months import MONTHS, last_day, weight
from models.annual_plan.records import Missing, UnitRecord
from models.annual_plan.scope import due_units, plannable_months
from models.annual_plan.stage import Scope
from models.annual_plan.state import AnnualPlanState
from models.terms import Terms


class Pace(StrEnum):
    """Against the curve that working days give."""

    AHEAD = "ahead"
    ON = "on"
    BEHIND = "behind"


PACES: dict[Pace, str] = {Pace.AHEAD: "快于进度", Pace.ON: "符合进度", Pace.BEHIND: "落后于进度"}


@dataclass(frozen=True, slots=True)
class Coverage:
    """The forecast on a day.

    Attributes:
        total: Units in scope, the covered ones included.
        covered: Of these, covered.
        planned: Not covered, but with a place in the plan.
        missed: Neither covered nor planned, with the reason that is known.
        expected: Units that should be covered by now at least.
        pace: Against the curve; a forecast with missed units is always behind.
        direct_total, direct_covered: The department's share of both.
        delegated_total, delegated_covered: The general branches' share of both.
        is_alarming: More of the department's units are left than the months can take.
    """

    total: int
    covered: int
    planned: int
    missed: tuple[Missing, ...]
    expected: int
    pace: Pace
    direct_total: int
    direct_covered: int
    delegated_total: int
    delegated_covered: int
    is_alarming: bool


def coverage(state: AnnualPlanState, on: date, terms: Terms) -> Coverage:
    """The forecast of a plan on any day, from its state alone."""
    due = due_units(state, on, terms)
    planned = {slot.unit for slot in state.slots}
    direct = [unit for unit in due if _is_departments(state, unit)]
    done = [_is_departments(state, unit) for unit in _covered_records(state)]
    total, covered = len(due) + len(state.covered), len(state.covered)
    missed = missed_units(state, on, terms)
    return Coverage(
        total=total,
        covered=covered,
        planned=sum(unit.code in planned for unit in due),
        missed=missed,
        expected=_expected(state, total, on, terms, _months_answered(state, on, terms)),
        pace=_pace(state, total, on, terms, is_gapped=bool(missed)),
        direct_total=len(direct) + sum(done),
        direct_covered=sum(done),
        delegated_total=total - len(direct) - sum(done),
        delegated_covered=covered - sum(done),
        is_alarming=_is_alarming(state, direct, on, terms),
    )


def missed_units(state: AnnualPlanState, on: date, terms: Terms) -> tuple[Missing, ...]:
    """Units that would be missed as things stand, each with the reason that is on record."""
    planned = {slot.unit for slot in state.slots}
    reasons = {each.unit: each.reason for each in state.uncovered}
    return tuple(
        Missing(unit.code, reasons.get(unit.code, ""))
        for unit in due_units(state, on, terms)
        if unit.code not in planned
    )


def month_capacity(state: AnnualPlanState, terms: Terms) -> int:
    """Reviews by the department that a month takes at most, all teams together."""
    return (state.month_max or terms.policy.annual_plan.month_max) * state.teams


def _is_departments(state: AnnualPlanState, unit: UnitRecord) -> bool:
    return unit.is_direct or state.scope is Scope.ALL


def _covered_records(state: AnnualPlanState) -> list[UnitRecord]:
    """Covered units; one that the register has lost counts as the department's."""
    return [state.unit(each.unit) or UnitRecord(each.unit) for each in state.covered]


def _is_alarming(state: AnnualPlanState, direct: list[UnitRecord], on: date, terms: Terms) -> bool:
    opened = {slot.unit for slot in state.slots if slot.review}
    left = sum(unit.code not in opened for unit in direct)
    return left > len(plannable_months(state, on, terms)) * month_capacity(state, terms)


def _pace(state: AnnualPlanState, total: int, on: date, terms: Terms, *, is_gapped: bool) -> Pace:
    """Behind what closed months ask for, or ahead of what the present one asks for."""
    covered = len(state.covered)
    least = _expected(state, total, on, terms, _months_answered(state, on, terms))
    if is_gapped or covered < least:
        return Pace.BEHIND
    begun = [month for month in MONTHS if date(state.year, month, 1) <= on]
    return Pace.AHEAD if covered > _expected(state, total, on, terms, begun) else Pace.ON


def _months_answered(state: AnnualPlanState, on: date, terms: Terms) -> list[int]:
    """Months that are over, and so is the time for their last feedback."""
    term = terms.policy.review.feedback_workdays
    return [
        month
        for month in MONTHS
        if terms.calendar.add_workdays(last_day(state.year, month), term) < on
    ]


def _expected(state: AnnualPlanState, total: int, on: date, terms: Terms, months: list[int]) -> int:
    """Units that the curve puts into these months, from the first one of the plan on."""
    first = max(state.first_month, 1)
    weights = {m: weight(state.year, m, terms) for m in MONTHS if m >= first}
    whole = sum(weights.values())
    passed = sum(weights.get(month, 0) for month in months)
    share = (total - state.base) * passed // whole if whole else 0
    return state.base + share if months else 0
