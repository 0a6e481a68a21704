"""What a page of the ledger of a running instance costs, beside rows that are merely sent.

Both take turns, so that what else the machine does at the moment meets both.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
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
_ROUNDS = 31
# As many rows and columns as a page has, from nowhere.
_COLUMNS = ", ".join(f"repeat('x', {10 + n}) AS c{n}" for n in range(48))
_YARDSTICK = sa.text(f"SELECT {_COLUMNS} FROM generate_series(1, 51)")


@dataclass(frozen=True, slots=True)
class PageCost:
    """Median milliseconds of a page, and of the yardstick in between."""

    page: float
    yardstick: float

    @property
    def ratio(self) -> float:
        """Page ÷ yardstick."""
        return self.page / self.yardstick


async def page_costs(desk: Desk) -> dict[str, PageCost]:
    """By kind of page: first, in the middle, and filtered ones."""
    async with desk.engine.connect() as connection:
        middle = await _middle(connection)
        costs = {
            "first": await _cost(connection, _ALL, LedgerSort.NUMBER, None),
            "middle": await _cost(connection, _ALL, LedgerSort.NUMBER, middle),
        }
        for name, (wanted, sort) in _FILTERS.items():
            costs[name] = await _cost(connection, wanted, sort, None)
    return costs


async def _middle(connection: AsyncConnection) -> str | None:
    """The mark of a page half-way through the ledger."""
    marks: list[str | None] = [None]
    while (page := await ledger_page(connection, _ALL, cursor=marks[-1], limit=MAX_LIMIT)).next:
        marks.append(page.next)
    return marks[len(marks) // 2]


async def _cost(
    connection: AsyncConnection, wanted: LedgerFilter, sort: LedgerSort, cursor: str | None
) -> PageCost:
    async def page() -> None:
        await ledger_page(connection, wanted, sort, cursor)

    async def yardstick() -> None:
        (await connection.execute(_YARDSTICK)).all()

    times = [(await _timed(page), await _timed(yardstick)) for _ in range(_ROUNDS)]
    pages, yardsticks = (statistics.median(each) for each in zip(*times, strict=True))
    return PageCost(round(pages, 3), round(yardsticks, 3))


async def _timed(call: Callable[[], Awaitable[None]]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    await call()
    return (time.perf_counter() - began) * 1000
