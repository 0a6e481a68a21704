"""The tree of units by spans of days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.ids import number_of
from models.org_unit.events import (
    EVENTS,
    Described,
    Dissolved,
    Merged,
    Moved,
    OrgUnitEvent,
    Registered,
    Renamed,
)
from store.people_tables import org_unit_span
from wire.codec import from_json, to_json
from wire.messages import RecordedEvent

_SPAN = org_unit_span.c


async def follow_org_units(connection: AsyncConnection, events: Sequence[RecordedEvent]) -> None:
    """Bring the spans up to these facts."""
    for recorded in events:
        event = from_json(EVENTS[recorded.type], recorded.data)
        await _follow(connection, number_of(recorded.stream), event)


async def _follow(connection: AsyncConnection, code: str, event: OrgUnitEvent) -> None:
    match event:
        case Registered() as first:
            await connection.execute(sa.insert(org_unit_span), _first_span(first))
        case Renamed(name, on):
            await _change(connection, code, on, {"name": name})
        case Moved(parent, tier, on):
            await _change(connection, code, on, {"parent": parent, "tier": tier.value})
        case Described(leader_post, location, members_count, on):
            about = {
                "leader_post": leader_post,
                "location": location,
                "members_count": members_count,
            }
            await _change(connection, code, on, about)
        case Merged(into, on):
            await _end(connection, code, on, into)
        case Dissolved(_, on):
            await _end(connection, code, on, None)


def _first_span(event: Registered) -> dict[str, Any]:
    values = to_json(event)
    del values["effective_on"]
    return {**values, "valid_from": event.effective_on}


async def _change(connection: AsyncConnection, code: str, on: date, values: dict[str, Any]) -> None:
    """Begin a new span; a second change of the same day belongs to the span that began then."""
    open_span = sa.and_(_SPAN.code == code, _SPAN.valid_to.is_(None))
    begun = await connection.execute(
        sa.update(org_unit_span).where(open_span, _SPAN.valid_from == on).values(values)
    )
    if begun.rowcount:
        return
    kept = [column for column in _SPAN if column.name not in {"valid_from", *values}]
    new = {column.name: column for column in kept} | {
        name: sa.literal(value, _SPAN[name].type) for name, value in values.items()
    }
    names = ["valid_from", *new]
    source = sa.select(sa.literal(on, sa.Date), *new.values()).where(open_span)
    await connection.execute(sa.insert(org_unit_span).from_select(names, source))
    # The new span begins later than the one it follows, which is now the older of two open ones.
    await connection.execute(
        sa.update(org_unit_span).where(open_span, _SPAN.valid_from < on).values(valid_to=on)
    )


async def _end(connection: AsyncConnection, code: str, on: date, into: str | None) -> None:
    await connection.execute(
        sa.update(org_unit_span)
        .where(_SPAN.code == code, _SPAN.valid_to.is_(None))
        .values(valid_to=on, merged_into=into)
    )
