"""What the year brings: units appear, merge and vanish, reviews are held, postponed, cancelled.

Each such fact re-plans what follows from it by a recorded event; reviews that were done stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from models.annual_plan.commands import (
    RecordCancelled,
    RecordCovered,
    RecordPostponed,
    RefreshUnits,
)
from models.annual_plan.drafting import covered_in
from models.annual_plan.events import (
    AnnualPlanEvent,
    Replanned,
    UnitCancelled,
    UnitCovered,
    UnitPostponed,
    UnitsRefreshed,
    UnitsRefreshRequested,
)
from models.annual_plan.evolve import evolve
from models.annual_plan.forecast import with_forecast
from models.annual_plan.inputs import check_by_register
from models.annual_plan.planner import Draft, Problem, replan
from models.annual_plan.problems import problem_of
from models.annual_plan.records import Slot, Uncovered, UnitRecord
from models.annual_plan.scope import due_units
from models.annual_plan.stage import Purpose, Stage
from models.annual_plan.state import AnnualPlanState
from models.calendar import on_shanghai
from models.facts import Fact, Request
from models.terms import Terms


def refresh_units(
    state: AnnualPlanState, request: Request[RefreshUnits], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """What the register says now; a request by a person first asks for it to be gathered."""
    units = request.command.units
    if units is None:
        return [UnitsRefreshRequested()]
    check_by_register(request.actor, units)
    known = {unit.code: unit for unit in state.units}
    found = {unit.code for unit in units}
    done = state.covered_units()
    changed = tuple(unit for unit in units if known.get(unit.code) != unit)
    gone = tuple(code for code in known if code not in found and code not in done)
    if not changed and not gone:
        return []
    covered = covered_in(units, state.year, done)
    return _replanned(state, request, terms, UnitsRefreshed(changed, gone, covered), {})


def record_covered(
    state: AnnualPlanState, request: Request[RecordCovered], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """Counts once; a place that the unit does not need any more is given free."""
    command = request.command
    is_first = command.unit not in state.covered_units()
    slot = state.slot(command.unit)
    is_spare = is_first and slot is not None and slot.review != command.review
    released = slot.month if slot is not None and is_spare and not slot.review else None
    covered = UnitCovered(command.unit, command.review, command.on, is_first, released)
    return with_forecast(state, request, terms, [covered])


def record_postponed(
    state: AnnualPlanState, request: Request[RecordPostponed], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """The slot follows its review; others make room where they can."""
    command = request.command
    event = UnitPostponed(command.unit, command.review, command.month, command.reason)
    reason = f"复盘{command.review}延期至{command.month}：{command.reason}"
    return _replanned(state, request, terms, event, {command.unit: reason})


def record_cancelled(
    state: AnnualPlanState, request: Request[RecordCancelled], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """The unit gets another month where there is room, else it is openly uncovered."""
    command = request.command
    event = UnitCancelled(command.unit, command.review, command.reason)
    reason = f"复盘{command.review}取消：{command.reason}"
    return _replanned(state, request, terms, event, {command.unit: reason})


def _replanned(
    state: AnnualPlanState,
    request: Request[Any],
    terms: Terms,
    event: AnnualPlanEvent,
    reasons: Mapping[str, str],
) -> Sequence[AnnualPlanEvent]:
    """The fact, and what follows from it for everyone's places while the plan is running."""
    after = evolve(state, Fact(0, request.at, request.actor, request.id, event))
    if after.stage is not Stage.RUNNING:
        return [event]
    change = _change(after, on_shanghai(request.at), terms, reasons)
    return with_forecast(state, request, terms, [event, *change])


def _change(
    state: AnnualPlanState, on: date, terms: Terms, reasons: Mapping[str, str]
) -> Sequence[Replanned]:
    """Nothing when every place can stay and nobody is newly left without one."""
    out = {each.unit for each in state.uncovered if each.is_by_hand}
    whole = problem_of(state, on, terms)
    problem = replace(whole, units=tuple(u for u in whole.units if u.code not in out))
    draft = replan(problem, state.slots)
    change = Replanned(
        placed=tuple(_placed(state, draft, reasons)),
        dropped=_dropped(state, draft, problem),
        dropped_repeats=_dropped_repeats(state, draft, problem),
        uncovered=_uncovered(state, draft, due_codes(state, on, terms), reasons),
    )
    return [] if change == Replanned(uncovered=state.uncovered) else [change]


def due_codes(state: AnnualPlanState, on: date, terms: Terms) -> frozenset[str]:
    """Codes of the units that have to be covered yet."""
    return frozenset(unit.code for unit in due_units(state, on, terms))


def _placed(state: AnnualPlanState, draft: Draft, reasons: Mapping[str, str]) -> list[Slot]:
    """New places, and former ones that had to move, with the reason of each."""
    found: list[Slot] = []
    for slot in draft.slots:
        former = state.slot(slot.unit)
        if former is None:
            why = reasons.get(slot.unit)
            found.append(replace(slot, reason=f"{why}；改至{slot.month}月" if why else slot.reason))
        elif former.month != slot.month:
            reason = f"因计划调整由{former.month}月改至{slot.month}月"
            found.append(replace(former, month=slot.month, reason=reason))
    return found


def _dropped(state: AnnualPlanState, draft: Draft, problem: Problem) -> tuple[str, ...]:
    """Units whose place for coverage is gone: they ended, or nothing else was possible."""
    kept = {slot.unit for slot in draft.slots} | state.covered_units()
    return tuple(
        slot.unit
        for slot in state.slots
        if slot.purpose is Purpose.COVERAGE
        and slot.unit not in kept
        and (not slot.review or slot.month in problem.months)
    )


def _dropped_repeats(state: AnnualPlanState, draft: Draft, problem: Problem) -> tuple[str, ...]:
    """Coverage goes first: a repeat stays only where there is room left beside it."""
    units = {unit.code: unit for unit in (*problem.units, *problem.others)}
    own = [s for s in draft.slots if problem.is_departments(units[s.unit])]
    load = Counter(slot.month for slot in own)
    groups = {(units[slot.unit].group, slot.month) for slot in own}
    dropped: list[str] = []
    for slot in state.slots:
        if slot.purpose is Purpose.COVERAGE or slot.review:
            continue
        unit = units.get(slot.unit)
        is_full = load[slot.month] >= problem.month_max
        if unit is None or is_full or (unit.group, slot.month) in groups:
            dropped.append(slot.unit)
        else:
            load[slot.month] += 1
    return tuple(dropped)


def _uncovered(
    state: AnnualPlanState, draft: Draft, due: Collection[str], reasons: Mapping[str, str]
) -> tuple[Uncovered, ...]:
    """Everyone without a place; what a person took out, or a review holds elsewhere, stays so."""
    missed = {unit.code: unit for unit in draft.missed}
    placed = {slot.unit for slot in draft.slots}
    kept = tuple(each for each in state.uncovered if each.unit in due and each.unit not in placed)
    known = {each.unit for each in kept}
    new = (
        _without_place(state, unit, reasons) for unit in missed.values() if unit.code not in known
    )
    return (*kept, *new)


def _without_place(
    state: AnnualPlanState, unit: UnitRecord, reasons: Mapping[str, str]
) -> Uncovered:
    reason = reasons.get(unit.code) or "余下月份没有可安排的位置"
    slot = state.slot(unit.code)
    if slot is None or not slot.review:
        return Uncovered(unit.code, reason)
    return Uncovered(unit.code, f"{reason}；该月已无余位", slot.review, slot.month)
