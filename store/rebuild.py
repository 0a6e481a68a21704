"""Writes the read models again from the facts, beside the live ones, and compares row by row.

The shadows are temporary tables of the same names. PostgreSQL finds them first, so the very code
that follows the facts every day fills them, and nobody else ever sees them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from store import read_models
from store.driver import Driver, bare_driver_of
from store.envelope import opened
from store.read_models import READ_MODELS, TABLES, ReadModel

_CHUNK = 1000
_WRITERS_WAIT = "10s"

Progress = Callable[[int], None]

# Facts in their global order, and after them those that have no place yet in the order of their
# numbers: what causes something stands before it.
_FACTS = """
SELECT envelope, payload FROM event
JOIN stream USING (stream_pk) LEFT JOIN leaf USING (event_seq)
WHERE split_part(stream_id, '/', 2) = ANY ($1::text[])
ORDER BY leaf_index NULLS LAST, event_seq"""


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A row that the live table and the facts do not agree on.

    Attributes:
        table: Name of the read model's table.
        live: The row as it stands, as text; None when it is missing.
        rebuilt: The row as the facts have it; None when it should not be there.
    """

    table: str
    live: str | None
    rebuilt: str | None


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild found: facts read, rows written, and differing rows by table."""

    facts: int
    rows: int
    differences: dict[str, int]
    first: RowDifference | None


async def rebuild(engine: AsyncEngine, on_progress: Progress = lambda facts: None) -> Rebuilt:
    """Rebuild every read model, compare it, and put the rebuilt rows in the place of wrong ones.

    Writers wait while it runs, readers do not.
    """
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        driver = await bare_driver_of(connection)
        async with driver.transaction(isolation="repeatable_read"):
            await driver.execute(f"SET LOCAL lock_timeout = '{_WRITERS_WAIT}'")
            # Locked before the snapshot is taken: nothing is written between the two.
            names = ", ".join(table.name for table in _tables(TABLES))
            await driver.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")
            facts = await fill_shadows(connection, driver, tuple(TABLES), on_progress)
            found = await _compare(driver, facts)
            for table, differences in found.differences.items():
                if differences:
                    await _replace(driver, table)
            await _drop_shadows(driver)
    return found


async def first_difference(
    connection: AsyncConnection,
    driver: Driver,
    models: Sequence[ReadModel],
    on_progress: Progress = lambda facts: None,
) -> RowDifference | None:
    """The first row in which these read models differ from the facts; changes nothing.

    Runs in the caller's transaction, whose snapshot has to be one for all of it.
    """
    await fill_shadows(connection, driver, models, on_progress)
    for table in _tables(models):
        if (difference := await _difference(driver, table)) is not None:
            return difference
    await _drop_shadows(driver, models)
    return None


async def fill_shadows(
    connection: AsyncConnection,
    driver: Driver,
    models: Sequence[ReadModel],
    on_progress: Progress,
) -> int:
    """Make empty shadows of the models' tables and let the models follow all facts into them."""
    for table in _tables(models):
        await driver.execute(
            f"CREATE TEMPORARY TABLE {table.name}"
            f" (LIKE public.{table.name} INCLUDING ALL) ON COMMIT DROP"
        )
    entities = [entity for entity, model in READ_MODELS.items() if model in models]
    facts = 0
    cursor = await driver.cursor(_FACTS, entities)
    while rows := await cursor.fetch(_CHUNK):
        events = [opened(row["envelope"], row["payload"]) for row in rows]
        await read_models.apply(connection, events)
        facts += len(rows)
        on_progress(facts)
    return facts


async def _compare(driver: Driver, facts: int) -> Rebuilt:
    rows, first = 0, None
    differences: dict[str, int] = {}
    for table in _tables(TABLES):
        name = table.name
        rows += await driver.fetchval(f"SELECT count(*) FROM pg_temp.{name}")
        differences[name] = await driver.fetchval(
            f"SELECT count(*) FROM ({_differing(name)}) AS differing"
        )
        if differences[name] and first is None:
            first = await _difference(driver, table)
    return Rebuilt(facts, rows, differences, first)


async def _difference(driver: Driver, table: sa.Table) -> RowDifference | None:
    row = await driver.fetchrow(f"{_differing(table.name)} ORDER BY 1 NULLS LAST, 2 LIMIT 1")
    return RowDifference(table.name, row["live"], row["rebuilt"]) if row else None


def _differing(name: str) -> str:
    """Query for the rows that stand on one side only, matched by primary key."""
    key = " AND ".join(f"live.{c.name} = rebuilt.{c.name}" for c in _table(name).primary_key)
    return (
        f"SELECT live::text AS live, rebuilt::text AS rebuilt FROM public.{name} AS live"
        f" FULL JOIN pg_temp.{name} AS rebuilt ON {key}"
        " WHERE live::text IS DISTINCT FROM rebuilt::text"
    )


async def _replace(driver: Driver, name: str) -> None:
    columns = ", ".join(c.name for c in _table(name).c if c.computed is None)
    await driver.execute(f"DELETE FROM public.{name}")
    await driver.execute(
        f"INSERT INTO public.{name} ({columns}) SELECT {columns} FROM pg_temp.{name}"
    )


async def _drop_shadows(driver: Driver, models: Iterable[ReadModel] = tuple(TABLES)) -> None:
    # Otherwise the next statement of this transaction would still find the shadows first.
    for table in _tables(models):
        await driver.execute(f"DROP TABLE pg_temp.{table.name}")


def _tables(models: Iterable[ReadModel]) -> list[sa.Table]:
    return [table for model in models for table in TABLES[model]]


def _table(name: str) -> sa.Table:
    return next(table for table in _tables(TABLES) if table.name == name)
