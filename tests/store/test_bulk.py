"""Many streams are opened in one transaction, in their order, and a second time changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from models.errors import VersionConflictError
from store.bulk import CHUNK, BulkResult, append_many
from store.driver import Driver
from store.event_store import EventStore, append_in_transaction
from store.sequencer import sequence_batch
from tests.store.requests import after, happened, opening
from wire.messages import AppendRequest

SOON = datetime(2026, 5, 6, 1, tzinfo=UTC)
COUNT = CHUNK + 7


def _requests(count: int = COUNT) -> list[AppendRequest]:
    return [
        opening(
            f"dw/thing/{number:05d}",
            happened(number=number),
            happened("thing.moved"),
            imported=True,
            next_clock_at=SOON if number % 2 else None,
        )
        for number in range(count)
    ]


async def test_streams_come_in_with_their_facts_promises_and_places_in_the_queue(
    engine: AsyncEngine,
) -> None:
    progress: list[int] = []
    async with engine.begin() as connection:
        result = await append_many(connection, iter(_requests()), progress.append)
    assert result == BulkResult(COUNT, 0)
    assert progress == [CHUNK, COUNT]
    async with engine.connect() as connection:
        facts = await EventStore().read(connection, "dw/thing/00003")
        assert [(fact.version, fact.type) for fact in facts] == [
            (1, "thing.happened"),
            (2, "thing.moved"),
        ]
        assert facts[0].imported
        for table in ("entity_timer", "entity_start"):
            counted = await connection.scalar(text(f"SELECT count(*) FROM {table}"))
            assert counted == COUNT // 2


async def test_what_was_opened_in_bulk_goes_on_like_any_other_stream(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await append_many(connection, _requests(1))
    again = await append_in_transaction(engine, _requests(1)[0])
    assert again.outcome == "already_appended"
    result = await append_in_transaction(engine, after(again, "dw/thing/00000", "next"))
    assert result.last_version == 3


async def test_the_global_order_is_the_order_of_the_requests(
    engine: AsyncEngine, sequencer: Driver
) -> None:
    async with engine.begin() as connection:
        await append_many(connection, reversed(_requests()))
    await sequence_batch(sequencer)
    async with engine.connect() as connection:
        leaves = await EventStore().read_leaves(connection, 0, COUNT * 2)
    expected = [(r.stream, version) for r in reversed(_requests()) for version in (1, 2)]
    assert [(fact.stream, fact.version) for fact in leaves] == expected


async def test_a_second_time_changes_nothing(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await append_many(connection, _requests(3))
    async with engine.begin() as connection:
        assert await append_many(connection, _requests(5)) == BulkResult(2, 3)


async def test_another_beginning_of_a_stream_rolls_everything_back(engine: AsyncEngine) -> None:
    await append_in_transaction(engine, opening("dw/thing/00004", step="other"))
    with pytest.raises(VersionConflictError):
        async with engine.begin() as connection:
            await append_many(connection, _requests(5))
    async with engine.connect() as connection:
        assert await EventStore().read(connection, "dw/thing/00000") == []


async def test_a_stream_twice_is_a_mistake_of_the_caller(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        with pytest.raises(ValueError, match="once"):
            await append_many(connection, _requests(1) * 2)
