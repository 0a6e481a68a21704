"""Gives every fact its place in the global order, after it was committed.

A row leaves the queue in the very transaction that gives it a leaf, so nothing can be passed over:
a fact whose transaction commits late appears late. No clock, transaction id or snapshot horizon
plays a part. Any number of sequencers may run; the row of `log_state` lets one work at a time.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from operator import itemgetter

import asyncpg
import structlog

from store.driver import Driver
from store.merkle import Frontier

LEAVES_CHANNEL = "fupan_leaves"  # subscribers listen here; one notification a batch
BATCH = 2000

_TURN_LOCK = 0x66756C66  # any number that only sequencers take
_SHORTEST_WAIT_SECONDS = 0.01
_LONGEST_WAIT_SECONDS = 0.1
_RECONNECT_SECONDS = 1.0
_CONNECTION_LOST = (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError)
_SHUTTING_DOWN = (asyncpg.CannotConnectNowError, asyncpg.AdminShutdownError)

# Oldest first over the whole queue, never above a remembered bound: a late fact stands below it.
_TAKE = """
DELETE FROM pending WHERE event_seq IN (
    SELECT event_seq FROM pending ORDER BY event_seq LIMIT $1
) RETURNING event_seq, event_hash"""

_GIVE_LEAVES = """
INSERT INTO leaf (leaf_index, event_seq, leaf_hash)
SELECT $1::bigint + place - 1, event_seq, leaf_hash
FROM unnest($2::bigint[], $3::bytea[]) WITH ORDINALITY AS row (event_seq, leaf_hash, place)"""

_KEEP_NODES = """
INSERT INTO tree_node (level, idx, hash) SELECT * FROM unnest($1::int[], $2::bigint[], $3::bytea[])
"""

_log = structlog.get_logger(__name__)


async def run_sequencer(url: str, stop: asyncio.Event) -> None:
    """Order facts until `stop` is set; survives the loss of its connection.

    Args:
        url: `postgresql://…`, of the sequencer's role.
        stop: Set it to end after the batch at hand.
    """
    while not stop.is_set():
        try:
            connection = await asyncpg.connect(
                url, server_settings={"idle_in_transaction_session_timeout": "30s"}
            )
            try:
                await _order_until(connection, stop)
            finally:
                await connection.close(timeout=_RECONNECT_SECONDS)
        except (*_CONNECTION_LOST, *_SHUTTING_DOWN) as error:
            _log.warning("sequencer_disconnected", reason=type(error).__name__)
            await _wait(stop, _RECONNECT_SECONDS)


async def _order_until(connection: Driver, stop: asyncio.Event) -> None:
    wait = _SHORTEST_WAIT_SECONDS
    while not stop.is_set():
        if await connection.fetchval("SELECT EXISTS (SELECT FROM pending)"):
            taken = await sequence_batch(connection)
            if taken == BATCH:
                continue  # there is more
            wait = _SHORTEST_WAIT_SECONDS
        else:
            wait = min(wait * 2, _LONGEST_WAIT_SECONDS)
        await _wait(stop, wait)


async def sequence_batch(connection: Driver, limit: int = BATCH) -> int:
    """Order the oldest facts of the queue, at most `limit`; returns how many.

    Zero also when another sequencer is at work.
    """
    async with connection.transaction():
        if not await connection.fetchval("SELECT pg_try_advisory_xact_lock($1)", _TURN_LOCK):
            return 0
        state = await connection.fetchrow(
            "SELECT size, frontier FROM log_state WHERE id = 1 FOR UPDATE"
        )
        if state is None:
            raise RuntimeError("log_state has no row")
        rows = await connection.fetch(_TAKE, limit)
        if rows:
            rows.sort(key=itemgetter("event_seq"))
            frontier = Frontier(state["size"], list(state["frontier"]))
            await _give_leaves(connection, frontier, rows)
    return len(rows)


async def _give_leaves(connection: Driver, frontier: Frontier, rows: list[asyncpg.Record]) -> None:
    first = frontier.size
    hashes = [row["event_hash"] for row in rows]
    frontier.extend(hashes)
    await connection.execute(_GIVE_LEAVES, first, [row["event_seq"] for row in rows], hashes)
    if frontier.completed:
        nodes = frontier.completed
        await connection.execute(
            _KEEP_NODES,
            [node.level for node in nodes],
            [node.index for node in nodes],
            [node.hash for node in nodes],
        )
    await connection.execute(
        "UPDATE log_state SET size = $1, frontier = $2 WHERE id = 1", frontier.size, frontier.roots
    )
    await connection.execute("SELECT pg_notify($1, $2)", LEAVES_CHANNEL, str(frontier.size))


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
