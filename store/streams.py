"""Streams as the store finds them: one of them folded, or all of a kind by id."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.facts import Decider
from store.event_store import EventStore
from store.folding import folded
from store.tables import stream as stream_table
from wire.messages import LoadedStream


async def load(
    connection: AsyncConnection, stream: str, decider: Decider[Any, Any, Any]
) -> LoadedStream:
    """Fold of a stream; version 0 and no state when it has no facts."""
    return folded(decider, await EventStore().read(connection, stream))


async def all_streams(
    connection: AsyncConnection, committee: str, entity: str, after: str = "", limit: int = 1000
) -> list[str]:
    """A page of an entity's stream ids in byte order, those after the given one."""
    prefix = f"{committee}/{entity}/"
    rows = await connection.scalars(
        sa.select(stream_table.c.stream_id)
        .where(stream_table.c.stream_id > max(after, prefix))
        # The character after the slash: an upper bound that the index understands.
        .where(stream_table.c.stream_id < f"{committee}/{entity}0")
        .order_by(stream_table.c.stream_id)
        .limit(limit)
    )
    return list(rows)
