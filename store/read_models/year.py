"""The entities of the year, as their own deciders fold them.

They are few and their states small, so one table serves all: the fold itself, and beside it the
columns by which lists filter and sort.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from models.ids import entity_of
from models.rooms import DECIDERS
from models.year import OVERVIEWS
from store.folding import as_fact
from store.year_table import year_entry
from wire.codec import from_json, to_json
from wire.messages import RecordedEvent


async def follow_year(connection: AsyncConnection, events: Sequence[RecordedEvent]) -> None:
    """Bring the table up to these facts, each stream's oldest first."""
    by_stream = sorted(events, key=attrgetter("stream"))  # keeps the order within each stream
    for stream, facts in groupby(by_stream, attrgetter("stream")):
        await _follow(connection, stream, list(facts))


async def _follow(connection: AsyncConnection, stream: str, facts: Sequence[RecordedEvent]) -> None:
    decider = DECIDERS[entity_of(stream)]
    state = await _state(connection, stream)
    for one in facts:
        state = decider.evolve(state, as_fact(decider, one))
    if (row := _row(stream, state, facts[-1])) is not None:
        values = {name: value for name, value in row.items() if name != "stream"}
        inserting = insert(year_entry).values(row)
        await connection.execute(
            inserting.on_conflict_do_update(index_elements=["stream"], set_=values)
        )


async def _state(connection: AsyncConnection, stream: str) -> Any:
    decider = DECIDERS[entity_of(stream)]
    folded = await connection.scalar(
        sa.select(year_entry.c.folded).where(year_entry.c.stream == stream)
    )
    if folded is None:
        return decider.initial()
    return from_json(decider.state_type, json.loads(folded))


def _row(stream: str, state: Any, last: RecordedEvent) -> dict[str, Any] | None:
    """The stream's row after its last fact; None while there is nothing to show."""
    decider = DECIDERS[entity_of(stream)]
    overview = OVERVIEWS[decider.entity](state)
    if overview is None:
        return None
    terms = decider.terms_version(state)
    return {
        **asdict(overview),
        "stream": stream,
        "entity": decider.entity,
        "is_finished": decider.is_finished(state),
        "policy_version": terms.policy,
        "calendar_version": terms.calendar,
        "version": last.version,
        "changed_at": last.occurred_at,
        "folded": json.dumps(to_json(state), ensure_ascii=False, sort_keys=True),
    }
