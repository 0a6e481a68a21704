"""Who is open and lives under another version: the pages of a rollout."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from models.terms import TermsVersion
from store.ledger_table import ledger_item
from store.starts import living_under_other_terms

ROWS = (
    ("a", "issued", 1, 1),
    ("b", "issued", 2, 1),
    ("c", "observing", 1, 1),
    ("d", "archived", 1, 1),
)


def _blank(column: sa.Column[object]) -> object:
    kind = column.type.python_type
    if kind in (str, int, bool):
        return kind()
    return sa.func.now()


async def test_open_items_under_another_version_come_page_by_page(engine: AsyncEngine) -> None:
    required = [one for one in ledger_item.c if not one.nullable and one.computed is None]
    blank = {column.name: _blank(column) for column in required}
    async with engine.begin() as connection:
        for stream, state, policy, calendar in ROWS:
            known = {"policy_version": policy, "calendar_version": calendar, "state": state}
            row = blank | known | {"stream": stream}
            await connection.execute(sa.insert(ledger_item).values(row))

    async def page(after: str, *entities: str) -> list[str]:
        async with engine.connect() as connection:
            terms = TermsVersion(2, 1)
            return await living_under_other_terms(connection, entities, terms, after, 1)

    assert await page("", "rectification") == ["a"]
    assert await page("a", "rectification") == ["c"]
    assert await page("c", "rectification") == []
    assert await page("", "review") == []
