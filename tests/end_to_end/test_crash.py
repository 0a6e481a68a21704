"""The short crash run: everything is killed under a stream of commands, and nothing is lost."""

from __future__ import annotations

import asyncio

import pytest

from bench.crash import bench


@pytest.mark.timeout(400)
async def test_nothing_is_lost_or_doubled_when_every_part_is_killed() -> None:
    measures = {measure.name: measure for measure in await asyncio.to_thread(bench, True)}
    missed = [measure.line() for measure in measures.values() if not measure.is_met]
    assert missed == []
    assert measures["commands acknowledged"].value > 0
    assert measures["due levels raised exactly once"].value == 40
