"""Policy and calendar by version: what holds now, and what held when an item began."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from models.errors import NotFoundError, RuleRefusedError
from models.facts import Actor
from models.policy import Policy, StepTerms
from models.policy_edition.commands import Adopt, Propose, Withdraw
from models.policy_edition.events import Reach
from models.terms import Terms, TermsVersion
from models.work_calendar.tables import AnnouncedDay
from store.queries.terms import (
    calendar_slice,
    calendar_status,
    current_terms,
    current_version,
    policy_versions,
    terms_at,
)
from store.terms_editor import TermsEditor

OFFICER = Actor("a-1", ("org_officer",), "DW")
HEAD = Actor("a-2", ("org_head",), "DW")
FASTER = replace(Policy(), steps=StepTerms(accept_workdays=1))
NEXT_YEAR = [AnnouncedDay(date(2027, 10, day), True, "通知") for day in range(1, 8)]


@pytest.fixture
async def editor(engine: AsyncEngine) -> TermsEditor:
    editor = TermsEditor(engine, "dw")
    await editor.establish()
    return editor


async def test_without_any_facts_the_built_in_default_holds(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        assert await current_terms(connection) == Terms()


async def test_the_first_start_makes_version_one_of_both_and_the_second_nothing(
    engine: AsyncEngine, editor: TermsEditor
) -> None:
    await editor.establish()
    async with engine.connect() as connection:
        assert await current_version(connection) == TermsVersion(1, 1)
        terms = await current_terms(connection)
    assert terms.policy == replace(Policy(), version=1)
    assert terms.calendar.announced_years == {2024, 2025, 2026}


async def test_a_newer_release_with_other_defaults_leaves_an_old_installation_alone(
    engine: AsyncEngine, editor: TermsEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.terms_editor.Policy", lambda: FASTER)
    await editor.establish()
    async with engine.connect() as connection:
        assert (await current_terms(connection)).policy == replace(Policy(), version=1)


@pytest.mark.parametrize(
    ("start", "workdays", "end"),
    [
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-29", 5, "2026-10-12"),
    ],
)
async def test_the_stored_calendar_counts_as_the_state_council_announced(
    engine: AsyncEngine, editor: TermsEditor, start: str, workdays: int, end: str
) -> None:
    async with engine.connect() as connection:
        calendar = (await current_terms(connection)).calendar
    assert calendar.add_workdays(date.fromisoformat(start), workdays) == date.fromisoformat(end)


async def test_a_deadline_in_an_unannounced_year_is_provisional_until_it_is_imported(
    engine: AsyncEngine, editor: TermsEditor
) -> None:
    async with engine.connect() as connection:
        before = await current_terms(connection)
    await editor.import_days(NEXT_YEAR, OFFICER)
    async with engine.connect() as connection:
        after = await current_terms(connection)
        again = await terms_at(connection, before.version)
    assert before.calendar.is_provisional(date(2027, 1, 5))
    assert not after.calendar.is_provisional(date(2027, 1, 5))
    assert after.version == TermsVersion(1, 2)
    assert again == before


async def test_importing_the_same_days_again_changes_nothing(
    engine: AsyncEngine, editor: TermsEditor
) -> None:
    for _ in range(2):
        await editor.import_days(NEXT_YEAR, OFFICER)
    async with engine.connect() as connection:
        assert (await current_version(connection)).calendar == 2


async def test_a_slice_has_the_years_asked_for(engine: AsyncEngine, editor: TermsEditor) -> None:
    async with engine.connect() as connection:
        calendar = await calendar_slice(connection, 2019, 2020)
    assert calendar.announced_years == {2019, 2020}
    assert not calendar.is_workday(date(2020, 1, 24))


async def test_a_missing_year_is_a_warning_from_december_on(
    engine: AsyncEngine, editor: TermsEditor
) -> None:
    async with engine.connect() as connection:
        november = await calendar_status(connection, date(2026, 11, 30))
        december = await calendar_status(connection, date(2026, 12, 1))
        january = await calendar_status(connection, date(2027, 1, 1))
    assert (november.missing_years, november.is_overdue) == ((2027,), False)
    assert december.is_overdue
    assert (january.missing_years, january.is_overdue) == ((2027, 2028), True)


async def test_a_proposed_version_holds_only_after_another_has_adopted_it(
    engine: AsyncEngine, editor: TermsEditor
) -> None:
    await editor.change_policy(Propose(FASTER, "签收太慢"), OFFICER)
    async with engine.connect() as connection:
        assert (await current_version(connection)).policy == 1
    await editor.change_policy(Adopt(2, Reach.OPEN_ITEMS, "会议决定"), HEAD)
    async with engine.connect() as connection:
        assert (await current_terms(connection)).policy == replace(FASTER, version=2)
        assert (await terms_at(connection, TermsVersion(1, 1))).policy.steps.accept_workdays == 2


async def test_the_history_tells_who_proposed_and_what_became_of_it(
    engine: AsyncEngine, editor: TermsEditor
) -> None:
    slower = replace(FASTER, steps=StepTerms(accept_workdays=3))
    await editor.change_policy(Propose(FASTER, "一"), OFFICER)
    await editor.change_policy(Propose(slower, "二"), OFFICER)
    await editor.change_policy(Withdraw(3, "暂缓"), OFFICER)
    await editor.change_policy(Propose(FASTER, "四"), OFFICER)
    async with engine.connect() as connection:
        found = await policy_versions(connection)
    assert [(row.version, row.ended, row.reach) for row in found] == [
        (1, "adopted", Reach.NEW_ITEMS_ONLY),
        (2, "replaced", None),
        (3, "withdrawn", None),
        (4, None, None),
    ]


async def test_a_refused_change_leaves_the_policy_alone(
    engine: AsyncEngine, editor: TermsEditor
) -> None:
    with pytest.raises(RuleRefusedError):
        await editor.change_policy(Propose(FASTER, "试试"), Actor("a-3", ("owner",), "Z1-01"))
    async with engine.connect() as connection:
        assert len(await policy_versions(connection)) == 1


@pytest.mark.parametrize("version", [TermsVersion(9, 0), TermsVersion(0, 9)])
async def test_a_version_that_never_was_is_not_found(
    engine: AsyncEngine, editor: TermsEditor, version: TermsVersion
) -> None:
    async with engine.connect() as connection:
        with pytest.raises(NotFoundError):
            await terms_at(connection, version)
