"""Writers of the hammer: contended streams, batches, late commits, roll-backs, resends."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

import asyncpg

from models.errors import VersionConflictError
from models.facts import Actor
from store.driver import Driver
from store.envelope import seal
from store.event_store import append_sealed
from wire.messages import AppendRequest, AppendResult, NewEvent

_ACTOR = Actor("a-1047", ("org_officer",), "DW")
_STREAMS_PER_WRITER = 2
_RESEND_SHARE = 0.02
_ROLL_BACK_SHARE = 0.2
_LATEST_COMMIT_SECONDS = 1.5


@dataclass
class Written:
    """What was acknowledged: last version by stream, and what else happened."""

    versions: dict[str, int] = field(default_factory=dict)
    late_commits: int = 0
    rolled_back: int = 0
    resends: int = 0
    resends_stored_twice: int = 0
    conflicts: int = 0


class Hammering:
    """Writers that share streams; one in eight holds every transaction open for a while."""

    def __init__(self, url: str, writers: int, events: int, chance: Random) -> None:
        self._url = url
        self._writers = writers
        self._left = events
        self._chance = chance
        self._streams = [f"dw/thing/{n}" for n in range(writers * _STREAMS_PER_WRITER)]
        self._heads: dict[str, AppendResult] = {}
        self._steps: Counter[str] = Counter()
        self._written = Written()

    async def run(self) -> Written:
        """Write until the number of events is reached."""
        async with asyncio.TaskGroup() as group:
            for number in range(self._writers):
                write = self._write_late if number % 8 == 0 else self._write_at_once
                group.create_task(self._connected(write, number))
        self._written.versions = {stream: head.last_version for stream, head in self._heads.items()}
        return self._written

    async def _connected(
        self, write: Callable[[Driver, int], Awaitable[None]], number: int
    ) -> None:
        connection = await asyncpg.connect(self._url)
        try:
            while self._left > 0:
                await write(connection, number)
        finally:
            await connection.close()

    async def _write_at_once(self, connection: Driver, _: int) -> None:
        request = self._request(self._chance.choice(self._streams))
        try:
            result = await append_sealed(connection, request, seal(request, datetime.now(UTC)))
        except VersionConflictError:
            self._written.conflicts += 1
            return
        self._acknowledge(request, result)
        if self._chance.random() < _RESEND_SHARE:
            await self._resend(connection, request)

    async def _write_late(self, connection: Driver, number: int) -> None:
        """Numbers are drawn now and committed later, on a stream that nobody else waits for."""
        request = self._request(f"dw/thing/late-{number}")
        transaction = connection.transaction()
        await transaction.start()
        result = await append_sealed(connection, request, seal(request, datetime.now(UTC)))
        await asyncio.sleep(self._chance.uniform(0, _LATEST_COMMIT_SECONDS))
        if self._chance.random() < _ROLL_BACK_SHARE:
            await transaction.rollback()
            self._written.rolled_back += 1
            return
        await transaction.commit()
        self._written.late_commits += 1
        self._acknowledge(request, result)

    async def _resend(self, connection: Driver, request: AppendRequest) -> None:
        result = await append_sealed(connection, request, seal(request, datetime.now(UTC)))
        self._written.resends += 1
        self._written.resends_stored_twice += result.outcome != "already_appended"

    def _acknowledge(self, request: AppendRequest, result: AppendResult) -> None:
        self._left -= len(request.events)
        known = self._heads.get(request.stream)
        # Answers may overtake one another; the highest version is the head.
        if known is None or known.last_version < result.last_version:
            self._heads[request.stream] = result

    def _request(self, stream: str) -> AppendRequest:
        head = self._heads.get(stream)
        self._steps[stream] += 1
        count = self._chance.choice((1, 1, 1, 2, 5, 10))
        return AppendRequest(
            stream=stream,
            expected_version=head.last_version if head else 0,
            expected_head=head.head if head else "",
            step=str(self._steps[stream]),
            command_hash="00" * 32,
            actor=_ACTOR,
            occurred_at=datetime.now(UTC),
            correlation=stream,
            events=(NewEvent("thing.happened", 1, {"text": "整改进展" * 20}),) * count,
        )
