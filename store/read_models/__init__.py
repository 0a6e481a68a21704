"""What pages and commands read: tables that follow the facts in the same transaction.

A read model is a function that takes recorded events of one entity, oldest first, and brings its
tables up to them. It is registered here under the entity's name.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from models.ids import entity_of
from wire.messages import RecordedEvent

ReadModel = Callable[[AsyncConnection, Sequence[RecordedEvent]], Awaitable[None]]

READ_MODELS: Mapping[str, ReadModel] = {}


async def apply(connection: AsyncConnection, events: Sequence[RecordedEvent]) -> None:
    """Bring every read model concerned up to these events, in the caller's transaction."""
    for entity, read_model in READ_MODELS.items():
        concerned = [event for event in events if entity_of(event.stream) == entity]
        if concerned:
            await read_model(connection, concerned)
