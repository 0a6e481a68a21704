"""A simulation leaves nothing to real chance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.facts import SYSTEM
from simulation.engine import without_chance
from wire.starts import CommandOrder


async def _drawing(order: CommandOrder) -> Mapping[str, Any]:
    return {"population": [1], "seed": "drawn anew by every try"}


def _order(number: str) -> CommandOrder:
    stream = f"dw/look_back/{number}"
    return CommandOrder("look_back", stream, "c", "begin", {}, SYSTEM, "", opens=True)


async def test_the_seed_of_a_sample_follows_from_whose_sample_it_is() -> None:
    gather = without_chance(_drawing)
    first, again = await gather(_order("2026-H1")), await gather(_order("2026-H1"))
    assert first == again
    assert first["population"] == [1]
    assert first["seed"] != (await gather(_order("2026-H2")))["seed"]
