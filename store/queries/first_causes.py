"""What caused the first fact of a stream: tells whether a ledger's row was imported before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import event, stream

_FIRST = (
    sa.select(stream.c.stream_id, event.c.envelope)
    .join(event, event.c.stream_pk == stream.c.stream_pk)
    .where(stream.c.stream_id.in_(sa.bindparam("streams", expanding=True)))
    .where(event.c.version == 1)
)


async def first_causes(connection: AsyncConnection, streams: Sequence[str]) -> Mapping[str, str]:
    """Command hash of the first fact of those of the streams that exist."""
    if not streams:
        return {}
    rows = await connection.execute(_FIRST, {"streams": list(streams)})
    return {row.stream_id: str(json.loads(row.envelope)["command_hash"]) for row in rows}
