"""Effects that a recorded fact asks for and that have left no trace yet.

Every effect ends in a fact somewhere else whose event id derives from the cause, so its trace is
one look-up; that is how an entity that lost its memory knows what is still to be done.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.facts import Decider, Effect, Notify, Open
from models.ids import derived_id, event_id
from models.notice.decider import notices_of, step_of
from store.event_store import EventStore
from store.folding import as_fact
from store.tables import event
from wire.messages import OutstandingEffect, RecordedEvent


async def outstanding_effects(
    connection: AsyncConnection, stream: str, decider: Decider[Any, Any, Any]
) -> list[OutstandingEffect]:
    """Effects without a trace, oldest first. Imported history asks for none."""
    facts = await EventStore().read(connection, stream)
    return await outstanding_among(connection, decider, facts)


async def outstanding_among(
    connection: AsyncConnection, decider: Decider[Any, Any, Any], facts: Sequence[RecordedEvent]
) -> list[OutstandingEffect]:
    """The same from all facts of a stream, for who has read them already."""
    asked: list[tuple[UUID, OutstandingEffect]] = []
    state = decider.initial()
    for one in facts:
        fact = as_fact(decider, one)
        state = decider.evolve(state, fact)
        if one.imported:
            continue
        asked += [
            (_trace(one.stream, fact.version, effect), _wrapped(fact.version, fact, effect))
            for effect in decider.react(state, fact)
        ]
    present = await _present(connection, [trace for trace, _ in asked])
    return [effect for trace, effect in asked if trace not in present]


def _trace(stream: str, version: int, effect: Effect) -> UUID:
    """Id of the first event that carrying out the effect leaves behind."""
    if isinstance(effect, Notify):
        return event_id(notices_of(stream), step_of(version), 0)
    step = derived_id(stream, str(version), effect.stream, effect.command)
    return event_id(effect.stream, step, 0)


def _wrapped(version: int, fact: Any, effect: Effect) -> OutstandingEffect:
    if isinstance(effect, Notify):
        return OutstandingEffect(version, fact.at, fact.actor, notify=effect)
    if isinstance(effect, Open):
        return OutstandingEffect(version, fact.at, fact.actor, open=effect)
    return OutstandingEffect(version, fact.at, fact.actor, tell=effect)


async def _present(connection: AsyncConnection, ids: list[UUID]) -> set[UUID]:
    if not ids:
        return set()
    rows = await connection.scalars(sa.select(event.c.event_id).where(event.c.event_id.in_(ids)))
    return set(rows)
