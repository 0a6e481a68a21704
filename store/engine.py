"""Connections to the database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

_CONNECT_SECONDS = 10
_STATEMENT_SECONDS = 60


def open_engine(url: str, pool_size: int = 10) -> AsyncEngine:
    """A pool of connections; none is opened before it is needed.

    Args:
        url: `postgresql://…`, of the role that the process works under.
        pool_size: Connections at most; who needs another one waits.
    """
    engine = create_async_engine(
        asyncpg_url(url),
        pool_size=pool_size,
        max_overflow=0,
        hide_parameters=True,  # errors reach logs and histories; names and secrets must not
        connect_args={"timeout": _CONNECT_SECONDS, "command_timeout": _STATEMENT_SECONDS},
    )
    event.listen(engine.sync_engine, "checkout", _refuse_unclean)
    return engine


def asyncpg_url(url: str) -> URL:
    """The same URL for SQLAlchemy's asyncpg dialect."""
    return make_url(url).set(drivername="postgresql+asyncpg")


def _refuse_unclean(connection: Any, record: object, proxy: object) -> None:
    # Statements on the driver's connection fail unseen by SQLAlchemy, which would lend a dead
    # connection again and again, or one whose transaction a cancelled task left open: the next
    # user's commit would then be a mere savepoint. The driver knows both without a round trip.
    driver = connection.driver_connection
    if driver.is_closed() or driver.is_in_transaction():
        raise DisconnectionError
