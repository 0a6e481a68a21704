"""The short growth run: an instance grows, starts again, and tells of everything that is due."""

from __future__ import annotations

import asyncio

import pytest

from bench.growth import QUICK, bench


@pytest.mark.timeout(300)
async def test_a_growing_instance_opens_every_item_and_tells_of_it_in_time() -> None:
    measures = {measure.name: measure for measure in await asyncio.to_thread(bench, True)}
    opened = measures["workflows opened a second"]
    assert opened.details["count"] == QUICK.open_items - QUICK.short
    assert 0 < measures["memory of worker, after commands"].value < 400
    for name in ("spread", "same second"):
        delays = measures[f"due to notice, {name}: p95"].details
        assert 0 <= delays["raised"]["least"] <= delays["told"]["least"]
        assert delays["told"]["most"] < 60
