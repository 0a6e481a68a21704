"""Which items of a half-year may be looked at, and what drawing has to know of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from models.escalation.countdown import Subject
from models.facts import Fact
from models.look_back.candidate import Candidate
from models.look_back.half_year import first_day, last_day
from models.policy import Level
from models.rectification.events import LevelRaised, RectificationEvent
from models.rectification.evolve import evolve
from models.rectification.item_state import ItemState
from models.rectification.state import RectificationState

# An archived item is beyond reach: it was looked at before, or imported as history.
_CLOSED = (ItemState.CLOSED, ItemState.OBSERVING)


def candidate_of(
    facts: Iterable[Fact[Any]], reviews: Mapping[str, str], year: int, half: int
) -> Candidate | None:
    """The candidate that an item is; None when it is not in the population.

    Args:
        facts: The item's, up to the instant of the drawing.
        reviews: Reviewed unit by number of each review of the half-year.
        year: Year of the half-year.
        half: 1 or 2.
    """
    state, reached_red = RectificationState(), False
    for fact in facts:
        state = evolve(state, fact)
        reached_red = reached_red or _is_red(fact.event)
    if state.closed_on is None or state.content is None or state.state not in _CLOSED:
        return None
    reviewed_unit = reviews.get(state.review, "")
    if not (reviewed_unit or _is_within(state.closed_on, year, half)):
        return None
    return Candidate(
        item=state.number,
        unit=state.owner_unit,
        closed_on=state.closed_on,
        parent_unit=state.parent_unit,
        secretary_role=state.secretary_role,
        reviewed_unit=reviewed_unit,
        category=state.content.category.value,
        work_axis=state.content.work_axis,
        severity=state.content.severity,
        is_rebound=state.rebound_no > 0,
        was_extended=state.extension_count > 0,
        reached_red=reached_red,
        owner=state.owner,
        verifiers=state.verifiers,
        countersigners=state.countersigners,
        verifier_post=state.verifier_post,
    )


def _is_red(event: RectificationEvent) -> bool:
    """The item's own ladder; a later due day does not wipe what was reached."""
    if not isinstance(event, LevelRaised) or event.subject is not Subject.ITEM:
        return False
    return event.level.rank >= Level.RED.rank


def _is_within(day: date, year: int, half: int) -> bool:
    return first_day(year, half) <= day <= last_day(year, half)
