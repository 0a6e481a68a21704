"""Nobody who works with the database can change or remove what was stored."""

from __future__ import annotations

import asyncpg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.postgres import Database
from store.driver import Driver
from store.event_store import append_in_transaction
from store.roles import APP_ROLE, SEQUENCER_ROLE
from store.sequencer import sequence_batch
from tests.store.requests import opening

_CHANGES = (
    "UPDATE event SET payload = payload",
    "DELETE FROM event",
    "TRUNCATE event CASCADE",
    "UPDATE leaf SET leaf_index = leaf_index",
    "DELETE FROM leaf",
    "TRUNCATE leaf",
    "DELETE FROM tree_node",
    "TRUNCATE tree_node",
)


@pytest.mark.parametrize("statement", _CHANGES)
async def test_the_tables_own_owner_is_stopped(database: Database, statement: str) -> None:
    connection = await asyncpg.connect(database.dsn())
    with pytest.raises(asyncpg.RaiseError, match="append-only"):
        await connection.execute(statement)
    await connection.close()


@pytest.mark.parametrize("role", [APP_ROLE, SEQUENCER_ROLE])
@pytest.mark.parametrize("statement", [*_CHANGES, "DROP TABLE event", "DELETE FROM stream"])
async def test_the_roles_that_work_have_no_right_to(
    database: Database, role: str, statement: str
) -> None:
    connection = await asyncpg.connect(database.dsn(role))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(statement)
    await connection.close()


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        (APP_ROLE, "DELETE FROM pending"),
        (APP_ROLE, "INSERT INTO leaf VALUES (0, 0, '')"),
        (APP_ROLE, "UPDATE log_state SET size = 0"),
        (SEQUENCER_ROLE, "INSERT INTO pending VALUES (0, '')"),
        (SEQUENCER_ROLE, "SELECT payload FROM event"),
    ],
)
async def test_neither_role_can_do_the_others_work(
    database: Database, role: str, statement: str
) -> None:
    connection = await asyncpg.connect(database.dsn(role))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(statement)
    await connection.close()


async def test_each_role_can_do_its_own(engine: AsyncEngine, sequencer: Driver) -> None:
    assert (await append_in_transaction(engine, opening())).outcome == "appended"
    assert await sequence_batch(sequencer) == 1
