"""Every fact gets its place once: also the late one, also with several sequencers at work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.postgres import Database
from store.driver import Driver
from store.event_store import EventStore, append_in_transaction
from store.merkle import Frontier
from store.roles import SEQUENCER_ROLE
from store.sequencer import run_sequencer, sequence_batch
from store.subscription import subscribe
from tests.store.requests import after, opening
from wire.messages import RecordedEvent


async def test_a_fact_that_commits_late_is_passed_over_by_nobody(
    database: Database, engine: AsyncEngine, sequencer: Driver
) -> None:
    async with engine.connect() as connection:
        await connection.begin()
        await EventStore().append(connection, opening("dw/thing/late"))  # sequence number drawn
        await append_in_transaction(engine, opening("dw/thing/early"))
        assert await sequence_batch(sequencer) == 1
        await connection.commit()
    assert await sequence_batch(sequencer) == 1
    assert await _order(engine) == ["dw/thing/early", "dw/thing/late"]


async def test_places_are_dense_and_the_tree_is_over_all_of_them(
    engine: AsyncEngine, sequencer: Driver
) -> None:
    for number in range(30):
        await append_in_transaction(engine, opening(f"dw/thing/{number}"))
        if number % 7 == 0:
            await sequence_batch(sequencer, limit=5)
    while await sequence_batch(sequencer, limit=5):
        pass
    leaves = await sequencer.fetch("SELECT leaf_index, leaf_hash FROM leaf ORDER BY 1")
    assert [row["leaf_index"] for row in leaves] == list(range(30))
    tree = Frontier()
    tree.extend(row["leaf_hash"] for row in leaves)
    state = await sequencer.fetchrow("SELECT size, frontier FROM log_state")
    assert state is not None
    assert (state["size"], state["frontier"]) == (30, tree.roots)


async def test_while_one_sequencer_works_another_one_steps_aside(
    database: Database, engine: AsyncEngine, sequencer: Driver
) -> None:
    await append_in_transaction(engine, opening())
    async with _connected(database) as other, other.transaction():
        assert await sequence_batch(other) == 1
        assert await sequence_batch(sequencer) == 0  # at once, without waiting
    assert await sequence_batch(sequencer) == 0
    assert await _order(engine) == ["dw/thing/1"]


async def test_two_racing_sequencers_keep_every_stream_in_order_for_a_tailing_reader(
    database: Database, engine: AsyncEngine
) -> None:
    stop = asyncio.Event()
    url = database.dsn(SEQUENCER_ROLE)
    runners = [asyncio.create_task(run_sequencer(url, stop)) for _ in range(2)]
    reader = asyncio.create_task(_read_until(database, 200))
    await asyncio.gather(*(_write(engine, f"dw/thing/{n}", 25) for n in range(8)))
    seen = await asyncio.wait_for(reader, 30)
    stop.set()
    await asyncio.gather(*runners)
    assert [fact.leaf_index for fact in seen] == list(range(200))
    for number in range(8):
        versions = [fact.version for fact in seen if fact.stream == f"dw/thing/{number}"]
        assert versions == list(range(1, 26))


async def test_a_sequencer_whose_connection_is_cut_goes_on(
    database: Database, engine: AsyncEngine
) -> None:
    stop = asyncio.Event()
    runner = asyncio.create_task(run_sequencer(database.dsn(SEQUENCER_ROLE), stop))
    await append_in_transaction(engine, opening("dw/thing/1"))
    await _read_until(database, 1)
    admin = await asyncpg.connect(database.dsn())
    await admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1"
        " AND datname = current_database()",
        SEQUENCER_ROLE,
    )
    await admin.close()
    await append_in_transaction(engine, opening("dw/thing/2"))
    assert len(await asyncio.wait_for(_read_until(database, 2), 20)) == 2
    stop.set()
    await runner


async def test_a_reader_resumes_where_it_stopped(
    database: Database, engine: AsyncEngine, sequencer: Driver
) -> None:
    for number in range(5):
        await append_in_transaction(engine, opening(f"dw/thing/{number}"))
    await sequence_batch(sequencer)
    async with engine.connect() as connection:
        first = await EventStore().read_leaves(connection, 0, 2)
        rest = await EventStore().read_leaves(connection, 2, 100)
    assert [fact.leaf_index for fact in first + rest] == [0, 1, 2, 3, 4]


async def _write(engine: AsyncEngine, stream: str, events: int) -> None:
    head = await append_in_transaction(engine, opening(stream))
    for number in range(events - 1):
        head = await append_in_transaction(engine, after(head, stream, f"step-{number}"))


async def _read_until(database: Database, count: int) -> list[RecordedEvent]:
    seen: list[RecordedEvent] = []
    connection = await asyncpg.connect(database.dsn("fupan_app"))
    batches = subscribe(connection)
    async for batch in batches:
        seen += batch
        if len(seen) >= count:
            break
    await batches.aclose()
    await connection.close()
    return seen


async def _order(engine: AsyncEngine) -> list[str]:
    async with engine.connect() as connection:
        return [fact.stream for fact in await EventStore().read_leaves(connection, 0, 1000)]


@asynccontextmanager
async def _connected(database: Database) -> AsyncIterator[Driver]:
    connection = await asyncpg.connect(database.dsn(SEQUENCER_ROLE))
    try:
        yield connection
    finally:
        await connection.close()
