"""A PostgreSQL server of one's own for tests and benches, and its databases by role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import asyncpg

from runtime.embedded.postgresql import SUPERUSER, Postgresql, running_postgresql
from store.migrate import upgrade
from store.roles import APP_ROLE, SEQUENCER_ROLE


@dataclass(frozen=True)
class Database:
    """URLs of one database, by role."""

    server: Postgresql
    name: str

    def dsn(self, role: str = SUPERUSER) -> str:
        """Plain URL for a role, for asyncpg and psycopg."""
        return self.server.url(self.name, role)

    def url(self, role: str) -> str:
        """SQLAlchemy URL for a role."""
        return self.dsn(role).replace("postgresql://", "postgresql+asyncpg://", 1)

    @property
    def admin_url(self) -> str:
        """Owner of the tables."""
        return self.url(SUPERUSER)

    @property
    def app_url(self) -> str:
        """Role that serves people."""
        return self.url(APP_ROLE)

    @property
    def sequencer_url(self) -> str:
        """Role that puts facts in order."""
        return self.url(SEQUENCER_ROLE)

    async def upgrade(self) -> None:
        """Bring the schema up and give both roles their passwords."""
        await upgrade(
            self.admin_url, self.server.password(APP_ROLE), self.server.password(SEQUENCER_ROLE)
        )


@dataclass(frozen=True)
class Server:
    """A running server."""

    postgresql: Postgresql

    async def create_database(self, name: str, template: str = "template1") -> Database:
        """A new database, a copy of the template."""
        await self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return Database(self.postgresql, name)

    async def drop_database(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        await self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    async def execute(self, statement: str, database: str = "postgres") -> None:
        """Run a statement by itself, as the owner."""
        connection = await asyncpg.connect(Database(self.postgresql, database).dsn())
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def temporary_server(*, is_durable: bool = True) -> Iterator[Server]:
    """Start a server in a temporary directory and remove both afterwards."""
    with running_postgresql(is_durable=is_durable) as (postgresql, _):
        yield Server(postgresql)
