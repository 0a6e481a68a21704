"""Stops an append at an exact place, from inside the database of a bench and nowhere else.

Two triggers on the table of facts wait for a lock that the bench holds: one before a fact of an
armed kind is written, one at the commit of the transaction that wrote it. Whoever waits there can
be killed at leisure: the first has decided and stored nothing, the second is going to have stored
and will never be told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

BEFORE, COMMIT = "before", "commit"

_LOCK = 471_100_471
_SET_UP = f"""
CREATE TABLE bench_armed (type text, moment text, PRIMARY KEY (type, moment));
CREATE FUNCTION bench_hold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF EXISTS (SELECT FROM bench_armed WHERE type = NEW.type AND moment = TG_ARGV[0]) THEN
        PERFORM set_config('application_name', 'hold|' || TG_ARGV[0] || '|' || NEW.type, false);
        PERFORM pg_advisory_xact_lock_shared({_LOCK});
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER bench_before BEFORE INSERT ON event
    FOR EACH ROW EXECUTE FUNCTION bench_hold('{BEFORE}');
CREATE CONSTRAINT TRIGGER bench_commit AFTER INSERT ON event DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION bench_hold('{COMMIT}');
"""
_HELD = """
SELECT pid, application_name FROM pg_stat_activity
WHERE wait_event_type = 'Lock' AND wait_event = 'advisory' AND application_name LIKE 'hold|%'
"""
_PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Held:
    """An append that waits."""

    pid: int
    moment: str
    type: str


class Holds:
    """Arms kinds of events, finds who waits, and lets them go; survives stops of the server."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: asyncpg.Connection[Any] | None = None
        self._turn = asyncio.Lock()  # a connection serves one question at a time

    async def set_up(self) -> None:
        connection = await asyncpg.connect(self._url)
        await connection.execute(_SET_UP)
        await connection.close()

    async def arm(self, types: Iterable[str], moment: str) -> None:
        rows = [(type_, moment) for type_ in types]
        sql = "INSERT INTO bench_armed VALUES ($1, $2) ON CONFLICT DO NOTHING"
        await self._with(lambda it: it.executemany(sql, rows))

    async def held(self) -> list[Held]:
        """Who waits now; nobody while the server is away."""
        try:
            async with self._turn:
                rows = await (await self._connected()).fetch(_HELD)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            self._connection = None
            return []
        return [Held(row["pid"], *row["application_name"].split("|")[1:]) for row in rows]

    async def let_go(self, held: list[Held]) -> None:
        """Their worker is dead: those before writing lose everything, the others commit."""
        sql = "DELETE FROM bench_armed WHERE type = $1 AND moment = $2"
        rows = [(each.type, each.moment) for each in held]
        await self._with(lambda it: it.executemany(sql, rows))
        lost = [(each.pid,) for each in held if each.moment == BEFORE]
        await self._with(lambda it: it.executemany("SELECT pg_terminate_backend($1)", lost))
        await self._with(self._open_and_close)

    async def open_for_good(self) -> None:
        """Nobody is held any more."""
        if self._connection is not None:
            await self._connection.close()
        self._connection = None

    async def new_types(self, since: int) -> tuple[int, list[str]]:
        """Kinds of events that were stored after a number, and the last number."""
        rows = await self._with(
            lambda it: it.fetch(
                "SELECT event_seq, type FROM event WHERE event_seq > $1 ORDER BY 1", since
            )
        )
        return (rows[-1]["event_seq"] if rows else since), [row["type"] for row in rows]

    async def stands(self, event_id: UUID) -> bool:
        """True when a fact is stored."""
        sql = "SELECT EXISTS (SELECT FROM event WHERE event_id = $1)"
        return bool(await self._with(lambda it: it.fetchval(sql, event_id)))

    async def _open_and_close(self, connection: asyncpg.Connection[Any]) -> None:
        await connection.execute(f"SELECT pg_advisory_unlock({_LOCK})")
        await connection.execute(f"SELECT pg_advisory_lock({_LOCK})")

    async def _connected(self) -> asyncpg.Connection[Any]:
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(self._url, timeout=5)
            await self._connection.execute(f"SELECT pg_advisory_lock({_LOCK})")
        return self._connection

    async def _with(self, work: Callable[[asyncpg.Connection[Any]], Awaitable[Any]]) -> Any:
        while True:
            try:
                async with self._turn:
                    return await work(await self._connected())
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                self._connection = None
                await asyncio.sleep(_PAUSE_SECONDS)
