"""The list of streams that wait for a workflow."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import entity_start, stream


async def wait_for_workflows(connection: AsyncConnection, streams: Sequence[str]) -> None:
    """Put streams on the list; those that stand on it already stay where they are."""
    if streams:
        rows = [{"stream": name} for name in streams]
        await connection.execute(insert(entity_start).on_conflict_do_nothing(), rows)


async def wait_for_all(connection: AsyncConnection, committee: str, entities: Sequence[str]) -> int:
    """Put every stream of these entities on the list, for recovery; returns how many are on it.

    Finished ones are taken off again by the opening itself, which folds each stream.
    """
    chosen = sa.select(stream.c.stream_id).where(
        sa.or_(*(stream.c.stream_id.startswith(f"{committee}/{entity}/") for entity in entities))
    )
    await connection.execute(
        insert(entity_start).from_select(["stream"], chosen).on_conflict_do_nothing()
    )
    return await count_waiting(connection)


async def count_waiting(connection: AsyncConnection) -> int:
    """Streams on the list."""
    counted = await connection.scalar(sa.select(sa.func.count()).select_from(entity_start))
    return int(counted or 0)


async def waiting(connection: AsyncConnection, limit: int) -> list[str]:
    """The oldest entries of the list."""
    rows = await connection.scalars(
        sa.select(entity_start.c.stream).order_by(entity_start.c.position).limit(limit)
    )
    return list(rows)


async def forget(connection: AsyncConnection, streams: Sequence[str]) -> None:
    """Strike streams off the list."""
    await connection.execute(
        sa.delete(entity_start).where(entity_start.c.stream.in_(list(streams)))
    )
