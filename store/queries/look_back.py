"""What a look-back has to find: items that were closed in a span of days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from store.ledger_table import ledger_item


async def closed_between(
    connection: AsyncConnection, committee: str, first_on: date, last_on: date
) -> Sequence[str]:
    """Streams of the committee's items with a closing day in a span, both days included.

    Whatever became of them since: a rebound leaves the closing day where it was.
    """
    item = ledger_item.c
    rows = await connection.scalars(
        sa.select(item.stream)
        .where(item.closed_on.between(first_on, last_on))
        .where(item.stream.startswith(f"{committee}/", autoescape=True))
        .order_by(item.number_key, item.stream)
    )
    return list(rows)
