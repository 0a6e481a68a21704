"""What a page of the ledger costs when the ledger is a hundred times as long."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bench.measure import Measure
from bench.postgres import Server, temporary_server
from models.escalation.countdown import Countdown, Subject
from models.facts import SYSTEM
from models.policy import Level
from models.rectification.content import Category
from models.rectification.events import Issued, LevelRaised
from models.rectification.item_state import ItemState
from store.bulk import append_many
from store.engine import open_engine
from store.queries.ledger import LedgerFilter, LedgerSort, ledger_page
from wire.codec import to_json
from wire.messages import AppendRequest, NewEvent

_TODAY = date(2026, 6, 1)
_UNITS = 10
_RAISED_EVERY = 10

# Filters that pages offer, each with its order.
_PAGES = {
    "all, by number": (LedgerFilter(_TODAY), LedgerSort.NUMBER),
    "all, by due day": (LedgerFilter(_TODAY), LedgerSort.DUE),
    "one unit": (
        LedgerFilter(_TODAY, visible_units=frozenset({"Z1-07"})),
        LedgerSort.NUMBER,
    ),
    "overdue": (LedgerFilter(_TODAY, is_overdue=True), LedgerSort.DUE),
    "at yellow": (LedgerFilter(_TODAY, levels=(Level.YELLOW,)), LedgerSort.NUMBER),
    "issued": (LedgerFilter(_TODAY, states=(ItemState.ISSUED,)), LedgerSort.NUMBER),
    "rare text": (LedgerFilter(_TODAY, text="第777号巷道"), LedgerSort.NUMBER),
}


def bench(quick: bool) -> list[Measure]:
    with temporary_server() as server:
        return asyncio.run(_bench(server, (200, 2_000) if quick else (1_000, 100_000)))


async def _bench(server: Server, sizes: tuple[int, int]) -> list[Measure]:
    costs, filled = [], 0.0
    for size in sizes:
        database = await server.create_database(f"ledger_{size}")
        await database.upgrade()
        engine = open_engine(database.app_url)
        started = time.perf_counter()
        async with engine.begin() as connection:
            await append_many(connection, _requests(size))
        filled = time.perf_counter() - started
        await _analyze(server, database.name)
        costs.append(await _page_costs(engine))
        await engine.dispose()
    small, large = costs
    filling = Measure("items a second, bulk opening with ledger", sizes[1] / filled, "items/s")
    return [_ratio(name, small[name], large[name], sizes) for name in _PAGES] + [filling]


async def _analyze(server: Server, name: str) -> None:
    await server.execute("ANALYZE", name)


def _ratio(name: str, small: float, large: float, sizes: tuple[int, int]) -> Measure:
    # Searching texts reads them; every other page is meant to stay flat.
    goal = None if "text" in name else 3.0
    costs = zip(sizes, (small, large), strict=True)
    details = {f"milliseconds_at_{size}": round(cost, 2) for size, cost in costs}
    return Measure(f"page {name}: long ÷ short ledger", large / small, "ratio", goal, True, details)


async def _page_costs(engine: AsyncEngine) -> dict[str, float]:
    async with engine.connect() as connection:
        return {name: await _milliseconds(connection, *page) for name, page in _PAGES.items()}


async def _milliseconds(
    connection: AsyncConnection, wanted: LedgerFilter, sort: LedgerSort
) -> float:
    """Median cost of a first and of a later page."""
    costs = []
    for _ in range(15):
        started = time.perf_counter()
        page = await ledger_page(connection, wanted, sort)
        if page.next:
            await ledger_page(connection, wanted, sort, page.next)
        costs.append(time.perf_counter() - started)
    return statistics.median(costs) * 1000


def _requests(count: int) -> Iterator[AppendRequest]:
    for number in range(count):
        event = sample_item(number)
        events = [event, _raised(event)] if number % _RAISED_EVERY == 0 else [event]
        yield AppendRequest(
            stream=f"dw/rectification/{event.number}",
            expected_version=0,
            expected_head="",
            step="open",
            command_hash="00" * 32,
            actor=SYSTEM,
            occurred_at=datetime(2026, 3, 2, 1, tzinfo=UTC),
            correlation="",
            events=tuple(NewEvent(e.type, e.schema_version, to_json(e)) for e in events),
        )


def sample_item(number: int) -> Issued:
    """An item as a department issues it."""
    due_on = date(2026, 1, 1) + timedelta(days=number % 365)
    return Issued(
        problem=f"第{number}号巷道顶板支护记录不全，班组检查流于形式。",
        goal="记录齐全、责任到人、每班检查留痕。",
        category=Category.FIXED_TERM,
        number=f"FP2026-{number:06d}",
        owner_unit=f"Z1-{number % _UNITS:02d}",
        owner="a-17",
        owner_post="队长",
        issued_on=date(2026, 3, 2),
        due_on=due_on,
        countdowns=(Countdown(Subject.ITEM, 1, due_on),),
    )


def _raised(event: Issued) -> LevelRaised:
    return LevelRaised(
        Subject.ITEM, 1, event.due_on or _TODAY, (), 0, False, Level.YELLOW, -1, -1, "催办"
    )
