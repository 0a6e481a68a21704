"""安排、取消安排: what people change themselves, with their reasons, within the same limits."""

from __future__ import annotations

from collections.abc import Sequence

from models.annual_plan.commands import Assign, Unassign
from models.annual_plan.coverage import month_capacity
from models.annual_plan.events import AnnualPlanEvent, Assigned, Unassigned
from models.annual_plan.forecast import with_forecast
from models.annual_plan.inputs import check_month
from models.annual_plan.records import Slot, UnitRecord
from models.annual_plan.scope import (
    allowed_months,
    blocked_months,
    is_in_scope,
    plannable_months,
)
from models.annual_plan.stage import Purpose, Scope
from models.annual_plan.state import AnnualPlanState
from models.calendar import on_shanghai
from models.errors import NotFoundError, RuleRefusedError
from models.facts import Request
from models.inputs import checked_text
from models.terms import Terms


def assign(
    state: AnnualPlanState, request: Request[Assign], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """A unit into a month; one that is covered already is repeated there."""
    command, on = request.command, on_shanghai(request.at)
    check_month(command.month)
    reason = checked_text(command.reason, "reason", "安排理由")
    unit = _known(state, command.unit)
    purpose = Purpose.REPEAT if unit.code in state.covered_units() else Purpose.COVERAGE
    if not is_in_scope(unit, state.year, on, terms):
        raise RuleRefusedError("unit_not_in_scope", f"{unit.label}不在本年度复盘范围内。")
    former = state.slot(unit.code, purpose)
    if former is not None and former.review:
        raise _under_way(unit)
    if any(each.unit == unit.code and each.review for each in state.uncovered):
        raise _under_way(unit)
    _check_one_review(state, unit, command.month, purpose)
    _check_open(state, command.month, plannable_months(state, on, terms))
    _check_unit_free(state, unit, command.month)
    _check_room(state, unit, command.month, terms)
    assigned = Assigned(unit.code, command.month, reason, purpose, former.month if former else None)
    return with_forecast(state, request, terms, [assigned])


def unassign(
    state: AnnualPlanState, request: Request[Unassign], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """A unit out of the plan; it is openly uncovered from then on."""
    command = request.command
    reason = checked_text(command.reason, "reason", "取消理由")
    unit = _known(state, command.unit)
    slots = (state.slot(unit.code, purpose) for purpose in (Purpose.REPEAT, Purpose.COVERAGE))
    slot = next((each for each in slots if each is not None and not each.review), None)
    if slot is None:
        raise RuleRefusedError("not_assigned", f"{unit.label}没有可取消的安排。")
    unassigned = Unassigned(unit.code, slot.month, reason, slot.purpose)
    return with_forecast(state, request, terms, [unassigned])


def _known(state: AnnualPlanState, code: str) -> UnitRecord:
    unit = state.unit(code)
    if unit is None:
        raise NotFoundError("unit_unknown", f"本年度名册中没有单位“{code}”，请核对编码。")
    return unit


def _check_open(state: AnnualPlanState, month: int, months: Sequence[int]) -> None:
    if month not in months:
        raise RuleRefusedError(
            "month_not_open", f"{state.year}年{month}月已开启或已过去，请选择以后的月份。"
        )


def _check_one_review(
    state: AnnualPlanState, unit: UnitRecord, month: int, purpose: Purpose
) -> None:
    """Two reviews of a unit in one month would share a number, and only one of them would begin."""
    if any(
        (slot.unit, slot.month) == (unit.code, month) and slot.purpose is not purpose
        for slot in state.slots
    ):
        raise RuleRefusedError("month_taken", f"{unit.label}在{month}月已有安排，请另选月份。")


def _check_unit_free(state: AnnualPlanState, unit: UnitRecord, month: int) -> None:
    if month not in allowed_months(unit, state.year, (month,), blocked_months(state.blackouts)):
        raise RuleRefusedError(
            "month_blocked", f"{unit.label}在{month}月须避开或尚不（不再）存续，请另选月份。"
        )
    for slot in others_in(state, unit.code, month):
        other = state.unit(slot.unit)
        if other is not None and other.group == unit.group and _same_hands(state, unit, other):
            raise RuleRefusedError(
                "branch_twice",
                f"{month}月已安排同一党总支的{other.label}，一个月只能安排一个，请另选月份。",
            )


def _check_room(state: AnnualPlanState, unit: UnitRecord, month: int, terms: Terms) -> None:
    if not is_departments(state, unit):
        return
    load = len(
        {
            _visit_of(state, slot.unit)
            for slot in others_in(state, unit.code, month)
            if is_departments(state, state.unit(slot.unit) or UnitRecord(slot.unit))
        }
        - {_visit_of(state, unit.code)}
    )
    if load >= (most := month_capacity(state, terms)):
        raise RuleRefusedError(
            "month_full", f"{month}月已安排{load}个单位，达到每月上限{most}个，请另选月份。"
        )


def others_in(state: AnnualPlanState, unit: str, month: int) -> list[Slot]:
    """Slots of other units in a month."""
    return [slot for slot in state.slots if slot.month == month and slot.unit != unit]


def is_departments(state: AnnualPlanState, unit: UnitRecord) -> bool:
    """True when the department reviews the unit itself."""
    return unit.is_direct or state.scope is Scope.ALL


def _same_hands(state: AnnualPlanState, one: UnitRecord, other: UnitRecord) -> bool:
    """A general branch and a branch that it reviews itself do not stand in each other's way."""
    return is_departments(state, one) == is_departments(state, other)


def _visit_of(state: AnnualPlanState, unit: str) -> str:
    """Sister units that are reviewed together count once."""
    return next((each.units[0] for each in state.joint if unit in each.units), unit)


def _under_way(unit: UnitRecord) -> RuleRefusedError:
    return RuleRefusedError(
        "review_under_way", f"{unit.label}的复盘已开启，请在该次复盘中办理延期或取消。"
    )
