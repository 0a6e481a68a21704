"""Stopping a whole instance, starting it again, and the first command after that."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from uuid import uuid4

from bench.growing_ledger import branch_of_item, number_of_item
from bench.stack import ORDER, Desk, Stack, open_desk
from models.facts import Actor

_CLIENTS = 8


@dataclass(frozen=True, slots=True)
class ColdStart:
    """Seconds until each part answered, and of the first command on some item."""

    parts: dict[str, float]
    first_command: float

    @property
    def seconds(self) -> float:
        """From nothing to the answer."""
        return sum(self.parts.values()) + self.first_command


async def start_again(stack: Stack, items: int) -> ColdStart:
    """Stop every part, start them in order, and ask for something of one of the items."""
    stack.halt()
    parts = {}
    for name in ORDER:
        began = time.perf_counter()
        stack.start(name)
        parts[name] = time.perf_counter() - began
    async with open_desk(stack) as desk:
        return ColdStart(parts, await _command(desk, random.Random(items).randrange(items)))


async def command_at_random(stack: Stack, items: int, count: int) -> tuple[float, list[float]]:
    """Commands of several clients over random items: seconds in all, and of each."""
    chance = random.Random(count)
    places = [chance.randrange(items) for _ in range(count)]
    hands = asyncio.Semaphore(_CLIENTS)
    async with open_desk(stack) as desk:

        async def command(place: int) -> float:
            async with hands:
                return await _command(desk, place)

        began = time.perf_counter()
        times = await asyncio.gather(*(command(place) for place in places))
        return time.perf_counter() - began, list(times)


async def _command(desk: Desk, place: int) -> float:
    actor = Actor("a-secretary", ("branch_secretary",), branch_of_item(place).code)
    began = time.perf_counter()
    await desk.gateway.execute(
        "rectification",
        number_of_item(place),
        "report_progress",
        {"progress": "已完成补学表编制，正在逐人销账"},
        actor,
        str(uuid4()),
    )
    return time.perf_counter() - began
