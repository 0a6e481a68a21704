"""Whatever is changed behind the store's back is found, and named; what is whole is not accused."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.postgres import Database
from models.policy import Level
from store.driver import Driver
from store.event_store import append_in_transaction
from store.sequencer import sequence_batch
from store.verification import Fault, verify
from tests.store.items import accepted, issued, raised, store_item
from tests.store.requests import after, happened, opening

_FORGED = '{"a":1}'

# Statement of someone with every right, and the kind of fault that it leaves behind.
_TAMPERING = [
    ("UPDATE event SET payload = '{}' WHERE version = 2", "payload_changed"),
    ("UPDATE event SET body_hash = '\\x00' WHERE version = 2", "body_hash_differs"),
    ("UPDATE event SET type = 'thing.forged' WHERE version = 2", "columns_differ"),
    ("UPDATE event SET event_id = gen_random_uuid() WHERE version = 2", "columns_differ"),
    (f"UPDATE event SET envelope = '{_FORGED}' WHERE version = 3", "envelope_unreadable"),
    (
        """UPDATE event SET envelope =
            replace(convert_from(envelope, 'UTF8'), 'a-17', 'a-18')::bytea
        WHERE version = 2 AND stream_pk = 1""",
        "chain_broken",
    ),
    ("UPDATE event SET envelope = envelope || ' ' WHERE version = 2", "envelope_not_canonical"),
    ("UPDATE event SET envelope = 'x' WHERE version = 2", "envelope_unreadable"),
    ("DELETE FROM event WHERE version = 2", "version_missing"),
    ("DELETE FROM event WHERE version = 3 AND stream_pk = 1", "head_differs"),
    ("DELETE FROM event WHERE stream_pk = 1", "stream_empty"),
    ("UPDATE stream SET head_hash = '\\x00'", "head_differs"),
    ("UPDATE stream SET version = 2 WHERE stream_pk = 1", "head_differs"),
    ("DELETE FROM leaf WHERE leaf_index = 1", "leaf_missing"),
    ("DELETE FROM leaf WHERE leaf_index = 5", "frontier_differs"),
    ("UPDATE leaf SET event_seq = 99 WHERE leaf_index = 1", "leaf_without_event"),
    ("UPDATE leaf SET leaf_hash = '\\x00' WHERE leaf_index = 1", "leaf_differs"),
    (
        "UPDATE leaf SET leaf_index = -1 - leaf_index; UPDATE leaf SET leaf_index = leaf_index + 6",
        "stream_out_of_order",
    ),
    ("UPDATE log_state SET size = 7", "frontier_differs"),
    ("UPDATE log_state SET frontier = '{}'", "frontier_differs"),
    ("INSERT INTO tree_node VALUES (0, 0, '')", "tree_node_differs"),
    ("DELETE FROM pending", "count_differs"),
    ("UPDATE pending SET event_hash = ''", "count_differs"),
    ("INSERT INTO pending SELECT event_seq, event_hash FROM event LIMIT 1", "count_differs"),
    ("UPDATE ledger_item SET state = 'archived'", "ledger_differs"),
    ("UPDATE ledger_item SET extended_due_on = due_on", "ledger_differs"),
    ("UPDATE ledger_item SET version = 1", "ledger_behind"),
    ("DELETE FROM ledger_item", "ledger_row_missing"),
]


@pytest_asyncio.fixture
async def owner(database: Database) -> AsyncIterator[Driver]:
    """Someone who may do anything, triggers switched off."""
    connection = await asyncpg.connect(database.dsn())
    await connection.execute("SET session_replication_role = replica")
    yield connection
    await connection.close()


@pytest_asyncio.fixture
async def whole(engine: AsyncEngine, sequencer: Driver) -> AsyncEngine:
    """Six facts with a place, in two streams, and an item whose two facts wait for theirs."""
    for stream in ("dw/thing/1", "dw/thing/2"):
        head = await append_in_transaction(engine, opening(stream))
        for step in "ab":
            head = await append_in_transaction(engine, after(head, stream, step, happened(s=step)))
    await sequence_batch(sequencer)
    await store_item(engine, issued(), accepted(), raised(Level.YELLOW))
    return engine


async def test_what_is_whole_is_not_accused(whole: AsyncEngine) -> None:
    assert await _verify(whole) is None


async def test_an_empty_store_is_whole(engine: AsyncEngine) -> None:
    assert await _verify(engine) is None


@pytest.mark.parametrize(("statement", "kind"), _TAMPERING)
async def test_tampering_is_found_and_named(
    whole: AsyncEngine, owner: Driver, statement: str, kind: str
) -> None:
    assert await owner.execute(statement) not in ("UPDATE 0", "DELETE 0")
    fault = await _verify(whole)
    assert fault is not None
    assert fault.kind == kind, fault.message


async def test_a_row_of_another_read_model_that_no_fact_knows_is_found(
    whole: AsyncEngine, owner: Driver
) -> None:
    await owner.execute(
        "INSERT INTO policy_version (version, policy, reason, proposed_by, proposed_at)"
        " VALUES (1, '{}', '', 'a', now())"
    )
    fault = await _verify(whole)
    assert fault is not None
    assert (fault.kind, "policy_version" in fault.message) == ("read_model_differs", True)


async def test_a_ledger_row_that_no_item_stands_for_is_found(
    whole: AsyncEngine, owner: Driver
) -> None:
    columns = await owner.fetchval(
        "SELECT string_agg(column_name, ', ') FROM information_schema.columns"
        " WHERE table_name = 'ledger_item' AND is_generated = 'NEVER' AND column_name <> 'stream'"
    )
    await owner.execute(
        f"INSERT INTO ledger_item (stream, {columns}) SELECT 'x', {columns} FROM ledger_item"
    )
    fault = await _verify(whole)
    assert fault is not None
    assert fault.kind == "ledger_row_extra"


async def test_verifying_tells_how_far_it_is(whole: AsyncEngine) -> None:
    told: list[tuple[str, int, int]] = []
    async with whole.connect() as connection:
        await verify(connection, lambda *progress: told.append(progress))
    assert ("chains", 9, 9) in told
    assert ("order", 6, 9) in told


async def _verify(engine: AsyncEngine) -> Fault | None:
    async with engine.connect() as connection:
        return await verify(connection)
