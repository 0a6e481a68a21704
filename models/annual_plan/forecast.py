"""覆盖预警: from the alarm month on, whoever would be missed has a countdown to 31 December."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from models.annual_plan.commands import AlarmCoverage
from models.annual_plan.coverage import coverage
from models.annual_plan.events import AnnualPlanEvent, CoverageForecast
from models.annual_plan.evolve import evolve
from models.annual_plan.months import first_day
from models.annual_plan.state import AnnualPlanState
from models.calendar import on_shanghai
from models.escalation.countdown import Subject
from models.escalation.ladder import begin, late_by_seconds
from models.facts import Fact, Request
from models.terms import Terms


def alarm_coverage(
    state: AnnualPlanState, request: Request[AlarmCoverage], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """The clock looks at the forecast once, on the first of the alarm month."""
    notices = terms.policy.notices
    late = late_by_seconds(state.stream, alarm_on(state, terms), request.at, notices)
    return [_forecast(state, request, terms, late)]


def alarm_on(state: AnnualPlanState, terms: Terms) -> date:
    """Day on which the forecast is looked at, 1 October at the latest."""
    return first_day(state.year, terms.policy.annual_plan.alarm_from_month)


def with_forecast(
    state: AnnualPlanState,
    request: Request[Any],
    terms: Terms,
    events: Sequence[AnnualPlanEvent],
) -> Sequence[AnnualPlanEvent]:
    """The events, and a new forecast if they changed whether somebody would be missed."""
    after = state
    for event in events:
        after = evolve(after, Fact(0, request.at, request.actor, request.id, event))
    if not after.is_coverage_checked:
        return events
    forecast = _forecast(after, request, terms, 0)
    is_alarmed = after.countdown(Subject.COVERAGE) is not None
    return events if is_alarmed == bool(forecast.missed) else [*events, forecast]


def _forecast(
    state: AnnualPlanState, request: Request[Any], terms: Terms, late: int
) -> CoverageForecast:
    found = coverage(state, on_shanghai(request.at), terms)
    countdown = state.countdown(Subject.COVERAGE)
    if found.missed and countdown is None:
        countdown = begin(
            state.stream,
            Subject.COVERAGE,
            state.steps_begun + 1,
            state.last_on,
            request.at,
            terms,
        )
    return CoverageForecast(
        total=found.total,
        covered=found.covered,
        missed=tuple(each.unit for each in found.missed),
        countdown=countdown if found.missed else None,
        late_by_seconds=late,
    )
