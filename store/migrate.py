"""Brings a database to the newest schema; running it again changes nothing."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from store.engine import asyncpg_url
from store.roles import APP_ROLE, SEQUENCER_ROLE

# A migration that cannot get its lock gives up instead of making every writer queue behind it.
LOCK_TIMEOUT = "5s"
_MIGRATORS_LOCK = 0x66757061  # any number that only migrators take


async def upgrade(
    admin_url: str, app_password: str | None = None, sequencer_password: str | None = None
) -> None:
    """Create what is missing: roles, then tables. One transaction: all of it or nothing.

    Args:
        admin_url: `postgresql://…`, of a role that may create roles and tables.
        app_password: Password of the role that serves people; None leaves it as it is.
        sequencer_password: Password of the role that puts facts in order; None leaves it.
    """
    engine = create_async_engine(asyncpg_url(admin_url))
    try:
        async with engine.begin() as connection:
            await connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATORS_LOCK})"))
            await _ensure_role(connection, APP_ROLE, app_password)
            await _ensure_role(connection, SEQUENCER_ROLE, sequencer_password)
            await connection.run_sync(_run)
    finally:
        await engine.dispose()


def configuration(connection: Connection) -> Config:
    """Alembic's settings, without a file: the scripts stand beside this module."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def _run(connection: Connection) -> None:
    # Several heads are allowed: each read model may bring a line of migrations of its own.
    command.upgrade(configuration(connection), "heads")


async def _ensure_role(connection: AsyncConnection, role: str, password: str | None) -> None:
    # Roles belong to the whole cluster; another database's migrator may create them meanwhile.
    await connection.execute(
        text(
            f"DO $$ BEGIN CREATE ROLE {role} LOGIN; "
            "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
    )
    if password is not None:
        quoted = password.replace("'", "''")
        await connection.exec_driver_sql(f"ALTER ROLE {role} PASSWORD '{quoted}'")
