"""What a page of the ledger of a running instance costs."""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bench.stack import Desk
from models.calendar import on_shanghai
from models.rectification.item_state import OPEN_STATES
from store.queries.ledger import MAX_LIMIT, LedgerFilter, LedgerSort, ledger_page

_TODAY = on_shanghai(datetime.now(UTC))
_ALL = LedgerFilter(_TODAY)
_FILTERS = {
    "one general branch": (LedgerFilter(_TODAY, unit="Z1"), LedgerSort.NUMBER),
    "open, by due day": (LedgerFilter(_TODAY, states=tuple(OPEN_STATES)), LedgerSort.DUE),
}
_ROUNDS = 21


async def page_costs(desk: Desk) -> dict[str, float]:
    """Median milliseconds by kind of page: first, in the middle, and filtered ones."""
    async with desk.engine.connect() as connection:
        middle = await _middle(connection)
        costs = {
            "first": await _median(connection, _ALL, LedgerSort.NUMBER, None),
            "middle": await _median(connection, _ALL, LedgerSort.NUMBER, middle),
        }
        for name, (wanted, sort) in _FILTERS.items():
            costs[name] = await _median(connection, wanted, sort, None)
    return costs


async def _middle(connection: AsyncConnection) -> str | None:
    """The mark of a page half-way through the ledger."""
    marks: list[str | None] = [None]
    while (page := await ledger_page(connection, _ALL, cursor=marks[-1], limit=MAX_LIMIT)).next:
        marks.append(page.next)
    return marks[len(marks) // 2]


async def _median(
    connection: AsyncConnection, wanted: LedgerFilter, sort: LedgerSort, cursor: str | None
) -> float:
    costs = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        await ledger_page(connection, wanted, sort, cursor)
        costs.append(time.perf_counter() - began)
    return round(statistics.median(costs) * 1000, 2)
