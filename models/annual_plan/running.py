"""The year's process: months open and are confirmed, quarters and halves end, the year closes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from models.annual_plan.commands import (
    CloseYear,
    ConfirmMonth,
    EndHalf,
    EndQuarter,
    OpenMonth,
    OpenNextYear,
)
from models.annual_plan.coverage import missed_units
from models.annual_plan.events import (
    AnnualPlanEvent,
    HalfEnded,
    MonthConfirmed,
    MonthOpened,
    NextYearOpened,
    QuarterEnded,
    YearClosed,
)
from models.annual_plan.inputs import check_month
from models.annual_plan.months import first_day, first_workday_from, last_day
from models.annual_plan.records import Carried, Missing, Slot, UnitRecord
from models.annual_plan.scope import due_units, is_for_next_year
from models.annual_plan.shortage import named
from models.annual_plan.spans import HALF_MONTHS, QUARTER_MONTHS
from models.annual_plan.state import LAST_MONTH, AnnualPlanState
from models.calendar import on_shanghai
from models.errors import RuleRefusedError
from models.escalation.countdown import Countdown, Subject
from models.escalation.ladder import begin, late_by_seconds
from models.facts import Request
from models.inputs import LONGEST_TEXT, check_length, checked_text
from models.terms import Terms

LAST_QUARTER, LAST_HALF = 4, 2


def opens_on(state: AnnualPlanState, month: int, terms: Terms) -> date:
    """First working day of a month, or the day of an approval that came later."""
    opens = first_workday_from(first_day(state.year, month), terms)
    return max(opens, state.approved_on or opens)


def quarter_ends_on(state: AnnualPlanState, quarter: int, terms: Terms) -> date:
    """First working day after a quarter."""
    end = last_day(state.year, quarter * QUARTER_MONTHS)
    return first_workday_from(end + timedelta(days=1), terms)


def half_ends_on(state: AnnualPlanState, half: int, terms: Terms) -> date:
    """Working day after a half-year on which its look-back begins."""
    end = last_day(state.year, half * HALF_MONTHS)
    return terms.calendar.add_workdays(end, terms.policy.look_back.start_workdays)


def next_year_on(state: AnnualPlanState) -> date:
    """Day on which the next plan is begun."""
    return first_day(state.year, LAST_MONTH)


def open_month(
    state: AnnualPlanState, request: Request[OpenMonth], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """The month's reviews begin; after downtime once, with how late it is."""
    month = request.command.month
    _check_awaited(month, state.next_month)
    slots = tuple(
        replace(slot, review=slot.review or review_number(state, slot))
        for slot in state.slots
        if slot.month == month
    )
    opens = opens_on(state, month, terms)
    is_waiting = bool(state.unconfirmed)
    countdown = None if is_waiting or not slots else _confirmation(state, month, request, terms)
    return [
        MonthOpened(
            month=month,
            slots=slots,
            late_by_seconds=0
            if opens == state.approved_on
            else _late(state, opens, request, terms),
            countdown=countdown,
            provisional=terms.calendar.is_provisional(first_day(state.year, month)),
        )
    ]


def review_number(state: AnnualPlanState, slot: Slot) -> str:
    """`2026-03-Z1`, or `2026-03-Z1-2` where people have used that up and cancelled it."""
    first = f"{state.year}-{slot.month:02}-{slot.unit}"
    numbers = (first, *(f"{first}-{again}" for again in range(2, 10)))
    return next((each for each in numbers if each not in state.spent), first)


