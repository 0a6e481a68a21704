"""Ladders that would raise a level twice, or nobody, are refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.errors import InvalidInputError
from models.policy import ITEM_LADDER, Ladder, Level, Policy, Rung, check


def with_item_ladder(*rungs: Rung) -> Policy:
    policy = Policy()
    return replace(policy, ladders={**policy.ladders, "item": Ladder(rungs)})


def test_levels_rise_from_blue_to_raise() -> None:
    assert [level.rank for level in Level] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("policy", "field"),
    [
        (with_item_ladder(Rung(Level.YELLOW, 1001, ("owner",))), "item.yellow.offset_workdays"),
        (with_item_ladder(Rung(Level.BLUE, 1, ("owner",))), "item.blue.offset_workdays"),
        (
            with_item_ladder(Rung(Level.YELLOW, 0, ("owner",)), *ITEM_LADDER.rungs[3:]),
            "item.yellow.offset_workdays",
        ),
        (with_item_ladder(Rung(Level.YELLOW, 1, ("caretaker",))), "item.yellow.roles"),
        (
            with_item_ladder(Rung(Level.YELLOW, 1, ("owner",)), Rung(Level.YELLOW, 2, ("owner",))),
            "item",
        ),
        (replace(Policy(), ladders={**Policy().ladders, "tea": ITEM_LADDER}), "tea"),
    ],
)
def test_a_ladder_that_cannot_be_climbed_is_refused(policy: Policy, field: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        check(policy)
    assert caught.value.field == field
