"""What lists show of a bulletin."""

from __future__ import annotations

from models.bulletin.document import is_too_long, length_of, title_of
from models.bulletin.stage import STAGES, BulletinStage
from models.bulletin.state import BulletinState
from models.overview import Overview

_EDITABLE = (BulletinStage.DRAFTED, BulletinStage.SUBMITTED)


def overview(state: BulletinState) -> Overview | None:
    """The row; None before the bulletin exists. A draft that is too long says so."""
    if state.state is BulletinStage.NONE:
        return None
    countdown = next(iter(state.countdowns), None)
    return Overview(
        number=state.number,
        title=title_of(state),
        state=state.state,
        state_label=STAGES[state.state] + _warning(state) + _correction(state),
        year=state.year,
        period=state.period.period,
        due_on=countdown.due_on if countdown else None,
        level=countdown.level or "" if countdown else "",
    )


def _warning(state: BulletinState) -> str:
    if state.state not in _EDITABLE or not is_too_long(state):
        return ""
    return f"（共{length_of(state)}字，超过{state.longest_characters}字，请精简）"


def _correction(state: BulletinState) -> str:
    return f"（已由{state.corrected_by}更正）" if state.corrected_by else ""
