"""What lists show of a look-back."""

from __future__ import annotations

from models.look_back.stage import STAGES, Stage
from models.look_back.state import LookBackState
from models.overview import Overview

HALVES = {1: "上半年", 2: "下半年"}


def overview(state: LookBackState) -> Overview | None:
    """One row; None before the sample is drawn."""
    if state.state is Stage.NONE:
        return None
    countdown = next(iter(state.countdowns), None)
    return Overview(
        number=state.number,
        title=f"{state.year}年{HALVES[state.half]}回头看",
        state=state.state.value,
        state_label=STAGES[state.state],
        year=state.year,
        period=state.number,
        due_on=countdown.due_on if countdown else None,
        level=countdown.level.value if countdown and countdown.level else "",
    )
