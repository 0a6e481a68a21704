"""Resources that several parts of the suite share: one PostgreSQL server, one database a test."""

from __future__ import annotations

import asyncio
import itertools
import sys
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
import structlog
from hypothesis import settings
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.postgres import Database, Server, temporary_server
from store.engine import open_engine
from tests.service import service, workday_service

__all__ = ["service", "workday_service"]

_TEMPLATE = "migrated"
# How long an example takes says more of the machine than of the rule.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
# A worker in the tests' own process logs beside what a command says, never into it.
structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.__stderr__))
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One server for the session, with a migrated template to copy databases from."""
    with temporary_server(is_durable=False) as server:
        asyncio.run(_prepare_template(server))
        yield server


async def _prepare_template(server: Server) -> None:
    template = await server.create_database(_TEMPLATE)
    await template.upgrade()


@pytest_asyncio.fixture
async def database(postgres_server: Server) -> AsyncIterator[Database]:
    """A fresh, migrated database."""
    database = await postgres_server.create_database(f"test_{next(_numbers)}", _TEMPLATE)
    yield database
    await postgres_server.drop_database(database.name)


@pytest_asyncio.fixture
async def engine(database: Database) -> AsyncIterator[AsyncEngine]:
    """Connections of the application's role to the test's database."""
    engine = open_engine(database.app_url)
    yield engine
    await engine.dispose()
