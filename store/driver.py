"""The asyncpg connection under a SQLAlchemy one, for the few statements whose cost counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection

if TYPE_CHECKING:
    Driver: TypeAlias = asyncpg.Connection[asyncpg.Record]
else:
    Driver = asyncpg.Connection


async def driver_of(connection: AsyncConnection) -> Driver:
    """The driver's connection, inside the caller's transaction if there is one."""
    driver = await bare_driver_of(connection)
    if not driver.is_in_transaction():
        # SQLAlchemy begins with its own first statement: without one, what the driver runs
        # would be committed at once instead of with the caller's transaction.
        await connection.exec_driver_sql("SELECT 1")
    return driver


async def bare_driver_of(connection: AsyncConnection) -> Driver:
    """The driver's connection as it is; transactions are the caller's own affair."""
    raw = await connection.get_raw_connection()
    driver: Driver | None = raw.driver_connection
    if driver is None:
        raise RuntimeError("connection without a driver")
    return driver
