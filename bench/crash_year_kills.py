"""Kills worker, Temporal and PostgreSQL of a compressed year at every step boundary."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from time import monotonic

from temporalio.client import Client

from bench.crash_year_census import Census
from bench.crash_year_clock import YearClock
from bench.crash_year_holds import BEFORE, COMMIT, Held, Holds
from bench.crash_year_play import tell
from bench.crash_year_stack import YearStack

AFTER = "after"
_LOOK_SECONDS = 0.02


@dataclass(frozen=True)
class KillPlan:
    """How much is killed.

    Attributes:
        before, commit, after: Kinds of events at which the worker is killed: decided but not
            stored; stored but not told; and shortly after it was stored.
        random_kills: SIGKILLs of the worker at moments that nothing has to do with.
        temporal_kills, postgresql_stops: Of the servers.
        server_every: After so many kills of the worker a server follows.
        pause_seconds: A random kill comes after so long without any other.
    """

    before: tuple[str, ...]
    commit: tuple[str, ...]
    after: tuple[str, ...]
    random_kills: int
    temporal_kills: int
    postgresql_stops: int
    server_every: int
    pause_seconds: float


@dataclass
class KillLog:
    """What was killed: by victim, and kills of the worker by (kind of event, moment)."""

    kills: Counter[str] = field(default_factory=Counter)
    at: Counter[tuple[str, str]] = field(default_factory=Counter)


class Killer:
    """Runs beside whoever plays the year."""

    def __init__(
        self, stack: YearStack, client: Client, clock: YearClock, holds: Holds, plan: KillPlan
    ) -> None:
        self.log = KillLog()
        self.census = Census(client, clock, holds)
        self._stack, self._clock = stack, clock
        self._holds, self._plan = holds, plan
        self._chance = random.Random(20260430)
        self._waits_after = set(plan.after)
        self._servers = ["temporal"] * plan.temporal_kills + ["postgresql"] * plan.postgresql_stops
        self._chance.shuffle(self._servers)
        self._last_at = monotonic()
        self._seen = 0

    async def set_up(self) -> None:
        await self._holds.set_up()
        plan = self._plan
        await self._holds.arm(plan.before, BEFORE)
        await self._holds.arm([it for it in plan.commit if it not in plan.before], COMMIT)
        self._seen, _ = await self._holds.new_types(0)

    async def rampage(self) -> None:
        """Until cancelled."""
        while True:
            if held := await self._holds.held():
                await self._strike([(each.type, each.moment) for each in held], held)
            elif stored := await self._stored():
                await asyncio.sleep(self._chance.uniform(0.0, 0.15))
                await self._strike([(stored, AFTER)], [])
            elif monotonic() - self._last_at > self._plan.pause_seconds:
                await self._strike_at_random()
            await asyncio.sleep(_LOOK_SECONDS)

    async def finish(self) -> None:
        """Nobody is held or killed any more; everything runs."""
        await self._holds.open_for_good()
        for name in ("postgresql", "temporal", "sequencer", "worker"):
            self._revive(name)
            await asyncio.to_thread(self._stack.wait, name)

    async def _let_go(self, held: list[Held]) -> None:
        """What was not stored will be tried again, and is held at its commit then."""
        again = [each.type for each in held if each.moment == BEFORE]
        await self._holds.arm([it for it in again if it in self._plan.commit], COMMIT)
        await self._holds.let_go(held)

    async def _stored(self) -> str:
        """A kind of event that was stored just now and that is to be killed at."""
        self._seen, types = await self._holds.new_types(self._seen)
        found = next((each for each in types if each in self._waits_after), "")
        self._waits_after.discard(found)
        return found

    async def _strike_at_random(self) -> None:
        if self.log.kills["random"] < self._plan.random_kills:
            self.log.kills["random"] += 1
            await self._strike([], [])
        elif self._servers:
            await self._stop_server(self._servers.pop())
        self._last_at = monotonic()

    async def _strike(self, at: list[tuple[str, str]], held: list[Held]) -> None:
        """Kill the worker, see what it leaves behind, and start another."""
        await asyncio.to_thread(self._stack.kill, "worker")
        self.log.kills["worker"] += 1
        self.log.at.update(at)
        tell(f"kill {self.log.kills['worker']} {at}")
        await self._let_go(held)
        await asyncio.gather(*map(self.census.take, await self._clock.running()))
        await asyncio.to_thread(self._stack.start, "worker")
        if self._servers and self.log.kills["worker"] % self._plan.server_every == 0:
            await asyncio.sleep(self._chance.uniform(0.0, 1.0))
            await self._stop_server(self._servers.pop())
        self._last_at = monotonic()

    async def _stop_server(self, name: str) -> None:
        tell(f"kill {name}")
        await asyncio.to_thread(self._stack.kill, name)
        self.log.kills[name] += 1
        await asyncio.sleep(self._chance.uniform(0.0, 0.5))
        await asyncio.to_thread(self._stack.start, name)
        for each in ("sequencer", "worker"):
            self._revive(each)

    def _revive(self, name: str) -> None:
        """What died of another's death is started again, as the supervisor does."""
        if not self._stack.is_running(name):
            self._stack.launch(name)
