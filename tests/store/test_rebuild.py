"""Read models come again out of the facts, the same to the byte; what was wrong is put right."""

from __future__ import annotations

import asyncpg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.postgres import Database
from models.policy import Level
from store.driver import Driver
from store.event_store import append_in_transaction
from store.rebuild import rebuild
from store.sequencer import sequence_batch
from store.verification import verify
from tests.store.items import accepted, as_new, issued, raised, store_item, stream_of
from tests.store.requests import after


async def test_rebuilding_what_is_right_changes_nothing(engine: AsyncEngine) -> None:
    await _two_items(engine)
    found = await rebuild(engine)
    assert (found.facts, found.rows, found.first) == (4, 2, ())
    assert not any(found.differences.values())


async def test_wrong_missing_and_surplus_rows_are_told_and_put_right(
    database: Database, engine: AsyncEngine
) -> None:
    await _two_items(engine)
    before = await _rows(engine)
    owner = await asyncpg.connect(database.dsn())
    await owner.execute("UPDATE ledger_item SET state = 'archived' WHERE number = 'FP2026-001'")
    await owner.execute("DELETE FROM ledger_item WHERE number = 'FP2026-002'")
    await owner.execute(
        "INSERT INTO org_unit_span (code, valid_from, name, kind, parent, leader_post, location)"
        " VALUES ('X', '2026-01-01', 'x', 'branch', '', '', '')"
    )
    await owner.close()
    found = await rebuild(engine)
    assert found.differences["ledger_item"] == 2
    assert found.differences["org_unit_span"] == 1
    told = {(one.table, one.key): one for one in found.first}
    changed = told["ledger_item", stream_of("FP2026-001")]
    assert (changed.columns, changed.is_missing, changed.is_surplus) == (("state",), False, False)
    assert told["ledger_item", stream_of("FP2026-002")].is_missing
    assert told["org_unit_span", "X 2026-01-01"].is_surplus
    assert await _rows(engine) == before
    async with engine.connect() as connection:
        assert await verify(connection) is None


async def test_after_a_rebuild_facts_are_followed_as_before(engine: AsyncEngine) -> None:
    head = await store_item(engine, issued())
    await rebuild(engine)
    request = after(head, stream_of("FP2026-001"), "next", *as_new(accepted()))
    await append_in_transaction(engine, request)
    assert [row[1] for row in await _rows(engine)] == ["accepted"]


async def test_facts_with_and_without_a_place_are_both_followed(
    engine: AsyncEngine, sequencer: Driver
) -> None:
    await store_item(engine, issued("FP2026-001"))
    await sequence_batch(sequencer)
    await store_item(engine, issued("FP2026-002"))
    assert (await rebuild(engine)).rows == 2


async def _two_items(engine: AsyncEngine) -> None:
    await store_item(engine, issued("FP2026-001"), accepted(), raised(Level.YELLOW))
    await store_item(engine, issued("FP2026-002"))


async def _rows(engine: AsyncEngine) -> list[tuple[object, ...]]:
    async with engine.connect() as connection:
        rows = await connection.execute(
            text("SELECT number, state, level, version FROM ledger_item ORDER BY number")
        )
        return [tuple(row) for row in rows]
