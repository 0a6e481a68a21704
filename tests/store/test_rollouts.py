"""Who is open and lives under older terms than decided, and whose decision it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from models.facts import Actor
from models.policy import Policy, StepTerms
from models.policy_edition.commands import Adopt, Propose
from models.policy_edition.events import Reach
from models.terms import TermsVersion
from models.work_calendar.tables import AnnouncedDay
from store.ledger_table import ledger_item
from store.queries.status import store_status
from store.rollouts import behind, count_behind, outstanding_rollouts, terms_for_open_items
from store.terms_editor import TermsEditor
from wire.starts import RolloutPage

ROWS = (
    ("a", "issued", 1, 1),
    ("b", "issued", 2, 1),
    ("c", "observing", 1, 1),
    ("d", "archived", 1, 1),
)
OFFICER = Actor("a-1", ("org_officer",), "DW")
HEAD = Actor("a-2", ("org_head",), "DW")
NEXT_YEAR = [AnnouncedDay(date(2027, 10, 4) + timedelta(n), is_off=True) for n in range(5)]


def _blank(column: sa.Column[object]) -> object:
    kind = column.type.python_type
    if kind in (str, int, bool):
        return kind()
    return sa.func.now()


async def fill(engine: AsyncEngine, rows: Sequence[tuple[str, str, int, int]] = ROWS) -> None:
    required = [one for one in ledger_item.c if not one.nullable and one.computed is None]
    blank = {column.name: _blank(column) for column in required}
    async with engine.begin() as connection:
        for stream, state, policy, calendar in rows:
            known = {"policy_version": policy, "calendar_version": calendar, "state": state}
            row = blank | known | {"stream": stream}
            await connection.execute(sa.insert(ledger_item).values(row))


async def decide(engine: AsyncEngine, accept_workdays: int, reach: Reach) -> int:
    """Adopt one version more; gives its number."""
    editor = TermsEditor(engine, "dw")
    changed = replace(Policy(), steps=StepTerms(accept_workdays=accept_workdays))
    proposed = await editor.change_policy(Propose(changed, "试行"), OFFICER)
    version = proposed.version // 2 + 1  # every version has two facts: proposed and adopted
    await editor.change_policy(Adopt(version, reach, "会议决定"), HEAD)
    return version


async def outstanding(engine: AsyncEngine) -> list[RolloutPage]:
    async with engine.connect() as connection:
        return await outstanding_rollouts(connection, "dw")


async def test_open_items_under_older_terms_come_page_by_page(engine: AsyncEngine) -> None:
    await fill(engine)

    async def page(after: str) -> list[str]:
        async with engine.connect() as connection:
            return await behind(connection, TermsVersion(2, 1), after, 1)

    assert await page("") == ["a"]
    assert await page("a") == ["c"]
    assert await page("c") == []
    async with engine.connect() as connection:
        assert await count_behind(connection, TermsVersion(2, 1)) == 2
        assert await count_behind(connection, TermsVersion(calendar=2)) == 3
        assert await count_behind(connection, TermsVersion(1, 1)) == 0


async def test_the_first_versions_reach_nobody(engine: AsyncEngine) -> None:
    await TermsEditor(engine, "dw").establish()
    await fill(engine)
    assert await outstanding(engine) == []


async def test_a_policy_for_new_items_only_reaches_nobody(engine: AsyncEngine) -> None:
    await TermsEditor(engine, "dw").establish()
    await fill(engine)
    assert await decide(engine, 1, Reach.NEW_ITEMS_ONLY) == 2
    assert await outstanding(engine) == []


async def test_a_later_policy_for_new_items_hides_no_earlier_one_for_open_items(
    engine: AsyncEngine,
) -> None:
    await TermsEditor(engine, "dw").establish()
    await fill(engine)
    assert await decide(engine, 1, Reach.OPEN_ITEMS) == 2
    assert await decide(engine, 3, Reach.NEW_ITEMS_ONLY) == 3
    async with engine.connect() as connection:
        assert await terms_for_open_items(connection) == TermsVersion(2, 1)
    [page] = await outstanding(engine)
    assert page.terms == TermsVersion(policy=2)
    assert (page.actor.on_behalf_of, page.reason) == (
        "a-2",
        "督办规则第 2 版适用于在办事项：会议决定",
    )


async def test_a_calendar_leaves_the_policy_alone(engine: AsyncEngine) -> None:
    editor = TermsEditor(engine, "dw")
    await editor.establish()
    await fill(engine)
    await decide(engine, 1, Reach.NEW_ITEMS_ONLY)
    await editor.import_days(NEXT_YEAR, OFFICER)
    [page] = await outstanding(engine)
    assert page.terms == TermsVersion(calendar=2)
    assert (page.actor.on_behalf_of, page.reason) == ("a-1", "工作日历第 2 版：2027 年放假安排")


async def test_the_status_counts_who_is_behind(engine: AsyncEngine) -> None:
    editor = TermsEditor(engine, "dw")
    await editor.establish()
    await fill(engine)
    now = datetime.now(UTC)
    async with engine.connect() as connection:
        assert (await store_status(connection, now, now.date())).items_behind_count == 0
    await decide(engine, 1, Reach.OPEN_ITEMS)
    async with engine.connect() as connection:
        assert (await store_status(connection, now, now.date())).items_behind_count == 2


async def test_nothing_is_outstanding_once_everyone_has_adopted(engine: AsyncEngine) -> None:
    await TermsEditor(engine, "dw").establish()
    await fill(engine, [("a", "issued", 2, 1), ("b", "terminated", 1, 1)])
    await decide(engine, 1, Reach.OPEN_ITEMS)
    assert await outstanding(engine) == []
