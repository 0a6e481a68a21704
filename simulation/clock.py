"""The simulated instant, and every workflow's own clock brought up to it.

Each workflow of the time-skipping server has a clock of its own. It differs from the real one by
the offset that the workflow was started with and by what was skipped since; that sum is its place.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper

_NEAR, _ABOUT_RIGHT = timedelta(seconds=1), timedelta(hours=12)
# Nothing is known to take that long; a simulation that hangs would be worse than an inexact one.
_PATIENCE_SECONDS = 60.0


class SimulatedClock:
    """One instant for everybody.

    Attributes:
        now: Simulated instant, aware UTC; whoever plays the year moves it.
    """

    def __init__(self, client: Client, now: datetime) -> None:
        self.now = now
        self._client = client
        self._skipper = TimeSkipper(client)
        self._places: dict[str, timedelta] = {}
        self._on_the_way: dict[str, asyncio.Task[None]] = {}

    def offset_seconds(self) -> int:
        """What a workflow that starts now adds to the engine's clock."""
        return int((self.now - datetime.now(UTC)).total_seconds())

    def knows(self, stream: str) -> bool:
        """True for a workflow that was started and has not been found finished."""
        return stream in self._places

    def started(self, stream: str, offset_seconds: int) -> None:
        """A workflow begins its life with an offset."""
        self._places[stream] = timedelta(seconds=offset_seconds)

    def forget(self, stream: str) -> None:
        """A workflow is gone."""
        self._places.pop(stream, None)

    async def bring_up(self, stream: str) -> None:
        """Let a workflow's clock run to the simulated instant, firing what is due on the way."""
        await self._bring_up(stream, _NEAR)

    async def bring_near(self, stream: str) -> None:
        """The same for a workflow that another one tells something, or that tells itself.

        One whose clock is about right is left alone, and so is one that is brought up already: it
        may be waiting for the very activity that tells it.
        """
        if stream not in self._on_the_way:
            await self._bring_up(stream, _ABOUT_RIGHT)

    async def _bring_up(self, stream: str, near: timedelta) -> None:
        task = self._on_the_way.get(stream)
        if task is None:
            place = self._places.get(stream)
            if place is None or self.now - datetime.now(UTC) - place <= near:
                return
            task = asyncio.create_task(self._skip(stream, place))
            self._on_the_way[stream] = task
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(task), _PATIENCE_SECONDS)

    async def _skip(self, stream: str, place: timedelta) -> None:
        gap = self.now - datetime.now(UTC) - place
        try:
            handle = self._client.get_workflow_handle(stream)
            is_there = await self._skipper.fast_forward(handle, gap)
        except RPCError as error:
            if error.status not in (RPCStatusCode.NOT_FOUND, RPCStatusCode.FAILED_PRECONDITION):
                raise
            is_there = False
        finally:
            del self._on_the_way[stream]
        if is_there:
            self._places[stream] = place + gap
        else:
            self.forget(stream)
