"""The ledger is found by every filter, page by page, also while it changes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from models.errors import InvalidInputError
from models.policy import Level
from models.rectification import events as happened
from models.rectification.content import Category
from models.rectification.item_state import ItemState
from store.queries.ledger import (
    LedgerFilter,
    LedgerSort,
    item_by_number,
    item_unit,
    ledger_page,
    opening_hashes,
)
from tests.store.items import DUE_ON, accepted, issued, raised, store_item, stream_of
from wire.codec import fingerprint

TODAY = DUE_ON + timedelta(days=1)


@pytest_asyncio.fixture
async def ledger(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Five items, each different in what a filter asks for."""
    await store_item(engine, issued("FP2026-2", goal="100%达标"), accepted())
    await store_item(engine, issued("FP2026-10", owner_unit="Z1-02"), raised(Level.YELLOW))
    await store_item(engine, issued("FP2026-1", due_on=TODAY, category=Category.IMMEDIATE))
    await store_item(engine, issued("FP2025-7", due_on=None, category=Category.LONG_TERM))
    await store_item(engine, issued("FP2026-3"), happened.Terminated("重复"))
    async with engine.connect() as connection:
        yield connection


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({}, ["FP2025-7", "FP2026-1", "FP2026-2", "FP2026-3", "FP2026-10"]),
        ({"states": (ItemState.ACCEPTED, ItemState.TERMINATED)}, ["FP2026-2", "FP2026-3"]),
        ({"levels": (Level.YELLOW, Level.RED)}, ["FP2026-10"]),
        ({"categories": (Category.LONG_TERM,)}, ["FP2025-7"]),
        ({"is_overdue": True}, ["FP2026-2", "FP2026-10"]),
        ({"is_overdue": False}, ["FP2025-7", "FP2026-1", "FP2026-3"]),
        ({"on": DUE_ON, "is_overdue": True}, []),
        ({"due_from": TODAY}, ["FP2026-1"]),
        ({"due_to": DUE_ON}, ["FP2026-2", "FP2026-3", "FP2026-10"]),
        ({"text": "100%达"}, ["FP2026-2"]),
        ({"text": "fp2025"}, ["FP2025-7"]),
        ({"text": "%"}, ["FP2026-2"]),
        ({"visible_units": frozenset({"Z1-02"})}, ["FP2026-10"]),
        ({"visible_units": frozenset()}, []),
        ({"unit": "Z1-02"}, ["FP2026-10"]),
        ({"unit": "Z1-02", "visible_units": frozenset({"Z1-01"})}, []),
    ],
)
async def test_filters_find_what_they_name(
    ledger: AsyncConnection, wanted: dict[str, Any], numbers: list[str]
) -> None:
    page = await ledger_page(ledger, LedgerFilter(**{"on": TODAY, **wanted}))
    assert [row.entry.number for row in page.rows] == numbers
    assert page.next is None


@pytest.mark.parametrize(
    ("sort", "numbers"),
    [
        (LedgerSort.NUMBER, ["FP2025-7", "FP2026-1", "FP2026-2", "FP2026-3", "FP2026-10"]),
        (LedgerSort.DUE, ["FP2026-2", "FP2026-3", "FP2026-10", "FP2026-1", "FP2025-7"]),
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 3, 5])
async def test_pages_join_without_a_gap_in_either_order(
    ledger: AsyncConnection, sort: LedgerSort, numbers: list[str], limit: int
) -> None:
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = await ledger_page(ledger, LedgerFilter(TODAY), sort, cursor, limit)
        seen += [row.entry.number for row in page.rows]
        if (cursor := page.next) is None:
            break
    assert seen == numbers


async def test_an_item_that_came_in_before_the_mark_does_not_move_the_next_page(
    engine: AsyncEngine, ledger: AsyncConnection
) -> None:
    first = await ledger_page(ledger, LedgerFilter(TODAY), limit=2)
    await ledger.rollback()
    await store_item(engine, issued("FP2025-8"))
    second = await ledger_page(ledger, LedgerFilter(TODAY), cursor=first.next, limit=2)
    assert [row.entry.number for row in second.rows] == ["FP2026-2", "FP2026-3"]


async def test_marks_of_another_order_or_of_nobody_are_refused(ledger: AsyncConnection) -> None:
    page = await ledger_page(ledger, LedgerFilter(TODAY), limit=1)
    for sort, cursor in ((LedgerSort.DUE, page.next), (LedgerSort.NUMBER, "nonsense")):
        with pytest.raises(InvalidInputError):
            await ledger_page(ledger, LedgerFilter(TODAY), sort, cursor)


@pytest.mark.parametrize("limit", [0, 501])
async def test_a_page_has_a_reasonable_size(ledger: AsyncConnection, limit: int) -> None:
    with pytest.raises(InvalidInputError):
        await ledger_page(ledger, LedgerFilter(TODAY), limit=limit)


async def test_an_item_is_found_by_its_number(ledger: AsyncConnection) -> None:
    row = await item_by_number(ledger, "FP2026-10")
    assert row is not None
    assert (row.stream, row.version, row.entry.level) == (stream_of("FP2026-10"), 2, Level.YELLOW)
    assert row.is_overdue_on(TODAY)
    assert not row.is_overdue_on(DUE_ON)
    assert await item_unit(ledger, "FP2026-10") == "Z1-02"
    assert await item_by_number(ledger, "FP2026-010") is None
    assert await item_unit(ledger, "FP2026-99") is None


async def test_what_an_item_began_with_is_told_by_hash(ledger: AsyncConnection) -> None:
    known = await opening_hashes(ledger, [stream_of("FP2026-1"), stream_of("FP2026-99")])
    assert known == {stream_of("FP2026-1"): fingerprint("open", {})}


async def test_a_long_term_item_is_never_overdue(ledger: AsyncConnection) -> None:
    row = await item_by_number(ledger, "FP2025-7")
    assert row is not None
    assert row.entry.effective_due_on is None
    assert not row.is_overdue_on(date(2099, 1, 1))
