"""A quarter's figures from stored facts: the same today and in ten years."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.gathering.bulletin_figures import BulletinFigures
from activities.gathering.bulletin_units import BulletinUnits
from models.bulletin.figures import Figures, Rate, figures_hash
from models.bulletin.quarter import Quarter
from models.errors import TransientError
from models.facts import SYSTEM, Event
from models.ids import stream_id
from models.org_unit.commands import Dissolve, OrgUnitCommand, Register
from models.org_unit.decider import ORG_UNIT
from models.org_unit.kinds import UnitKind
from models.policy import Level
from models.rectification.content import Category
from models.rectification.events import Closed, Imported
from models.rectification.item_state import ItemState
from models.review.content import Finding, Strength, Weakness
from models.review.events import Imported as ImportedReview
from store.command_handler import handle
from store.driver import Driver
from store.event_store import append_in_transaction
from store.queries.bulletin import cut_at, figures_at, found_at, lines_at, recomputed
from store.queries.org_units import other_unit
from store.sequencer import sequence_batch
from tests.store.items import as_new, issued, raised
from tests.store.requests import after, opening
from wire.codec import from_json, to_json
from wire.messages import AppendResult, CommandMessage
from wire.starts import CommandOrder

JANUARY = date(2026, 1, 1)
AS_OF = datetime(2026, 4, 1, 1, tzinfo=UTC)
Q1 = Quarter(2026, 1)


def at(month: int, day: int, hour: int = 2) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


async def told(engine: AsyncEngine, code: str, command: OrgUnitCommand) -> None:
    message = CommandMessage(str(uuid.uuid4()), command.name, to_json(command), SYSTEM)
    receipt = await handle(engine, ORG_UNIT, stream_id("dw", "org_unit", code), message)
    assert receipt.refusal is None, receipt.refusal


async def register(engine: AsyncEngine, code: str, kind: UnitKind, parent: str = "") -> None:
    async with engine.connect() as connection:
        above = await other_unit(connection, parent, JANUARY) if parent else None
    await told(engine, code, Register(code, f"{code}组织", kind, JANUARY, above, "书记", "", 9))


async def store(
    engine: AsyncEngine, stream: str, *steps: tuple[datetime, Event], imported: bool = False
) -> None:
    """Facts of one stream, one step each, each at its own instant."""
    head: AppendResult | None = None
    for number, (occurred_at, event) in enumerate(steps):
        request = opening(stream, *as_new(event), imported=imported)
        if head is not None:
            request = after(head, stream, f"step-{number}", *as_new(event), imported=imported)
        head = await append_in_transaction(engine, replace(request, occurred_at=occurred_at))


def item(number: str, **fields: Any) -> tuple[datetime, Event]:
    given = {"owner_unit": "Z1", "issued_on": date(2026, 2, 2), "due_on": date(2026, 3, 20)}
    return at(2, 2), issued(number, **(given | fields))


def closed(on: date) -> tuple[datetime, Event]:
    event = Closed(on, "a-9", "", "同意", True, on, on)
    return datetime(on.year, on.month, on.day, 3, tzinfo=UTC), event


def imported(number: str, closed_on: date) -> list[tuple[datetime, Event]]:
    event = Imported(
        problem="记录缺失",
        goal="",
        category=Category.FIXED_TERM,
        number=number,
        owner_unit="D01",
        issued_on=date(2026, 1, 12),
        due_on=date(2026, 2, 27),
        state=ItemState.IN_PROGRESS,
    )
    return [(at(1, 12), event), closed(closed_on)]


def a_review(unit: str, on: date) -> tuple[datetime, Event]:
    event = ImportedReview(
        number=f"{on:%Y-%m}-{unit}",
        unit=unit,
        unit_name=f"{unit}组织",
        month=f"{on:%Y-%m}",
        held_on=on,
        feedback_on=on,
        findings=(
            Finding(1, strength=Strength(text="班前讲党课")),
            Finding(2, weakness=Weakness(problem="补课记录缺失", work_axis="organization_life")),
        ),
    )
    return datetime(on.year, on.month, on.day, 3, tzinfo=UTC), event


async def ordered(sequencer: Driver) -> None:
    while await sequence_batch(sequencer):
        pass


@pytest.fixture
async def quarter(engine: AsyncEngine, sequencer: Driver) -> AsyncEngine:
    """Two direct units and a branch, four items and a review, all in their places."""
    await register(engine, "DW", UnitKind.COMMITTEE)
    await register(engine, "Z1", UnitKind.GENERAL_BRANCH, "DW")
    await register(engine, "Z1-01", UnitKind.BRANCH, "Z1")
    await register(engine, "D01", UnitKind.BRANCH, "DW")
    root = "dw/rectification/"
    await store(engine, f"{root}1", item("1"), closed(date(2026, 3, 18)))
    await store(engine, f"{root}2", item("2"), (at(3, 31), raised(Level.RED)))
    await store(engine, f"{root}3", item("3"), closed(date(2026, 4, 1)))
    await store(engine, f"{root}4", *imported("4", date(2026, 2, 20)), imported=True)
    on = date(2026, 2, 2)
    await store(engine, "dw/review/2026-02-Z1", a_review("Z1", on), imported=True)
    await ordered(sequencer)
    return engine


async def figures(engine: AsyncEngine, as_of: datetime = AS_OF, **bounds: Any) -> Figures:
    async with engine.connect() as connection:
        return await figures_at(connection, "dw", 2026, 1, as_of, **bounds)


async def again(engine: AsyncEngine, frozen: Figures) -> Figures:
    async with engine.connect() as connection:
        return await recomputed(connection, frozen)


async def test_figures_come_from_the_facts_of_the_quarter(quarter: AsyncEngine) -> None:
    found = await figures(quarter)
    assert (found.opened, found.closed, found.open) == (4, 2, 2)
    assert found.on_time == Rate(2, 4)
    assert found.overdue == Rate(2, 2)
    assert found.first_pass == Rate(2, 2)
    assert [(each.number, each.level) for each in found.overdue_items] == [("2", "red"), ("3", "")]
    assert [(each.tier, each.covered, each.in_scope) for each in found.coverage] == [
        ("direct", 1, 2),
        ("sub", 0, 1),
    ]
    assert (found.findings, found.strengths_count, found.reviewed_units) == (1, 1, 1)
    assert found.strengths[0].unit_name == "Z1组织"


async def test_figures_are_computed_again_to_the_same_numbers_whatever_came_later(
    quarter: AsyncEngine, sequencer: Driver
) -> None:
    frozen = await figures(quarter)
    digest = figures_hash(frozen)
    late_import = imported("5", date(2026, 3, 2))
    await store(quarter, "dw/rectification/5", *late_import, imported=True)
    await store(quarter, "dw/rectification/6", item("6"))
    on = date(2026, 3, 9)
    await store(quarter, "dw/review/2026-03-D01", a_review("D01", on), imported=True)
    await told(quarter, "D01", Dissolve("撤销", date(2026, 2, 1)))
    await ordered(sequencer)
    assert await again(quarter, frozen) == frozen
    assert figures_hash(await again(quarter, frozen)) == digest
    corrected = await figures(quarter)
    assert corrected.opened == frozen.opened + 2
    assert corrected.coverage != frozen.coverage


async def test_the_stored_figures_are_computed_again(quarter: AsyncEngine) -> None:
    frozen = await figures(quarter)
    stored = from_json(Figures, to_json(frozen))
    assert await again(quarter, stored) == frozen


async def test_a_fact_without_a_place_in_the_order_is_not_known_yet(
    quarter: AsyncEngine, sequencer: Driver
) -> None:
    before = await figures(quarter)
    await store(quarter, "dw/rectification/7", item("7"))
    assert await figures(quarter) == before
    await ordered(sequencer)
    assert (await figures(quarter)).opened == before.opened + 1
    assert await figures(quarter, log_size=before.cut.log_size) == before


async def test_before_the_end_of_the_quarter_only_what_has_happened_counts(
    quarter: AsyncEngine,
) -> None:
    early = await figures(quarter, at(3, 1))
    assert (early.closed, early.overdue_items) == (1, ())


async def test_attachments_rest_on_the_same_facts(quarter: AsyncEngine) -> None:
    async with quarter.connect() as connection:
        cut = await cut_at(connection, AS_OF)
        found = await found_at(connection, "dw", Q1, cut)
        lines = await lines_at(connection, "dw", found)
    assert [line.record.number for line in lines] == ["1", "2", "3", "4"]
    assert lines[2].record.closed_on is None
    assert found.next_plan is None


def an_order(command: str, gather: str) -> CommandOrder:
    stream, data = "dw/bulletin/2026-Q1", {"year": 2026, "quarter": 1, "committee": "dw"}
    return CommandOrder(
        "bulletin", stream, "c-1", command, data, SYSTEM, "", True, 0, gather, AS_OF
    )


async def test_the_gatherer_brings_figures_that_a_draft_can_begin_with(
    quarter: AsyncEngine,
) -> None:
    found = await BulletinFigures(quarter)(an_order("begin", "bulletin_figures"))
    assert from_json(Figures, found["figures"]) == await figures(quarter)


async def test_the_gatherer_waits_for_facts_to_be_ordered(quarter: AsyncEngine) -> None:
    await store(quarter, "dw/rectification/8", item("8"))
    with pytest.raises(TransientError) as caught:
        await BulletinFigures(quarter, 0.01)(an_order("begin", "bulletin_figures"))
    assert caught.value.code == "facts_not_ordered"


async def test_a_bulletin_is_addressed_to_direct_units_that_exist(quarter: AsyncEngine) -> None:
    gather, order = BulletinUnits(quarter), an_order("refresh_units", "bulletin_units")
    assert await gather(order) == {"active": ["D01", "Z1"]}
    await told(quarter, "D01", Dissolve("撤销", date(2026, 3, 1)))
    assert await gather(order) == {"active": ["Z1"]}
