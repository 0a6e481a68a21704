"""Who is told of which fact, and which entities it brings to life."""

from __future__ import annotations

from collections.abc import Sequence

from models.annual_plan.events import (
    AnnualPlanEvent,
    Approved,
    Assigned,
    Begun,
    CommonIssueFound,
    CoverageForecast,
    EscalationAcknowledged,
    HalfEnded,
    LevelRaised,
    LevelRepeated,
    MonthOpened,
    NextYearOpened,
    QuarterEnded,
    Reminded,
    Replanned,
    Returned,
    Submitted,
    Unassigned,
    UnitsRefreshRequested,
    YearClosed,
)
from models.annual_plan.records import Slot, UnitRecord
from models.annual_plan.stage import Purpose, Stage
from models.annual_plan.state import AnnualPlanState
from models.escalation.climbing import told
from models.facts import Effect, Fact, Notify, Open, Recipient, Tell

REGISTER = "register_units"
_DEPARTMENT = ("org_officer", "org_head")

# Roles that are told of an ordinary step; the notice kind is the event's wire name.
TOLD: dict[type[AnnualPlanEvent], tuple[str, ...]] = {
    Submitted: ("org_head", "committee_deputy", "committee_secretary"),
    Approved: _DEPARTMENT,
    Returned: ("org_officer",),
    MonthOpened: ("org_officer",),
    Replanned: _DEPARTMENT,
    NextYearOpened: _DEPARTMENT,
    CommonIssueFound: _DEPARTMENT,
    EscalationAcknowledged: ("org_head",),
    YearClosed: ("org_officer", "committee_deputy", "committee_secretary", "auditor"),
}
_ALARMED = ("org_head", "committee_deputy", "committee_secretary")


def react(state: AnnualPlanState, fact: Fact[AnnualPlanEvent]) -> Sequence[Effect]:
    """What the world has to be told or asked; `state` is the state after the fact."""
    event = fact.event
    match event:
        case Reminded() | LevelRaised() | LevelRepeated():
            recipients = [Recipient(role) for role in event.roles]
            subject = event.subject.value
            return [] if event.superseded else [told(event, event.level, subject, recipients)]
        case CoverageForecast():
            return _alarm(event)
        case Assigned() | Unassigned():
            return [_told(event, _DEPARTMENT)] if state.stage is Stage.RUNNING else []
        case Begun(units=()) | UnitsRefreshRequested():
            return [_refresh(state)]
    ordinary = [_told(event, TOLD[type(event)])] if type(event) in TOLD else []
    return [*_asked(state, event), *ordinary]


def _asked(state: AnnualPlanState, event: AnnualPlanEvent) -> list[Effect]:
    """What other entities are asked to do."""
    match event:
        case MonthOpened():
            new = [slot for slot in event.slots if _is_new(state, slot)]
            return [_refresh(state), *(_review(state, slot) for slot in new)]
        case QuarterEnded(quarter):
            return [_bulletin(state, quarter)]
        case HalfEnded(half):
            return [_look_back(state, half)]
        case CommonIssueFound():
            return [_common_issue(state, event)]
        case NextYearOpened():
            return [_next_plan(state, event)]
    return []


def _refresh(state: AnnualPlanState) -> Tell:
    return Tell("annual_plan", state.stream, "refresh_units", {}, gather=REGISTER)


def _is_new(state: AnnualPlanState, slot: Slot) -> bool:
    """False for a review that was postponed into this month: it lives already."""
    return slot.review.startswith(f"{state.year}-{slot.month:02}-")


def _review(state: AnnualPlanState, slot: Slot) -> Open:
    unit = state.unit(slot.unit) or UnitRecord(slot.unit)
    stream = state.stream_of("review", slot.review)
    is_general = unit.kind == "general_branch"
    data = {
        "committee": state.committee,
        "unit": unit.code,
        "unit_name": unit.name,
        "parent_unit": unit.parent,
        "secretary_role": "gb_secretary" if is_general else "branch_secretary",
        "tier": unit.tier,
        "month": f"{state.year}-{slot.month:02}",
        "number": slot.review,
        "kind": "repeat" if slot.purpose is Purpose.REPEAT else "planned",
        "plan": str(state.year),
        "reason": slot.reason,
    }
    return Open("review", stream, "plan", data, correlation=stream)


def _bulletin(state: AnnualPlanState, quarter: int) -> Open:
    stream = state.stream_of("bulletin", f"{state.year}-Q{quarter}")
    data = {"committee": state.committee, "year": state.year, "quarter": quarter}
    return Open("bulletin", stream, "begin", data, stream, "bulletin_figures")


def _look_back(state: AnnualPlanState, half: int) -> Open:
    stream = state.stream_of("look_back", f"{state.year}-H{half}")
    data = {"committee": state.committee, "year": state.year, "half": half}
    return Open("look_back", stream, "begin", data, stream, "look_back_population")


def _common_issue(state: AnnualPlanState, event: CommonIssueFound) -> Open:
    stream = state.stream_of("common_issue", event.number)
    data = {
        "committee": state.committee,
        "period": event.period,
        "problem_code": event.problem_code,
        "units": list(event.units),
        "findings": list(event.findings),
    }
    return Open("common_issue", stream, "propose", data, correlation=stream)


def _next_plan(state: AnnualPlanState, event: NextYearOpened) -> Open:
    year = state.year + 1
    stream = state.stream_of("annual_plan", str(year))
    carried = [{"unit": each.unit, "reason": each.reason} for each in event.carried]
    data = {"year": year, "committee": state.committee, "carried": carried}
    return Open("annual_plan", stream, "begin", data, stream, REGISTER)


def _alarm(event: CoverageForecast) -> list[Effect]:
    """Everyone who answers for the year is told at once; that all is well needs no notice."""
    return [_told(event, _ALARMED)] if event.missed else []


def _told(event: AnnualPlanEvent, roles: Sequence[str]) -> Notify:
    recipients = tuple(Recipient(role) for role in roles)
    return Notify(recipients, event.type, urgent=isinstance(event, CoverageForecast))
