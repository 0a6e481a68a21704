"""报送、批准、退回: whoever made a plan does not approve it (domain.md §2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.annual_plan.commands import Approve, ReturnPlan, Submit
from models.annual_plan.coverage import missed_units
from models.annual_plan.events import AnnualPlanEvent, Approved, Returned, Submitted
from models.annual_plan.records import UnitRecord
from models.annual_plan.scope import plannable_months
from models.annual_plan.shortage import named
from models.annual_plan.state import LAST_MONTH, AnnualPlanState
from models.calendar import on_shanghai
from models.errors import RuleRefusedError
from models.facts import Request
from models.inputs import LONGEST_TEXT, check_length, checked_text
from models.separation import meets
from models.terms import Terms


def submit(
    state: AnnualPlanState, request: Request[Submit], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """Everyone in scope has a place, or a reason on record."""
    _check_complete(state, request, terms)
    return [Submitted()]


def approve(
    state: AnnualPlanState, request: Request[Approve], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """The plan begins to run, from the month that can still be opened."""
    check_length(request.command.opinion, "opinion", "意见", LONGEST_TEXT)
    _check_other_person(state, request)
    _check_complete(state, request, terms)
    return [Approved(request.command.opinion.strip(), _first_month(state, request, terms))]


def return_plan(
    state: AnnualPlanState, request: Request[ReturnPlan], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """Back to those who made it."""
    reason = checked_text(request.command.reason, "reason", "退回理由")
    _check_other_person(state, request)
    return [Returned(reason)]


def _check_other_person(state: AnnualPlanState, request: Request[Any]) -> None:
    if meets(request.actor, state.authors):
        raise RuleRefusedError(
            "approver_is_author", "参与编制、调整或报送的人不能审批该计划，请由他人审批。"
        )


def _check_complete(state: AnnualPlanState, request: Request[Any], terms: Terms) -> None:
    """Neither a unit without place and reason, nor a place in a month that has gone by."""
    on = on_shanghai(request.at)
    if not state.proposals:
        raise RuleRefusedError("nothing_proposed", "尚未编制方案，请先编制。")
    if open_gaps := [u.unit for u in missed_units(state, on, terms) if not u.reason]:
        units = [state.unit(code) or UnitRecord(code) for code in open_gaps]
        raise RuleRefusedError(
            "units_without_place",
            f"{named(units)}没有安排，请重新编制、手工安排，或说明理由取消安排。",
        )
    months = plannable_months(state, on, terms)
    if any(slot.month not in months for slot in state.slots):
        raise RuleRefusedError("plan_outdated", "计划中有已过去月份的安排，请重新编制后报送。")


def _first_month(state: AnnualPlanState, request: Request[Approve], terms: Terms) -> int:
    """The present month only if it holds something: past months are never opened."""
    on = on_shanghai(request.at)
    months = plannable_months(state, on, terms)
    if on.year == state.year and on.month in months:
        is_used = any(slot.month == on.month for slot in state.slots)
        return on.month + (not is_used)
    return months[0] if months else LAST_MONTH + 1
