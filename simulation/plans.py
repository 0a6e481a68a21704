"""What the department does with the annual plan."""

from __future__ import annotations

from datetime import date

from models.annual_plan.coverage import missed_units
from models.annual_plan.running import has_ended
from models.annual_plan.stage import Stage
from models.annual_plan.state import AnnualPlanState
from simulation.step import Step, View

_LOOK_BACK_DONE = (1, 28)  # month and day of the year after on which a year may be closed


def plan_steps(state: AnnualPlanState, view: View) -> list[Step]:
    """Everything that waits for a person."""
    match state.stage:
        case Stage.DRAFT:
            return _drafting(state, view)
        case Stage.SUBMITTED:
            return [Step("approve", view.roster.at("deputy"), {"opinion": "同意"}, wait_workdays=1)]
        case Stage.RUNNING:
            return _running(state, view)
    return []


def _drafting(state: AnnualPlanState, view: View) -> list[Step]:
    officer = view.roster.at("officer1")
    if not state.units:
        return []  # the register is being read
    if not state.proposals:
        return [Step("propose", officer, {"seed": str(view.dice.seed)})]
    return [Step("submit", officer)]


def _running(state: AnnualPlanState, view: View) -> list[Step]:
    officer = view.roster.at("officer1")
    term = view.terms.policy.annual_plan.confirm_month_workdays - 1
    steps = [
        Step(
            "confirm_month",
            officer,
            {"month": month},
            f"confirm {month}",
            view.department_wait(term, "confirm", month),
        )
        for month in state.unconfirmed
    ]
    if has_ended(state):
        steps.append(_closing(state, view))
    return steps


def _closing(state: AnnualPlanState, view: View) -> Step:
    missed = missed_units(state, state.last_on, view.terms)
    reasons = [{"unit": each.unit, "reason": "年内未能安排"} for each in missed]
    data = {"reasons": reasons, "note": "模拟年度办结"}
    on = date(state.year + 1, *_LOOK_BACK_DONE)
    return Step("close_year", view.roster.at("head"), data, on=on)
