"""Past reviews keep their own dates."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.review.commands import SettleItem
from models.review.content import Figures, Indicator, Strength, TrackedItem, Weakness
from models.review.events import Closed, Imported
from models.review.importing import occurred_on
from models.review.stage import ReviewStage
from tests.unit.rectification.life import on
from tests.unit.review.life import (
    OFFICER,
    SYSTEM,
    Life,
    a_draft,
    a_past_review,
    a_weakness,
)

FIRST, SECOND = "2026-01-D01-01", "2026-01-D01-02"


def imported(**changes: Any) -> Life:
    life = Life(now=on(4, 1))
    life.does(OFFICER, a_past_review(**changes))
    return life


def test_a_past_review_is_there_as_a_whole_and_over_if_its_items_are() -> None:
    life = imported()
    state = life.state
    assert state.state is ReviewStage.CLOSED
    assert (state.number, state.held_on, state.feedback_on, state.closed_on) == (
        "2026-01-D01",
        date(2026, 1, 15),
        date(2026, 1, 19),
        date(2026, 3, 2),
    )
    assert [each.no for each in state.findings] == [1, 2]
    assert [each.move.value for each in state.moves] == ["goals", "patterns"]
    assert state.indicators[0].standing is not None
    assert state.indicators[-1].standing is None  # no target was handed down
    assert life.effects == []
    first, last = (fact.event for fact in life.facts)
    assert isinstance(first, Imported)
    assert [occurred_on(each, first) for each in (first, last)] == [
        date(2026, 1, 19),
        date(2026, 3, 2),
    ]


def test_a_past_review_with_open_items_goes_on_waiting_for_them() -> None:
    life = imported(open_items=(SECOND,), closed_on=None)
    assert life.stage() is ReviewStage.TRACKING
    assert life.effects == []
    life.does(SYSTEM, SettleItem(SECOND, "archived"), on(5, 6))
    assert life.events(Closed) == [Closed(date(2026, 5, 6))]
    assert [each.kind for each in life.notices()] == ["review.closed"]


def test_items_of_the_past_are_items_of_their_own() -> None:
    weakness = a_weakness(items=(a_draft(),))
    life = imported(weaknesses=(weakness,), items=(), strengths=())
    assert life.state.weaknesses[0].items == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"held_on": date(2026, 2, 2), "feedback_on": date(2026, 2, 3)}, "visit_outside_month"),
        ({"feedback_on": date(2026, 1, 14)}, "dates_reversed"),
        ({"closed_on": date(2026, 1, 16)}, "dates_reversed"),
        ({"closed_on": date(2026, 4, 2)}, "dates_reversed"),
        ({"items": (TrackedItem(FIRST, 1), TrackedItem(FIRST, 2))}, "items_inconsistent"),
        ({"open_items": ("FP2026-001",), "closed_on": None}, "items_inconsistent"),
        ({"open_items": (FIRST,)}, "closing_inconsistent"),
        ({"closed_on": None}, "closing_inconsistent"),
        ({"strengths": (Strength(text=" "),)}, "text_missing"),
        ({"weaknesses": (Weakness(problem=" "),)}, "text_missing"),
        ({"causes": "长" * 4001}, "text_too_long"),
        ({"figures": (Figures(Indicator.SAFETY_ACCIDENTS, -1),)}, "figure_senseless"),
        ({"number": "2026-01-D02"}, "number_not_of_unit"),
    ],
)
def test_a_past_that_cannot_have_been_is_not_imported(changes: dict[str, Any], code: str) -> None:
    assert Life(now=on(4, 1)).rejects(OFFICER, a_past_review(**changes)) == code
