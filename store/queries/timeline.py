"""Everything that happened to one entity, in order, with its place among all facts."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from store.envelope import opened
from store.tables import event, leaf, stream
from wire.messages import RecordedEvent

_TIMELINE = (
    sa.select(event.c.envelope, event.c.payload, leaf.c.leaf_index)
    .join(stream, stream.c.stream_pk == event.c.stream_pk)
    # A fact has no place yet for the moment between its commit and the sequencer's.
    .outerjoin(leaf, leaf.c.event_seq == event.c.event_seq)
    .where(stream.c.stream_id == sa.bindparam("stream"))
    .where(event.c.version > sa.bindparam("after"))
    .order_by(event.c.version)
    .limit(sa.bindparam("count"))
)


async def timeline(
    connection: AsyncConnection, stream_id: str, after_version: int = 0, limit: int = 500
) -> Sequence[RecordedEvent]:
    """Facts of a stream after a version, oldest first; the next page starts after the last."""
    rows = await connection.execute(
        _TIMELINE, {"stream": stream_id, "after": after_version, "count": limit}
    )
    return [opened(row.envelope, row.payload, row.leaf_index) for row in rows]
