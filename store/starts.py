"""The list of streams that wait for a workflow."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import entity_start, stream

_LONGEST_PAUSE_MINUTES = 60
_IS_DUE = entity_start.c.not_before_at <= sa.func.now()


async def wait_for_workflows(connection: AsyncConnection, streams: Sequence[str]) -> None:
    """Put streams on the list; those that stand on it already stay where they are."""
    if streams:
        rows = [{"stream": name} for name in streams]
        await connection.execute(insert(entity_start).on_conflict_do_nothing(), rows)


async def wait_for_all(connection: AsyncConnection, committee: str, entities: Sequence[str]) -> int:
    """Put every stream of these entities on the list, for recovery; returns how many are on it.

    Finished ones are taken off again by the opening itself, which folds each stream. Those that
    failed before are tried at once.
    """
    chosen = sa.select(stream.c.stream_id).where(
        sa.or_(*(stream.c.stream_id.startswith(f"{committee}/{entity}/") for entity in entities))
    )
    wanted = insert(entity_start).from_select(["stream"], chosen)
    await connection.execute(
        wanted.on_conflict_do_update(
            index_elements=["stream"], set_={"failures": 0, "not_before_at": sa.func.now()}
        )
    )
    return await count_waiting(connection)


async def count_waiting(connection: AsyncConnection) -> int:
    """Streams on the list."""
    counted = await connection.scalar(sa.select(sa.func.count()).select_from(entity_start))
    return int(counted or 0)


async def waiting(connection: AsyncConnection, limit: int) -> list[str]:
    """The oldest entries of the list whose time has come."""
    rows = await connection.scalars(
        sa.select(entity_start.c.stream)
        .where(_IS_DUE)
        .order_by(entity_start.c.position)
        .limit(limit)
    )
    return list(rows)


async def is_any_due(connection: AsyncConnection) -> bool:
    """True when the list has entries whose time has come."""
    return bool(await waiting(connection, 1))


async def postpone(connection: AsyncConnection, streams: Sequence[str]) -> None:
    """Move streams that could not be started behind: for a minute, and twice as long each time."""
    doubled = sa.func.power(2, sa.func.least(entity_start.c.failures, 6))
    minutes = sa.cast(sa.func.least(doubled, _LONGEST_PAUSE_MINUTES), sa.Integer)
    await connection.execute(
        sa.update(entity_start)
        .where(entity_start.c.stream.in_(list(streams)))
        .values(
            failures=entity_start.c.failures + 1,
            not_before_at=sa.func.now() + sa.func.make_interval(0, 0, 0, 0, 0, minutes),
        )
    )


async def forget(connection: AsyncConnection, streams: Sequence[str]) -> None:
    """Strike streams off the list."""
    await connection.execute(
        sa.delete(entity_start).where(entity_start.c.stream.in_(list(streams)))
    )
