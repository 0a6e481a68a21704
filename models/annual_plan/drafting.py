"""启动和编制: the year's units, and the planner's draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from models.annual_plan.commands import Begin, Propose
from models.annual_plan.events import AnnualPlanEvent, Begun, Proposed
from models.annual_plan.inputs import check_by_register, check_proposal, check_year
from models.annual_plan.planner import plan_year, repeats
from models.annual_plan.problems import problem_of
from models.annual_plan.records import Covered, Uncovered, UnitRecord
from models.annual_plan.scope import plannable_months
from models.annual_plan.shortage import explain, shortage_of
from models.annual_plan.state import AnnualPlanState
from models.calendar import on_shanghai
from models.errors import RuleRefusedError
from models.facts import Request
from models.inputs import check_id_part
from models.terms import Terms


def begin(
    state: AnnualPlanState, request: Request[Begin], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """The year has a plan; its units come from the register."""
    command = request.command
    check_year(command.year)
    check_id_part(command.committee, "committee", "党委代号")
    check_by_register(request.actor, command.units, command.carried)
    covered = covered_in(command.units, command.year, frozenset())
    return [
        Begun(
            command.year, command.committee, command.units, command.carried, covered, terms.version
        )
    ]


def covered_in(
    units: Sequence[UnitRecord], year: int, known: frozenset[str]
) -> tuple[Covered, ...]:
    """Units that earlier facts show as covered in a year, without those that are known."""
    return tuple(
        Covered(unit.code, unit.last_review, unit.last_covered_on)
        for unit in units
        if unit.last_covered_on is not None
        and _year_of(unit.last_review, unit.last_covered_on) == year
        and unit.code not in known
    )


def _year_of(review: str, on: date) -> int:
    """A review of December that was answered in January counts for the year of its number."""
    year = review.partition("-")[0]
    return int(year) if year.isdecimal() else on.year


def propose(
    state: AnnualPlanState, request: Request[Propose], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """The planner's draft, or a refusal with the arithmetic: it never caps silently."""
    command, on = request.command, on_shanghai(request.at)
    check_proposal(state, command)
    if not plannable_months(state, on, terms):
        raise RuleRefusedError("year_over", f"{state.year}年度已无可安排的月份，不能再编制。")
    proposed = _as_asked(state, command, terms)
    problem = problem_of(proposed, on, terms)
    draft = plan_year(problem)
    reason = command.partial_reason.strip()
    if draft.missed and not reason:
        raise RuleRefusedError("year_not_coverable", explain(shortage_of(problem, draft), problem))
    return [
        Proposed(
            slots=(*draft.slots, *repeats(problem, draft.slots)),
            uncovered=tuple(Uncovered(unit.code, reason) for unit in draft.missed),
            seed=proposed.seed,
            scope=proposed.scope,
            month_max=proposed.month_max,
            teams=proposed.teams,
            blackouts=proposed.blackouts,
            joint=proposed.joint,
            provisional=terms.calendar.is_provisional(state.last_on),
        )
    ]


def _as_asked(state: AnnualPlanState, command: Propose, terms: Terms) -> AnnualPlanState:
    """The state under the proposal's own settings; what people placed stays where it is."""
    return replace(
        state,
        seed=command.seed.strip() or state.seed or state.stream,
        scope=command.scope,
        month_max=command.month_max or terms.policy.annual_plan.month_max,
        teams=command.teams,
        blackouts=command.blackouts,
        joint=command.joint,
    )
