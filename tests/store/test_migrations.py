"""The schema comes up from nothing, stays when asked twice, and is what the tables say."""

from __future__ import annotations

import importlib
import pkgutil

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

import store
from bench.postgres import Database, Server
from store.tables import metadata


async def test_upgrading_an_empty_database_twice_changes_nothing_the_second_time(
    postgres_server: Server,
) -> None:
    database = await postgres_server.create_database("empty", "template0")
    await database.upgrade()
    first = await _schema(database)
    await database.upgrade()
    assert await _schema(database) == first
    await postgres_server.drop_database("empty")


async def test_the_tables_in_code_are_those_of_the_migrations(database: Database) -> None:
    _import_every_table()

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    engine = create_async_engine(database.admin_url)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_a_migrator_gives_up_on_a_lock_that_it_does_not_get(database: Database) -> None:
    holder = await asyncpg.connect(database.dsn())
    await holder.execute("BEGIN; LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE")
    with pytest.raises(Exception, match="lock timeout"):
        await database.upgrade()
    await holder.close()


def _import_every_table() -> None:
    """Tables register themselves when their modules are imported."""
    for module in pkgutil.walk_packages(store.__path__, "store."):
        if not module.name.startswith("store.migrations"):
            importlib.import_module(module.name)


async def _schema(database: Database) -> list[tuple[str, ...]]:
    connection = await asyncpg.connect(database.dsn())
    rows = await connection.fetch(
        "SELECT table_name::text, column_name::text, data_type::text, is_nullable::text"
        " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
    )
    state = await connection.fetchrow("SELECT incarnation::text, size::text FROM log_state")
    await connection.close()
    return [tuple(row) for row in rows] + [tuple(state or ())]
