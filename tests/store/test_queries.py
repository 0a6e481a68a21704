"""Timeline, status, streams and their folds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.postgres import Database
from models.rectification.decider import RECTIFICATION
from models.rectification.item_state import ItemState
from store.bulk import append_many
from store.driver import Driver
from store.queries.status import OldestTimer, is_sequencer_at_work, store_status
from store.queries.timeline import timeline
from store.roles import SEQUENCER_ROLE
from store.sequencer import sequence_batch
from store.streams import all_streams, load
from tests.store.items import DUE_ON, accepted, issued, opening_of, store_item, stream_of

NOW = datetime(2026, 5, 6, 1, tzinfo=UTC)


async def test_a_timeline_shows_each_fact_with_its_place_or_without_one(
    engine: AsyncEngine, sequencer: Driver
) -> None:
    await store_item(engine, issued())
    await sequence_batch(sequencer)
    await store_item(engine, issued("FP2026-002"), accepted())
    async with engine.connect() as connection:
        first = await timeline(connection, stream_of("FP2026-001"))
        second = await timeline(connection, stream_of("FP2026-002"), after_version=1)
    assert [(fact.version, fact.leaf_index) for fact in first] == [(1, 0)]
    assert [(fact.type, fact.leaf_index) for fact in second] == [("rectification.accepted", None)]


async def test_a_sequencer_is_at_work_while_it_is_connected_and_nothing_waits_long(
    engine: AsyncEngine, database: Database
) -> None:
    async def is_at_work(patience_seconds: float) -> bool:
        async with engine.connect() as connection:
            return await is_sequencer_at_work(connection, patience_seconds)

    assert not await is_at_work(60)
    driver = await asyncpg.connect(database.dsn(SEQUENCER_ROLE))
    assert await is_at_work(60)
    await store_item(engine, issued())
    assert await is_at_work(60)
    assert not await is_at_work(0)
    await sequence_batch(driver)
    assert await is_at_work(0)
    await driver.close()


async def test_status_counts_what_is_late_and_what_waits(
    engine: AsyncEngine, sequencer: Driver
) -> None:
    late, soon = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
    async with engine.begin() as connection:
        requests = [
            opening_of(issued("FP2026-001"), next_clock_at=late),
            opening_of(issued("FP2026-002"), next_clock_at=soon),
        ]
        await append_many(connection, requests)
    await sequence_batch(sequencer)
    await store_item(engine, issued("FP2026-003", due_on=None))
    async with engine.connect() as connection:
        status = await store_status(connection, NOW, DUE_ON + timedelta(days=1))
    assert (status.events_count, status.pending_count) == (3, 1)
    assert status.pending_age_seconds is not None
    assert status.oldest_timer == OldestTimer(stream_of("FP2026-001"), late)
    assert (status.overdue_timers_count, status.waiting_starts_count) == (1, 2)
    assert status.items_by_state == {ItemState.ISSUED: 3}
    assert status.overdue_items_count == 2
    assert status.calendar.missing_years == (2026, 2027)


async def test_the_status_of_an_empty_store_shows_nothing_waiting(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        status = await store_status(connection, NOW, DUE_ON)
    assert (status.events_count, status.pending_age_seconds, status.oldest_timer) == (0, None, None)


async def test_a_stream_is_loaded_as_its_decider_sees_it(engine: AsyncEngine) -> None:
    head = await store_item(engine, issued(), accepted())
    async with engine.connect() as connection:
        loaded = await load(connection, stream_of("FP2026-001"), RECTIFICATION)
        nothing = await load(connection, stream_of("FP2026-404"), RECTIFICATION)
    assert loaded.state is not None
    assert loaded.state["state"] == "accepted"
    assert (loaded.version, loaded.head) == (2, head.head)
    assert loaded.correlation == stream_of("FP2026-001")
    assert (nothing.state, nothing.version, nothing.head) == (None, 0, "")


async def test_streams_of_one_entity_come_page_by_page(engine: AsyncEngine) -> None:
    for number in ("3", "1", "2"):
        await store_item(engine, issued(number))
    async with engine.connect() as connection:
        first = await all_streams(connection, "dw", "rectification", limit=2)
        rest = await all_streams(connection, "dw", "rectification", after=first[-1])
        others = await all_streams(connection, "dw", "review")
    assert (first, rest, others) == ([stream_of("1"), stream_of("2")], [stream_of("3")], [])


async def test_a_failed_statement_does_not_repeat_its_values(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        with pytest.raises(DBAPIError) as caught:
            await connection.execute(sa.text("SELECT 1 / :zero, :who"), {"zero": 0, "who": "某某"})
    assert "某某" not in str(caught.value)
