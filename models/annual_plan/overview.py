"""One row for lists of the year."""

from __future__ import annotations

from models.annual_plan.stage import STAGES, Stage
from models.annual_plan.state import AnnualPlanState
from models.overview import Overview
from models.policy import Level


def overview(state: AnnualPlanState) -> Overview | None:
    """The plan in one row; None before it was begun."""
    if state.stage is Stage.NONE:
        return None
    levels = [each.level for each in state.countdowns if each.level is not None]
    highest = max(levels, key=lambda level: level.rank, default=None)
    return Overview(
        number=str(state.year),
        title=f"{state.year}年度复盘计划",
        state=state.stage.value,
        state_label=STAGES[state.stage],
        year=state.year,
        period=str(state.year),
        due_on=min((each.due_on for each in state.countdowns), default=None),
        level=highest.value if isinstance(highest, Level) else "",
    )
