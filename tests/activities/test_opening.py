"""Streams that wait for a workflow: each gets one, and one that cannot be read stops no other."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import ActivityEnvironment

from activities.entities import EntityActivities
from models.errors import TransientError
from store.queries.status import store_status
from store.starts import wait_for_all, wait_for_workflows, waiting
from store.tables import entity_start
from tests.store.items import issued, store_item
from wire.messages import Receipt, TermsMessage
from wire.starts import CommandOrder

STREAMS = [f"dw/rectification/T-{number:02d}" for number in range(40)]


class Entities:
    """Starts everything but what it is told not to."""

    def __init__(self, *unreadable: str) -> None:
        self.started: list[str] = []
        self.looks = 0
        self._unreadable = unreadable

    async def start_from_facts(self, stream: str) -> bool:
        if stream in self._unreadable:
            raise TransientError("unreadable", stream)
        self.started.append(stream)
        self.looks = 0
        return True

    async def has_begun(self, stream: str) -> bool:
        """Begun at the third look."""
        assert stream in self.started
        self.looks += 1
        return self.looks == 3

    async def carry(self, order: CommandOrder) -> None:
        raise AssertionError(order)

    async def adopt_terms(self, stream: str, message: TermsMessage) -> Receipt:
        raise AssertionError(stream)


async def opened(engine: AsyncEngine, entities: Entities, limit: int) -> int:
    room = EntityActivities(engine, entities)
    return await ActivityEnvironment().run(room.open_waiting_entities, limit)


async def left(engine: AsyncEngine) -> list[str]:
    async with engine.connect() as connection:
        return await waiting(connection, 100)


async def on_the_list(engine: AsyncEngine) -> list[str]:
    query = sa.select(entity_start.c.stream).order_by(entity_start.c.position)
    async with engine.connect() as connection:
        return list(await connection.scalars(query))


async def pass_the_pause(engine: AsyncEngine) -> float:
    """Minutes for which the first entry has to wait; afterwards they are over."""
    async with engine.begin() as connection:
        left = await connection.scalar(
            sa.select(sa.func.max(entity_start.c.not_before_at) - sa.func.now())
        )
        await connection.execute(sa.update(entity_start).values(not_before_at=sa.func.now()))
    assert left is not None
    return float(left.total_seconds()) / 60


@pytest.fixture(autouse=True)
async def list_of_streams(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await wait_for_workflows(connection, STREAMS)


async def test_a_page_is_started_and_struck_off(engine: AsyncEngine) -> None:
    entities = Entities()
    assert await opened(engine, entities, 30) == 30
    assert sorted(entities.started) == STREAMS[:30]
    assert await left(engine) == STREAMS[30:]


async def test_no_page_follows_before_a_worker_has_taken_up_the_last(engine: AsyncEngine) -> None:
    entities = Entities()
    await opened(engine, entities, 30)
    assert entities.looks == 3


async def test_an_empty_list_ends_the_opening(engine: AsyncEngine) -> None:
    await opened(engine, Entities(), 100)
    assert await opened(engine, Entities(), 100) == 0


async def test_what_cannot_be_started_stays_and_is_in_nobodys_way(engine: AsyncEngine) -> None:
    entities = Entities(STREAMS[0], STREAMS[7])
    assert await opened(engine, entities, 100) == 40
    assert await on_the_list(engine) == [STREAMS[0], STREAMS[7]]


async def test_a_page_of_which_nothing_can_be_started_stops_none_behind_it(
    engine: AsyncEngine,
) -> None:
    entities = Entities(*STREAMS[:10])
    pages = [await opened(engine, entities, 10) for _ in range(5)]
    assert pages == [10, 10, 10, 10, 0]
    assert sorted(entities.started) == STREAMS[10:]
    assert await on_the_list(engine) == STREAMS[:10]


async def test_what_failed_is_tried_again_later_and_later(engine: AsyncEngine) -> None:
    entities = Entities(STREAMS[0])
    await opened(engine, entities, 100)
    pauses = []
    for _ in range(8):
        pauses.append(await pass_the_pause(engine))
        await opened(engine, entities, 100)
    assert [round(pause) for pause in pauses] == [1, 2, 4, 8, 16, 32, 60, 60]


async def test_status_names_what_failed_and_recovery_tries_it_at_once(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await store_item(engine, issued("T-00"))
        assert await connection.scalar(sa.select(sa.func.count()).select_from(entity_start))
    await opened(engine, Entities(STREAMS[0]), 100)
    async with engine.connect() as connection:
        status = await store_status(connection, datetime.now(UTC), date(2026, 4, 30))
    assert (status.failed_starts_count, status.failed_start) == (1, STREAMS[0])
    assert await left(engine) == []
    async with engine.begin() as connection:
        await wait_for_all(connection, "dw", ("rectification",))
    assert await left(engine) == [STREAMS[0]]
