"""What caused the first fact of a stream: tells whether a ledger's row was imported before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import event, stream

# The limit keeps the look-up a look-up: just after a large import the planner knows nothing of the
# tables and would read all facts for each batch.
_first_event = (
    sa.select(event.c.envelope)
    .where(event.c.stream_pk == stream.c.stream_pk, event.c.version == 1)
    .limit(1)
    .lateral("first_event")
)
_FIRST = (
    sa.select(stream.c.stream_id, _first_event.c.envelope)
    .join(_first_event, sa.true())
    .where(stream.c.stream_id.in_(sa.bindparam("streams", expanding=True)))
)


async def first_causes(connection: AsyncConnection, streams: Sequence[str]) -> Mapping[str, str]:
    """Command hash of the first fact of those of the streams that exist."""
    if not streams:
        return {}
    rows = await connection.execute(_FIRST, {"streams": list(streams)})
    return {row.stream_id: str(json.loads(row.envelope)["command_hash"]) for row in rows}
