"""Streams that wait for a workflow: each gets one, and one that cannot be read stops no other."""

from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import ActivityEnvironment

from activities.entities import EntityActivities
from models.errors import TransientError
from store.starts import wait_for_workflows, waiting
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
    assert await opened(engine, entities, 100) == 38
    assert await left(engine) == [STREAMS[0], STREAMS[7]]


async def test_when_nothing_can_be_started_the_engine_has_to_try_again(
    engine: AsyncEngine,
) -> None:
    with pytest.raises(TransientError):
        await opened(engine, Entities(*STREAMS), 100)
    assert await left(engine) == STREAMS
