"""Plans, reviews, common issues, bulletins and look-backs: single ones, and pages of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.ids import entity_of
from models.overview import Overview
from models.rooms import DECIDERS
from store.year_table import year_entry
from wire.codec import from_json

_entry = year_entry.c
_OVERVIEW = (
    _entry.number,
    _entry.title,
    _entry.state,
    _entry.state_label,
    _entry.year,
    _entry.period,
    _entry.unit,
    _entry.parent_unit,
    _entry.due_on,
    _entry.level,
)


@dataclass(frozen=True, slots=True)
class YearEntry:
    """A row of a list, and the fact up to which it is current."""

    stream: str
    entity: str
    overview: Overview
    version: int
    changed_at: datetime


async def state_of(connection: AsyncConnection, stream: str) -> Any | None:
    """State of one entity; None when nothing has happened in its stream."""
    folded = await connection.scalar(sa.select(_entry.folded).where(_entry.stream == stream))
    return None if folded is None else _state(stream, folded)


async def entry_of(connection: AsyncConnection, stream: str) -> YearEntry | None:
    """The row of one entity; None when nothing has happened in its stream."""
    rows = await connection.execute(_rows().where(_entry.stream == stream))
    return next((_entry_from(row) for row in rows), None)


async def states_of(
    connection: AsyncConnection, entity: str, year: int, committee: str = "dw"
) -> Mapping[str, Any]:
    """States of every entity of a kind and year, by stream id, in the order of the ids."""
    rows = await connection.execute(
        sa.select(_entry.stream, _entry.folded)
        .where(_entry.entity == entity, _entry.year == year)
        .where(_entry.stream.startswith(f"{committee}/", autoescape=True))
        .order_by(_entry.stream)
    )
    return {row.stream: _state(row.stream, row.folded) for row in rows}


async def page_of(
    connection: AsyncConnection,
    entity: str,
    *,
    year: int | None = None,
    units: frozenset[str] | None = None,
    after: str = "",
    limit: int = 50,
) -> Sequence[YearEntry]:
    """Entities of a kind in the order of their numbers, those after the given number.

    Args:
        connection: Where to read.
        entity: Kind.
        year: Only of this year; None for all.
        units: Only about these units or about the whole committee; None for all.
        after: Number after which the page starts; empty for the first.
        limit: Rows at most.
    """
    wanted = _rows().where(_entry.entity == entity, _entry.number > after)
    if year is not None:
        wanted = wanted.where(_entry.year == year)
    if units is not None:
        wanted = wanted.where(_entry.unit.in_(["", *sorted(units)]))
    rows = await connection.execute(wanted.order_by(_entry.number).limit(limit))
    return [_entry_from(row) for row in rows]


def _rows() -> sa.Select[Any]:
    named = (_entry.stream, _entry.entity, _entry.version, _entry.changed_at)
    return sa.select(*named, *_OVERVIEW)


def _entry_from(row: sa.Row[Any]) -> YearEntry:
    overview = Overview(**{column.name: getattr(row, column.name) for column in _OVERVIEW})
    return YearEntry(row.stream, row.entity, overview, row.version, row.changed_at)


def _state(stream: str, folded: str) -> Any:
    return from_json(DECIDERS[entity_of(stream)].state_type, json.loads(folded))
