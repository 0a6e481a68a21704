"""Resources of the store's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio

from bench.postgres import Database
from store.driver import Driver
from store.roles import SEQUENCER_ROLE


@pytest_asyncio.fixture
async def sequencer(database: Database) -> AsyncIterator[Driver]:
    """A connection of the role that puts facts in order."""
    connection = await asyncpg.connect(database.dsn(SEQUENCER_ROLE))
    yield connection
    await connection.close()
