"""What the planner has to solve on a day, from the state alone."""

from __future__ import annotations

from datetime import date

from models.annual_plan.coverage import month_capacity
from models.annual_plan.months import weight
from models.annual_plan.planner import Problem
from models.annual_plan.records import Slot
from models.annual_plan.scope import due_units, is_in_scope, plannable_months
from models.annual_plan.stage import Purpose
from models.annual_plan.state import AnnualPlanState
from models.terms import Terms


def problem_of(state: AnnualPlanState, on: date, terms: Terms) -> Problem:
    """Units that need a place, and what has to stay as it is.

    A unit whose review is under way in a month that has been opened needs none. What a person
    placed, and a review that was postponed into a later month, stay where they are.
    """
    months = plannable_months(state, on, terms)
    held = [(each.unit, each.review, each.month) for each in state.slots]
    held += [(each.unit, each.review, each.month) for each in state.uncovered]
    under_way = {unit for unit, review, month in held if review and month not in months}
    policy = terms.policy.annual_plan
    done = state.covered_units()
    return Problem(
        year=state.year,
        units=tuple(u for u in due_units(state, on, terms) if u.code not in under_way),
        weights={month: weight(state.year, month, terms) for month in months},
        month_min=policy.month_min,
        month_max=month_capacity(state, terms),
        seed=state.seed,
        scope=state.scope,
        carried=state.carried,
        blackouts=state.blackouts,
        joint=state.joint,
        fixed=fixed_slots(state, months),
        others=tuple(
            unit
            for unit in state.units
            if unit.code in done and is_in_scope(unit, state.year, on, terms)
        ),
    )


def fixed_slots(state: AnnualPlanState, months: tuple[int, ...]) -> tuple[Slot, ...]:
    """Slots for coverage that no rule may move."""
    placed = tuple(
        slot
        for slot in state.slots
        if slot.purpose is Purpose.COVERAGE
        and slot.month in months
        and (slot.is_by_hand or slot.review)
    )
    waiting = tuple(
        Slot(each.unit, each.month, each.reason, review=each.review)
        for each in state.uncovered
        if each.review and each.month in months
    )
    return placed + waiting
