"""Streams as their deciders see them: folded from their facts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.facts import Decider, Event, Fact
from store.event_store import EventStore
from store.tables import stream as stream_table
from wire.codec import from_json, to_json
from wire.messages import LoadedStream, RecordedEvent


async def load(
    connection: AsyncConnection, stream: str, decider: Decider[Any, Any, Any]
) -> LoadedStream:
    """Fold of a stream; version 0 and no state when it has no facts."""
    return folded(decider, await EventStore().read(connection, stream))


def folded(decider: Decider[Any, Any, Any], facts: list[RecordedEvent]) -> LoadedStream:
    """The same from a stream's facts, for who has read them already."""
    state = fold(decider, facts)
    return LoadedStream(
        state=to_json(state) if facts else None,
        version=facts[-1].version if facts else 0,
        head=facts[-1].hash if facts else "",
        correlation=facts[0].correlation if facts else "",
        terms=decider.terms_version(state),
    )


def fold(decider: Decider[Any, Any, Any], recorded: list[RecordedEvent]) -> Any:
    """State after these facts, from the first one on."""
    state = decider.initial()
    for one in recorded:
        state = decider.evolve(state, as_fact(decider, one))
    return state


def as_fact(decider: Decider[Any, Any, Any], recorded: RecordedEvent) -> Fact[Event]:
    """A recorded event in the shape that rules understand."""
    body = from_json(decider.events[recorded.type], recorded.data)
    return Fact(recorded.version, recorded.occurred_at, recorded.actor, recorded.step, body)


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
