"""Every promise of a plan that is open now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from models.annual_plan.commands import (
    AlarmCoverage,
    EndHalf,
    EndQuarter,
    OpenMonth,
    OpenNextYear,
)
from models.annual_plan.forecast import alarm_on
from models.annual_plan.running import (
    LAST_HALF,
    LAST_QUARTER,
    half_ends_on,
    next_year_on,
    opens_on,
    quarter_ends_on,
)
from models.annual_plan.stage import Stage
from models.annual_plan.state import LAST_MONTH, AnnualPlanState
from models.escalation.climbing import ladder_clocks
from models.escalation.ladder import moment
from models.facts import Clock, Command
from models.terms import Terms


def clocks(state: AnnualPlanState, terms: Terms) -> Sequence[Clock[Command]]:
    """While the plan runs: its next month, quarter, half, alarm and year, and what is late.

    Only the next one of each is armed; after downtime the missed ones follow each other.
    """
    if state.stage is not Stage.RUNNING:
        return []
    own = [
        Clock(key, moment(state.stream, on, terms.policy.notices), command)
        for key, on, command in _steps(state, terms)
    ]
    return [*own, *ladder_clocks(state, terms)]


def _steps(state: AnnualPlanState, terms: Terms) -> Iterator[tuple[str, date, Command]]:
    month, quarter, half = state.next_month, state.next_quarter, state.next_half
    if month <= LAST_MONTH:
        yield f"open:{month:02}", opens_on(state, month, terms), OpenMonth(month)
    if quarter <= LAST_QUARTER:
        yield f"quarter:{quarter}", quarter_ends_on(state, quarter, terms), EndQuarter(quarter)
    if half <= LAST_HALF:
        yield f"half:{half}", half_ends_on(state, half, terms), EndHalf(half)
    if not state.is_coverage_checked:
        yield "coverage", alarm_on(state, terms), AlarmCoverage()
    if not state.is_next_year_open:
        yield "next_year", next_year_on(state), OpenNextYear()
