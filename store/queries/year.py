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


@dataclass(frozen=True, slots=True)
class YearFilter:
    """Which entities of a kind are wanted.

    Attributes:
        entity: Kind.
        year: Only of this year; None for all.
        unit: Only about this unit or one right below it; empty for all.
        states: Only in one of these states; empty for all.
    """

    entity: str
    year: int | None = None
    unit: str = ""
    states: tuple[str, ...] = ()


async def page_of(
    connection: AsyncConnection, wanted: YearFilter, after: str = "", limit: int = 50
) -> Sequence[YearEntry]:
    """Entities in the order of their numbers, those after the given number."""
    rows = await connection.execute(_page(_rows(), wanted, after, limit))
    return [_entry_from(row) for row in rows]


async def page_with_states(
    connection: AsyncConnection, wanted: YearFilter, after: str = "", limit: int = 50
) -> Sequence[tuple[YearEntry, Any]]:
    """As `page_of`, each with its state, for those whose eyes depend on it."""
    query = _page(_rows().add_columns(_entry.folded), wanted, after, limit)
    rows = await connection.execute(query)
    return [(_entry_from(row), _state(row.stream, row.folded)) for row in rows]


def _page(query: sa.Select[Any], wanted: YearFilter, after: str, limit: int) -> sa.Select[Any]:
    query = query.where(_entry.entity == wanted.entity, _entry.number > after)
    if wanted.year is not None:
        query = query.where(_entry.year == wanted.year)
    if wanted.unit:
        about = (_entry.unit == wanted.unit, _entry.parent_unit == wanted.unit)
        query = query.where(sa.or_(*about))
    if wanted.states:
        query = query.where(_entry.state.in_(wanted.states))
    return query.order_by(_entry.number).limit(limit)


def _rows() -> sa.Select[Any]:
    named = (_entry.stream, _entry.entity, _entry.version, _entry.changed_at)
    return sa.select(*named, *_OVERVIEW)


def _entry_from(row: sa.Row[Any]) -> YearEntry:
    overview = Overview(**{column.name: getattr(row, column.name) for column in _OVERVIEW})
    return YearEntry(row.stream, row.entity, overview, row.version, row.changed_at)


def _state(stream: str, folded: str) -> Any:
    return from_json(DECIDERS[entity_of(stream)].state_type, json.loads(folded))
