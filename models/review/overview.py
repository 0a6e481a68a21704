"""What lists show of a review."""

from __future__ import annotations

from models.overview import Overview
from models.review.content import ReviewKind
from models.review.glossary import KINDS, STAGES
from models.review.months import month_label
from models.review.stage import ReviewStage
from models.review.state import ReviewState


def overview(state: ReviewState) -> Overview | None:
    """One row; None while there is no review."""
    if state.state is ReviewStage.NONE:
        return None
    levels = [each.level for each in state.countdowns if each.level is not None]
    return Overview(
        number=state.number,
        title=_title(state),
        state=state.state.value,
        state_label=STAGES[state.state],
        year=int(state.month[:4]),
        period=state.month,
        unit=state.unit,
        parent_unit=state.parent_unit,
        due_on=min((each.due_on for each in state.countdowns), default=None),
        level=max(levels, key=lambda level: level.rank).value if levels else "",
    )


def _title(state: ReviewState) -> str:
    """`2026年3月采煤科党总支复盘`, or `…临时复盘`."""
    kind = "复盘" if state.kind is ReviewKind.PLANNED else KINDS[state.kind]
    return f"{month_label(state.month)}{state.unit_name}{kind}"
