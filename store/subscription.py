"""Reading the facts of all streams as they take their places, each once and in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import asyncpg

from store.driver import Driver
from store.envelope import opened
from store.sequencer import LEAVES_CHANNEL
from wire.messages import RecordedEvent

_POLL_SECONDS = 0.1

_READ = """
SELECT leaf_index, envelope, payload FROM leaf JOIN event USING (event_seq)
WHERE leaf_index >= $1 ORDER BY leaf_index LIMIT $2"""


class OrderBrokenError(Exception):
    """The global order has a hole: the store was damaged, and a reader must not go on."""


async def subscribe(
    connection: Driver, from_leaf: int = 0, batch: int = 500
) -> AsyncGenerator[list[RecordedEvent]]:
    """Batches of facts from a leaf on, for ever; the last index plus one is where to resume.

    Notifications only wake the reader; a lost one costs a short wait, never a fact.

    Raises:
        OrderBrokenError: The next leaf is not the one that follows.
    """
    woken = asyncio.Event()

    def wake(*_: object) -> None:
        woken.set()

    await connection.add_listener(LEAVES_CHANNEL, wake)
    try:
        while True:
            woken.clear()
            rows = await connection.fetch(_READ, from_leaf, batch)
            _require_dense(rows, from_leaf)
            if rows:
                from_leaf += len(rows)
                yield [opened(row["envelope"], row["payload"], row["leaf_index"]) for row in rows]
                continue
            try:
                await asyncio.wait_for(woken.wait(), _POLL_SECONDS)
            except TimeoutError:
                continue
    finally:
        await connection.remove_listener(LEAVES_CHANNEL, wake)


def _require_dense(rows: list[asyncpg.Record], from_leaf: int) -> None:
    for expected, row in enumerate(rows, start=from_leaf):
        if row["leaf_index"] != expected:
            raise OrderBrokenError(f"leaf {expected} is missing before {row['leaf_index']}")
