"""Readers of the hammer: the store's own subscription, and one that is known to be wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from typing import Any

import asyncpg

from store.driver import Driver
from store.subscription import subscribe

_BATCH = 2000


@dataclass
class Followed:
    """What a reader saw: places that were wrong, and how many different events of each stream."""

    doubled: int = 0
    out_of_order: int = 0
    distinct: dict[str, int] = field(default_factory=dict)
    _seen: dict[str, set[int]] = field(default_factory=dict)

    def take(self, stream: str, version: int) -> None:
        """Note one event."""
        seen = self._seen.setdefault(stream, set())
        if version in seen:
            self.doubled += 1
        elif seen and version < max_of(seen, len(seen)):
            self.out_of_order += 1
        seen.add(version)
        self.distinct[stream] = len(seen)

    def forget(self) -> None:
        """Drop what is needed only while reading."""
        self._seen.clear()


def max_of(seen: set[int], size: int) -> int:
    """Highest version seen; a gapless set needs no search."""
    return size if size in seen and size + 1 not in seen else max(seen)


@dataclass(frozen=True)
class Watch:
    """What the processes share: a stop sign, a counter, and a way back for each reader's result."""

    stop: Any
    ready: Any
    seen: Any
    results: tuple[Connection, Connection]
    ends: tuple[Connection, Connection]

    @staticmethod
    def create(context: SpawnContext) -> Watch:
        """Everything fresh."""
        own, control = context.Pipe(duplex=False), context.Pipe(duplex=False)
        return Watch(
            stop=context.Event(),
            ready=context.Semaphore(0),
            seen=context.Value("q", 0),
            results=(own[0], control[0]),
            ends=(own[1], control[1]),
        )


def follow(url: str, watch: Watch, is_control: bool) -> None:
    """Read until told to stop, then send home what was seen."""
    asyncio.run(_follow(url, watch, is_control))


async def _follow(url: str, watch: Watch, is_control: bool) -> None:
    connection = await asyncpg.connect(url)
    followed = Followed()
    watch.ready.release()
    reading = asyncio.create_task(_read(connection, watch, followed, is_control))
    await asyncio.to_thread(watch.stop.wait)
    if not is_control:  # the control goes on to the end: being slow is not missing something
        reading.cancel()
    with suppress(asyncio.CancelledError):
        await reading
    followed.forget()
    watch.ends[is_control].send(followed)
    await connection.close()


async def _read(connection: Driver, watch: Watch, followed: Followed, is_control: bool) -> None:
    batches = _by_sequence_number(connection, watch) if is_control else _by_leaf(connection)
    async for batch in batches:
        for stream, version in batch:
            followed.take(stream, version)
        if not is_control:
            watch.seen.value += len(batch)


async def _by_leaf(connection: Driver) -> AsyncGenerator[list[tuple[str, int]], None]:
    async for facts in subscribe(connection, batch=_BATCH):
        yield [(fact.stream, fact.version) for fact in facts]


async def _by_sequence_number(
    connection: Driver, watch: Watch
) -> AsyncGenerator[list[tuple[str, int]], None]:
    """Known to be wrong: a number that is drawn before it is committed is no order to resume by."""
    last = 0
    while True:
        rows = await connection.fetch(
            "SELECT event_seq, stream_id, event.version FROM event JOIN stream USING (stream_pk)"
            " WHERE event_seq > $1 ORDER BY event_seq LIMIT $2",
            last,
            _BATCH,
        )
        if rows:
            last = rows[-1]["event_seq"]
            yield [(row["stream_id"], row["version"]) for row in rows]
        elif watch.stop.is_set():
            return
        else:
            await asyncio.sleep(0.02)
