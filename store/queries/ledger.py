"""Pages of the rectification ledger: filtered, sorted, by key, so that no page costs more.

A page goes on after the last row of the one before, whatever was written meanwhile.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.errors import InvalidInputError
from models.policy import Level
from models.rectification.content import Category
from models.rectification.item_state import OPEN_STATES, ItemState
from models.rectification.ledger_entry import LedgerEntry
from store.envelope import opened
from store.ledger_table import ledger_item
from store.queries.org_units import subtree_codes
from store.read_models.ledger import number_key
from store.tables import event, stream

_item = ledger_item.c
_OPEN = _item.state.in_([state.value for state in OPEN_STATES])

DEFAULT_LIMIT = 50
MAX_LIMIT = 500


class LedgerSort(StrEnum):
    """Order of a ledger's pages."""

    NUMBER = "number"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Which items are wanted; whatever is left empty excludes nothing.

    Attributes:
        on: Civil date as of which items are overdue and units stand below one another.
        unit: Code of a unit; its items and those of all units below it.
        visible_units: Units whose items the asker may see; None means all.
        states, levels, categories: Any of these.
        is_overdue: True for items open after their due day, False for all others.
        due_from: First due day, inclusive.
        due_to: Last due day, inclusive.
        text: Part of the number or of one of the texts, capital letters or not.
    """

    on: date
    unit: str = ""
    visible_units: frozenset[str] | None = None
    states: tuple[ItemState, ...] = ()
    levels: tuple[Level, ...] = ()
    categories: tuple[Category, ...] = ()
    is_overdue: bool | None = None
    due_from: date | None = None
    due_to: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A line of the ledger, and the fact up to which it is current.

    Attributes:
        entry: What the ledger shows.
        stream: The item's stream id.
        version: Version of its last fact.
        changed_at: When that fact occurred, aware UTC.
    """

    entry: LedgerEntry
    stream: str
    version: int
    changed_at: datetime

    def is_overdue_on(self, day: date) -> bool:
        """True when the item is open and its due day has passed; on the due day it is in time."""
        due_on = self.entry.effective_due_on
        return self.entry.state.is_open and due_on is not None and due_on < day


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Rows of a page; `next` is the opaque mark of the page after it, None on the last one."""

    rows: Sequence[LedgerRow]
    next: str | None


async def ledger_page(
    connection: AsyncConnection,
    wanted: LedgerFilter,
    sort: LedgerSort = LedgerSort.NUMBER,
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> LedgerPage:
    """A page of the ledger.

    Raises:
        InvalidInputError: The mark was not given out for this sort, or the limit is out of range.
    """
    if not 1 <= limit <= MAX_LIMIT:
        raise InvalidInputError("limit_out_of_range", f"每页条数应在1到{MAX_LIMIT}之间。", "limit")
    keys = _sort_columns(sort)
    query = sa.select(*_SHOWN).where(*await _conditions(connection, wanted)).order_by(*keys)
    if cursor is not None:
        query = query.where(sa.tuple_(*keys) > sa.tuple_(*_position(cursor, sort)))
    rows = (await connection.execute(query.limit(limit + 1))).all()
    is_last = len(rows) <= limit
    shown = rows[:limit]
    return LedgerPage([_row(row) for row in shown], None if is_last else _cursor(sort, shown[-1]))


async def item_by_number(connection: AsyncConnection, number: str) -> LedgerRow | None:
    """The item of a number; None when there is none."""
    row = (await connection.execute(sa.select(*_SHOWN).where(*_is_number(number)))).first()
    return _row(row) if row else None


async def item_unit(connection: AsyncConnection, number: str) -> str | None:
    """Code of the unit responsible for an item; None when there is no such item."""
    unit: str | None = await connection.scalar(
        sa.select(_item.owner_unit).where(*_is_number(number))
    )
    return unit


async def opening_hashes(connection: AsyncConnection, streams: Sequence[str]) -> Mapping[str, str]:
    """Command hash of the first step of each of these streams that stands, by stream id."""
    rows = await connection.execute(
        sa.select(event.c.envelope, event.c.payload)
        .join(stream, stream.c.stream_pk == event.c.stream_pk)
        .where(stream.c.stream_id.in_(list(streams)), event.c.version == 1)
    )
    facts = [opened(row.envelope, row.payload) for row in rows]
    return {fact.stream: fact.command_hash for fact in facts}


async def _conditions(
    connection: AsyncConnection, wanted: LedgerFilter
) -> list[sa.ColumnElement[bool]]:
    conditions = _value_conditions(wanted)
    units = await _units(connection, wanted)
    if units is not None:
        conditions.append(_item.owner_unit.in_(sorted(units)))
    if wanted.is_overdue is not None:
        overdue = sa.and_(_OPEN, _item.due_key < wanted.on)
        conditions.append(overdue if wanted.is_overdue else sa.not_(overdue))
    if wanted.text:
        conditions.append(_item.searched.contains(wanted.text.lower(), autoescape=True))
    return conditions


def _value_conditions(wanted: LedgerFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.states:
        conditions.append(_item.state.in_([state.value for state in wanted.states]))
    if wanted.levels:
        conditions.append(_item.level.in_([level.value for level in wanted.levels]))
    if wanted.categories:
        conditions.append(_item.category.in_([each.value for each in wanted.categories]))
    if wanted.due_from:
        conditions.append(_item.effective_due_on >= wanted.due_from)
    if wanted.due_to:
        conditions.append(_item.effective_due_on <= wanted.due_to)
    return conditions


async def _units(connection: AsyncConnection, wanted: LedgerFilter) -> frozenset[str] | None:
    if not wanted.unit:
        return wanted.visible_units
    below = await subtree_codes(connection, wanted.unit, wanted.on)
    return below if wanted.visible_units is None else below & wanted.visible_units


def _sort_columns(sort: LedgerSort) -> tuple[sa.ColumnElement[Any], ...]:
    by_number = (_item.number_key, _item.stream)
    return by_number if sort is LedgerSort.NUMBER else (_item.due_key, *by_number)


def _is_number(number: str) -> tuple[sa.ColumnElement[bool], ...]:
    return _item.number_key == number_key(number), _item.number == number


def _row(row: sa.Row[Any]) -> LedgerRow:
    values = {name: getattr(row, name) for name in _STORED}
    values["category"] = Category(row.category)
    values["state"] = ItemState(row.state)
    values["level"] = Level(row.level) if row.level else None
    entry = LedgerEntry(unit=row.owner_unit, **values)
    return LedgerRow(entry, row.stream, row.version, row.changed_at)


# All but what only searching needs.
_SHOWN = tuple(column for column in ledger_item.c if column.name != "searched")
_STORED = tuple(field.name for field in fields(LedgerEntry) if field.name != "unit")


def _cursor(sort: LedgerSort, row: sa.Row[Any]) -> str:
    key = [sort.value, row.due_key.isoformat(), row.number_key, row.stream]
    text = json.dumps(key, ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _position(cursor: str, sort: LedgerSort) -> tuple[Any, ...]:
    """Values of the sort columns after which the page starts."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        kind, due_on, key, name = json.loads(urlsafe_b64decode(padded.encode("ascii")))
        position = (date.fromisoformat(due_on), str(key), str(name))
    except (ValueError, TypeError) as error:
        raise _bad_cursor() from error
    if kind != sort.value:
        raise _bad_cursor()
    return position[1:] if sort is LedgerSort.NUMBER else position


def _bad_cursor() -> InvalidInputError:
    return InvalidInputError("cursor_malformed", "翻页标记无效，请从第一页重新查询。", "cursor")
