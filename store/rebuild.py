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
TOLD = 20  # rows that are named; the rest is counted

Progress = Callable[[int], None]

# Facts in their global order, and after them those that have no place yet in the order of their
# numbers: what causes something stands before it.
_FACTS = """
SELECT envelope, payload FROM event
JOIN stream USING (stream_pk) LEFT JOIN leaf USING (event_seq)
WHERE split_part(stream_id, '/', 2) = ANY ($1::text[])
ORDER BY leaf_index NULLS LAST, event_seq"""


# Null when the row stands on one side only.
_DIFFERING_COLUMNS = """(
SELECT array_agg(ours.key ORDER BY ours.key)
FROM jsonb_each(to_jsonb(live)) AS ours JOIN jsonb_each(to_jsonb(rebuilt)) AS theirs USING (key)
WHERE ours.value IS DISTINCT FROM theirs.value)"""


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A row that the live table and the facts do not agree on, told without what it says.

    Attributes:
        table: Name of the read model's table.
        key: Its primary key as text.
        is_missing: True when the facts have it and the table does not.
        is_surplus: True when the table has it and the facts do not.
        columns: Names of those that differ; empty when the row stands on one side only.
    """

    table: str
    key: str
    is_missing: bool
    is_surplus: bool
    columns: tuple[str, ...]

    @property
    def told(self) -> str:
        """Where and how the row is wrong, in Chinese; never what it says: that may be personal."""
        if self.is_missing:
            what = "缺少这一行"
        elif self.is_surplus:
            what = "不应有这一行"
        else:
            what = f"不同的列：{'、'.join(self.columns)}"
        return f"{self.table} {self.key}：{what}"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild found: facts read, rows written, differing rows by table, and the first."""

    facts: int
    rows: int
    differences: dict[str, int]
    first: tuple[RowDifference, ...]


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
        if found := await _first_of(driver, table, 1):
            return found[0]
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
    rows = 0
    first: list[RowDifference] = []
    differences: dict[str, int] = {}
    for table in _tables(TABLES):
        name = table.name
        rows += await driver.fetchval(f"SELECT count(*) FROM pg_temp.{name}")
        differences[name] = await driver.fetchval(
            f"SELECT count(*) FROM ({_differing(name)}) AS differing"
        )
        if differences[name] and len(first) < TOLD:
            first += await _first_of(driver, table, TOLD - len(first))
    return Rebuilt(facts, rows, differences, tuple(first))


async def _first_of(driver: Driver, table: sa.Table, limit: int) -> list[RowDifference]:
    rows = await driver.fetch(f"{_differing(table.name)} ORDER BY key LIMIT {limit}")
    return [
        RowDifference(table.name, row["key"], row["is_missing"], row["is_surplus"], tuple(columns))
        for row in rows
        for columns in [row["columns"] or ()]
    ]


def _differing(name: str) -> str:
    """Query for the rows that stand on one side only, matched by primary key."""
    columns = [column.name for column in _table(name).primary_key]
    key = " AND ".join(f"live.{column} = rebuilt.{column}" for column in columns)
    told = ", ".join(f"coalesce(live.{column}, rebuilt.{column})" for column in columns)
    return (
        f"SELECT concat_ws(' ', {told}) AS key,"
        f" live.{columns[0]} IS NULL AS is_missing, rebuilt.{columns[0]} IS NULL AS is_surplus,"
        f" {_DIFFERING_COLUMNS} AS columns FROM public.{name} AS live"
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
