"""Reading items for people: the scope of the asker is part of every question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from models.calendar import on_shanghai
from models.facts import Actor
from store.queries.ledger import (
    LedgerFilter,
    LedgerPage,
    LedgerRow,
    LedgerSort,
    item_by_number,
    ledger_page,
)
from store.queries.timeline import timeline
from store.queries.unit_names import all_unit_names
from web.access import check_may_see, item_not_found, scope_of
from wire.messages import RecordedEvent


def today() -> date:
    """The civil date by which items are overdue and posts are held."""
    return on_shanghai(datetime.now(UTC))


async def visible_page(
    connection: AsyncConnection,
    actor: Actor,
    wanted: LedgerFilter,
    sort: LedgerSort,
    cursor: str | None,
    limit: int,
) -> LedgerPage:
    """A page of what the actor may see of what is wanted."""
    scoped = replace(wanted, visible_units=scope_of(actor).units)
    return await ledger_page(connection, scoped, sort, cursor, limit)


async def visible_item(connection: AsyncConnection, actor: Actor, number: str) -> LedgerRow:
    """One item.

    Raises:
        NotFoundError: No such item, or not for the actor's eyes.
    """
    row = await item_by_number(connection, number)
    if row is None:
        raise item_not_found(number)
    check_may_see(actor, number, row.entry.owner_unit)
    return row


async def visible_facts(
    connection: AsyncConnection, actor: Actor, number: str, after_version: int, limit: int
) -> Sequence[RecordedEvent]:
    """A page of an item's facts, oldest first.

    Raises:
        NotFoundError: No such item, or not for the actor's eyes.
    """
    row = await visible_item(connection, actor, number)
    return await timeline(connection, row.stream, after_version, limit)


async def names_by_unit(connection: AsyncConnection) -> Mapping[str, str]:
    """Last name of every unit that ever stood, by code."""
    return {unit.code: unit.name for unit in await all_unit_names(connection)}