def confirm_month(
    state: AnnualPlanState, request: Request[ConfirmMonth], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """A person stands for the month's plan."""
    month = request.command.month
    check_month(month)
    if month not in state.unconfirmed:
        raise RuleRefusedError(
            "nothing_to_confirm", f"{state.year}年{month}月没有待确认的月度计划。"
        )
    left = tuple(each for each in state.unconfirmed if each != month)
    if not left or left[0] == state.unconfirmed[0]:
        return [MonthConfirmed(month, state.countdown(Subject.CONFIRM_MONTH) if left else None)]
    return [MonthConfirmed(month, _confirmation(state, left[0], request, terms))]


def confirm_by(state: AnnualPlanState, month: int, terms: Terms) -> date:
    """Working day by which a month's plan is confirmed, counted from the one on which it opens."""
    before = opens_on(state, month, terms) - timedelta(days=1)
    return terms.calendar.add_workdays(before, terms.policy.annual_plan.confirm_month_workdays)


def end_quarter(
    state: AnnualPlanState, request: Request[EndQuarter], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """The quarter's bulletin begins."""
    quarter = request.command.quarter
    _check_awaited(quarter, state.next_quarter)
    on = quarter_ends_on(state, quarter, terms)
    return [QuarterEnded(quarter, _late(state, on, request, terms))]


def end_half(
    state: AnnualPlanState, request: Request[EndHalf], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """The half-year's look-back begins."""
    half = request.command.half
    _check_awaited(half, state.next_half)
    return [HalfEnded(half, _late(state, half_ends_on(state, half, terms), request, terms))]


def open_next_year(
    state: AnnualPlanState, request: Request[OpenNextYear], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """The next plan begins, with whom this one leaves to it."""
    if state.is_next_year_open:
        raise _outdated()
    late = _late(state, next_year_on(state), request, terms)
    return [NextYearOpened(_carried(state, on_shanghai(request.at), terms), late)]


def close_year(
    state: AnnualPlanState, request: Request[CloseYear], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """The proof of coverage; whoever was not covered has a reason.

    Not before the last quarter and half have ended and the next year was begun: after closing
    nothing remains to be done.
    """
    command, on = request.command, on_shanghai(request.at)
    check_length(command.note, "note", "说明", LONGEST_TEXT)
    if on <= state.last_on or not has_ended(state):
        raise RuleRefusedError(
            "year_not_over",
            f"{state.year}年度尚未结束，年终通报和回头看启动后方可办结。",
        )
    missing = _missing(state, command, on, terms)
    return [
        YearClosed(
            total=len(state.covered) + len(missing),
            proof=state.covered,
            missing=missing,
            note=command.note.strip(),
        )
    ]


def has_ended(state: AnnualPlanState) -> bool:
    """True when no month, quarter or half is left to open or end."""
    return (
        state.next_month > LAST_MONTH
        and state.next_quarter > LAST_QUARTER
        and state.next_half > LAST_HALF
        and state.is_next_year_open
    )


def _missing(
    state: AnnualPlanState, command: CloseYear, on: date, terms: Terms
) -> tuple[Missing, ...]:
    reasons = {each.unit: each.reason for each in state.uncovered}
    reasons |= {
        each.unit: checked_text(each.reason, "reasons", "未覆盖理由") for each in command.reasons
    }
    due = due_units(state, on, terms)
    if silent := [unit for unit in due if not reasons.get(unit.code)]:
        raise RuleRefusedError(
            "missing_without_reason", f"{named(silent)}未覆盖，请逐一说明理由后办结。"
        )
    return tuple(Missing(unit.code, reasons[unit.code]) for unit in due)


def _carried(state: AnnualPlanState, on: date, terms: Terms) -> tuple[Carried, ...]:
    missed = [
        Carried(each.unit, each.reason or "本年度未能安排")
        for each in missed_units(state, on, terms)
    ]
    late = [
        Carried(unit.code, f"{unit.from_on}新设")
        for unit in state.units
        if is_for_next_year(unit, state.year, terms) and _goes_on(unit, state.year)
    ]
    return (*missed, *late)


def _goes_on(unit: UnitRecord, year: int) -> bool:
    return unit.to_on is None or unit.to_on.year > year


def _confirmation(
    state: AnnualPlanState,
    month: int,
    request: Request[OpenMonth] | Request[ConfirmMonth],
    terms: Terms,
) -> Countdown:
    due_on = confirm_by(state, month, terms)
    round_ = state.steps_begun + 1
    return begin(state.stream, Subject.CONFIRM_MONTH, round_, due_on, request.at, terms)


def _late(
    state: AnnualPlanState,
    on: date,
    request: Request[OpenMonth] | Request[EndQuarter] | Request[EndHalf] | Request[OpenNextYear],
    terms: Terms,
) -> int:
    return late_by_seconds(state.stream, on, request.at, terms.policy.notices)


def _check_awaited(number: int, awaited: int) -> None:
    if number != awaited:
        raise _outdated()


def _outdated() -> RuleRefusedError:
    return RuleRefusedError("clock_outdated", "该时点已经失效。")
