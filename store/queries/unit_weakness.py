"""What the ledger says against each unit: open items, those at red, and those that came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.policy import Level
from models.rectification.item_state import OPEN_STATES
from store.ledger_table import ledger_item

_OPEN = [state.value for state in OPEN_STATES]
_RED = [level.value for level in Level if level.rank >= Level.RED.rank]


@dataclass(frozen=True, slots=True)
class Weakness:
    """Numbers of items; those at red are open ones."""

    open_items: int = 0
    rebounds: int = 0
    red_items: int = 0


async def weakness_by_unit(connection: AsyncConnection, since: date) -> Mapping[str, Weakness]:
    """Counts by responsible unit; items that came back count if found on or after a day."""
    item = ledger_item.c
    is_open = item.state.in_(_OPEN)
    is_rebound = sa.and_(item.rebound_no > 0, item.found_on >= since)

    def count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.count().filter(condition)

    rows = await connection.execute(
        sa.select(
            item.owner_unit,
            count(is_open),
            count(is_rebound),
            count(sa.and_(is_open, item.level.in_(_RED))),
        )
        .where(sa.or_(is_open, is_rebound))
        .group_by(item.owner_unit)
    )
    return {unit: Weakness(opened, back, red) for unit, opened, back, red in rows}
