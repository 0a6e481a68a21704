"""What lists show of a common issue, with the units that are still silent."""

from __future__ import annotations

from models.common_issue.stage import STAGES, Stage
from models.common_issue.state import CommonIssueState
from models.glossary import WORK_AXES
from models.overview import Overview

_MOST_NAMED = 10


def overview(state: CommonIssueState) -> Overview | None:
    """One row; None before anything was proposed."""
    if state.state is Stage.NONE:
        return None
    countdown = next(iter(state.countdowns), None)
    return Overview(
        number=state.number,
        title=_title(state),
        state=state.state.value,
        state_label=STAGES[state.state],
        year=int(state.period[:4]),
        period=state.period,
        due_on=countdown.due_on if countdown else None,
        level=countdown.level.value if countdown and countdown.level else "",
    )


def _title(state: CommonIssueState) -> str:
    what = state.problem or WORK_AXES.get(state.problem_code, state.problem_code)
    silent = [each.name or each.code for each in state.silent]
    if not silent:
        return f"共性问题：{what}"
    more = "等" if len(silent) > _MOST_NAMED else ""
    named = "、".join(silent[:_MOST_NAMED])
    return f"共性问题：{what}（{len(silent)}家未答复：{named}{more}）"
