"""Every promise of an item that is open now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.escalation.climbing import ladder_clocks
from models.escalation.ladder import moment
from models.facts import Clock, Command
from models.rectification.commands import Archive, StartObservation
from models.rectification.item_state import ItemState
from models.rectification.state import RectificationState
from models.terms import Terms


def clocks(state: RectificationState, terms: Terms) -> Sequence[Clock[Command]]:
    """The next rung of every countdown while the item is open; then what follows its closing.

    An item that waits for plan, verification or an extension's answer goes on escalating: only an
    event stops a clock (domain.md §2.10).
    """
    if state.state.is_open:
        return ladder_clocks(state, terms)
    if state.state is ItemState.CLOSED and state.observe_from_on is not None:
        return [_clock(state, "observe", state.observe_from_on, StartObservation(), terms)]
    is_held = bool(state.look_back)  # in a look-back's sample
    if state.state is ItemState.OBSERVING and state.archive_on is not None and not is_held:
        return [_clock(state, "archive", state.archive_on, Archive(), terms)]
    return []


def _clock(
    state: RectificationState, key: str, on: date, command: Command, terms: Terms
) -> Clock[Command]:
    return Clock(key, moment(state.stream, on, terms.policy.notices), command)
