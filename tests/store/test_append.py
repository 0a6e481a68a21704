"""Appending at the edges: lost answers, lost connections, timers, transactions of the caller."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.postgres import Database
from models.errors import StreamConflictError, TransientError, VersionConflictError
from models.ids import event_id
from store.driver import bare_driver_of
from store.engine import asyncpg_url, open_engine
from store.envelope import body_hash, leaf_hash, seal
from store.event_store import EventStore, append_in_transaction
from store.roles import APP_ROLE
from tests.store.answer_cutter import answers_cut
from tests.store.requests import SOME_DAY, after, happened, opening

STREAM = "dw/thing/1"
SOON = datetime(2026, 5, 6, 1, tzinfo=UTC)


async def test_when_only_the_answer_is_lost_the_retry_says_already_appended(
    database: Database, engine: AsyncEngine
) -> None:
    url = asyncpg_url(database.app_url)
    async with answers_cut(url.host or "", url.port or 0) as (cutter, port):
        behind = open_engine(url.set(port=port).render_as_string(hide_password=False))
        with pytest.raises(TransientError):
            await append_in_transaction(behind, opening())
        await behind.dispose()
    assert cutter.is_cut
    assert (await append_in_transaction(engine, opening())).outcome == "already_appended"


async def test_a_pool_of_dead_connections_heals_by_itself(
    database: Database, engine: AsyncEngine
) -> None:
    head = await append_in_transaction(engine, opening())
    await _cut_connections(database)
    result = await append_in_transaction(engine, after(head, STREAM, "next"))
    assert result.outcome == "appended"


async def test_a_transaction_that_was_left_open_is_lent_to_nobody(database: Database) -> None:
    engine = open_engine(database.app_url, pool_size=1)
    async with engine.connect() as connection:
        await (await bare_driver_of(connection)).execute("BEGIN")  # as a cancelled task leaves it
    await append_in_transaction(engine, opening())
    await engine.dispose()
    async with open_engine(database.app_url).connect() as connection:
        assert len(await EventStore().read(connection, STREAM)) == 1


async def test_a_server_that_is_not_there_is_a_passing_trouble(database: Database) -> None:
    url = asyncpg_url(database.app_url).set(port=1)
    engine = open_engine(url.render_as_string(hide_password=False))
    with pytest.raises(TransientError):
        await append_in_transaction(engine, opening())


async def test_the_loser_waits_for_the_winner_and_is_then_refused(engine: AsyncEngine) -> None:
    head = await append_in_transaction(engine, opening())
    async with engine.connect() as connection:
        await connection.begin()
        await EventStore().append(connection, after(head, STREAM, "winner"))
        loser = asyncio.create_task(
            append_in_transaction(engine, after(head, STREAM, "loser")),
        )
        await _until_waiting(engine)
        await connection.commit()
    with pytest.raises(VersionConflictError):
        await loser


async def test_what_the_caller_rolls_back_never_was(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.begin()
        await EventStore().append(connection, opening())
        await connection.rollback()
        assert await EventStore().read(connection, STREAM) == []


async def test_an_id_that_stands_in_another_stream_is_a_conflict(
    database: Database, engine: AsyncEngine
) -> None:
    head = await append_in_transaction(engine, opening("dw/thing/other"))
    owner = await asyncpg.connect(database.dsn())
    await owner.execute(
        "INSERT INTO event (stream_pk, version, event_id, type, schema_version, body_hash,"
        " envelope, payload) SELECT stream_pk, 2, $1, 'x', 1, '', '{\"step\":\"open\"}', '{}'"
        " FROM stream",
        event_id(STREAM, "open", 0),
    )
    await owner.close()
    assert head.last_version == 1
    with pytest.raises(StreamConflictError):
        await append_in_transaction(engine, opening(STREAM))


async def test_part_of_a_step_without_its_beginning_is_a_conflict(
    database: Database, engine: AsyncEngine
) -> None:
    await append_in_transaction(engine, opening())
    owner = await asyncpg.connect(database.dsn())
    await owner.execute(
        "INSERT INTO event (stream_pk, version, event_id, type, schema_version, body_hash,"
        " envelope, payload) SELECT stream_pk, 2, $1, 'x', 1, '', '{\"step\":\"two\"}', '{}'"
        " FROM stream",
        event_id(STREAM, "two", 1),
    )
    await owner.close()
    request = replace(opening(STREAM, happened(), happened(), step="two"), expected_version=1)
    with pytest.raises(StreamConflictError):
        await append_in_transaction(engine, replace(request, expected_head="00" * 32))


async def test_the_next_promise_is_kept_changed_and_cleared(engine: AsyncEngine) -> None:
    async def promise() -> datetime | None:
        async with engine.connect() as connection:
            found: datetime | None = await connection.scalar(
                text("SELECT next_clock_at FROM entity_timer WHERE stream = :s"), {"s": STREAM}
            )
            return found

    head = await append_in_transaction(engine, opening(next_clock_at=SOON))
    assert await promise() == SOON
    later = replace(after(head, STREAM, "later"), next_clock_at=SOON.replace(day=11))
    head = await append_in_transaction(engine, later)
    assert await promise() == SOON.replace(day=11)
    # A resend of the first step must not bring its promise back.
    await append_in_transaction(engine, opening(next_clock_at=SOON))
    assert await promise() == SOON.replace(day=11)
    await append_in_transaction(engine, after(head, STREAM, "over"))
    assert await promise() is None


async def test_the_database_computes_the_hash_that_the_chain_was_made_with(
    engine: AsyncEngine,
) -> None:
    result = await append_in_transaction(engine, opening(STREAM, happened(a=1), happened(b=2)))
    async with engine.connect() as connection:
        rows = (
            await connection.execute(
                text("SELECT envelope, event_hash, payload FROM event ORDER BY version")
            )
        ).all()
    assert [row.event_hash for row in rows] == [leaf_hash(row.envelope) for row in rows]
    assert rows[-1].event_hash.hex() == result.head
    assert rows[0].event_hash.hex().encode() in rows[1].envelope
    assert sha256(rows[0].payload).hexdigest().encode() in rows[0].envelope


def test_a_resend_at_another_time_and_version_has_the_same_body() -> None:
    now, then = (seal(opening(STREAM), at) for at in (SOME_DAY, SOON))
    moved = seal(replace(opening(STREAM), expected_version=7), SOON)
    assert now[0].body_hash == then[0].body_hash == moved[0].body_hash
    assert now[0].hash != then[0].hash


def test_bodies_differ_by_type_schema_and_data() -> None:
    event = happened(n=1)
    bodies = {
        body_hash(event, b"{}"),
        body_hash(event, b"[]"),
        body_hash(replace(event, type="thing.moved"), b"{}"),
        body_hash(replace(event, schema_version=2), b"{}"),
    }
    assert len(bodies) == 4


async def _cut_connections(database: Database) -> None:
    owner = await asyncpg.connect(database.dsn())
    await owner.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = $1"
        " AND datname = current_database()",
        APP_ROLE,
    )
    await owner.close()


async def _until_waiting(engine: AsyncEngine) -> None:
    """Wait until some session waits for a lock."""
    async with asyncio.timeout(10), engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        while not await connection.scalar(  # noqa: ASYNC110 (the condition is in the database)
            text("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        ):
            await asyncio.sleep(0.01)
