"""The tree as of any date, from facts."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from models.facts import SYSTEM
from models.ids import stream_id
from models.org_unit.commands import (
    Describe,
    Dissolve,
    MergeInto,
    Move,
    OrgUnitCommand,
    Register,
    Rename,
)
from models.org_unit.decider import ORG_UNIT
from models.org_unit.kinds import UnitKind, UnitTier
from store.command_handler import handle
from store.queries.org_units import (
    general_branch_of,
    other_unit,
    root_code,
    subtree_codes,
    unit_by_code,
    unit_history,
    units_by_name,
)
from wire.codec import to_json
from wire.messages import CommandMessage

FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)


async def act(engine: AsyncEngine, code: str, command: OrgUnitCommand) -> None:
    message = CommandMessage(str(uuid.uuid4()), command.name, to_json(command), SYSTEM)
    receipt = await handle(engine, ORG_UNIT, stream_id("dw", "org_unit", code), message)
    assert receipt.refusal is None, receipt.refusal


async def register(engine: AsyncEngine, code: str, kind: UnitKind, parent: str = "") -> None:
    async with engine.connect() as connection:
        above = await other_unit(connection, parent, FEBRUARY) if parent else None
    await act(engine, code, Register(code, f"{code}组织", kind, FEBRUARY, above, "书记", "井下", 9))


@pytest.fixture
async def tree(engine: AsyncEngine) -> AsyncEngine:
    await register(engine, "DW", UnitKind.COMMITTEE)
    await register(engine, "Z1", UnitKind.GENERAL_BRANCH, "DW")
    await register(engine, "Z1-01", UnitKind.BRANCH, "Z1")
    await register(engine, "Z1-02", UnitKind.BRANCH, "Z1")
    await register(engine, "D01", UnitKind.BRANCH, "DW")
    return engine


async def test_a_unit_is_found_from_its_first_day_on(tree: AsyncEngine) -> None:
    async with tree.connect() as connection:
        assert await unit_by_code(connection, "Z1-01", date(2026, 1, 31)) is None
        unit = await unit_by_code(connection, "Z1-01", FEBRUARY)
    assert unit is not None
    assert (unit.name, unit.parent, unit.tier) == ("Z1-01组织", "Z1", UnitTier.SUB)


async def test_a_renamed_unit_has_its_former_name_before_that_day(tree: AsyncEngine) -> None:
    await act(tree, "Z1-01", Rename("新名组织", MARCH))
    async with tree.connect() as connection:
        assert not await units_by_name(connection, "新名组织", date(2026, 2, 28))
        assert await units_by_name(connection, "Z1-01组织", date(2026, 2, 28))
        [found] = await units_by_name(connection, " 新名组织 ", MARCH)
        assert found.code == "Z1-01"
        assert not await units_by_name(connection, "Z1-01组织", MARCH)


async def test_two_changes_of_one_day_make_one_span(tree: AsyncEngine) -> None:
    await act(tree, "Z1-01", Rename("新名组织", MARCH))
    await act(tree, "Z1-01", Describe("书记", "地面", 11, MARCH))
    async with tree.connect() as connection:
        spans = await unit_history(connection, "Z1-01")
    assert [(span.valid_from, span.valid_to, span.name, span.location) for span in spans] == [
        (FEBRUARY, MARCH, "Z1-01组织", "井下"),
        (MARCH, None, "新名组织", "地面"),
    ]


async def test_a_moved_branch_leaves_the_subtree_on_that_day(tree: AsyncEngine) -> None:
    async with tree.connect() as connection:
        committee = await other_unit(connection, "DW", MARCH)
    await act(tree, "Z1-01", Move(committee, MARCH))
    async with tree.connect() as connection:
        assert await subtree_codes(connection, "Z1", FEBRUARY) == {"Z1", "Z1-01", "Z1-02"}
        assert await subtree_codes(connection, "Z1", MARCH) == {"Z1", "Z1-02"}
        assert await general_branch_of(connection, "Z1-01", FEBRUARY) == "Z1"
        assert await general_branch_of(connection, "Z1-01", MARCH) is None


async def test_a_merged_unit_ends_and_names_its_successor(tree: AsyncEngine) -> None:
    async with tree.connect() as connection:
        successor = await other_unit(connection, "Z1-02", APRIL)
    await act(tree, "Z1-01", MergeInto(successor, APRIL))
    async with tree.connect() as connection:
        assert await unit_by_code(connection, "Z1-01", APRIL) is None
        assert await unit_by_code(connection, "Z1-01", MARCH) is not None
        [span] = await unit_history(connection, "Z1-01")
    assert (span.valid_to, span.merged_into) == (APRIL, "Z1-02")


async def test_a_dissolved_unit_is_no_parent_any_more(tree: AsyncEngine) -> None:
    await act(tree, "D01", Dissolve("撤销", APRIL))
    async with tree.connect() as connection:
        assert (await other_unit(connection, "D01", MARCH)).is_active
        assert not (await other_unit(connection, "D01", APRIL)).is_active


async def test_the_way_up_and_the_root(tree: AsyncEngine) -> None:
    async with tree.connect() as connection:
        assert (await other_unit(connection, "Z1-01", MARCH)).above == ("Z1", "DW")
        assert await root_code(connection, MARCH) == "DW"
        assert await root_code(connection, date(2020, 1, 1)) is None
        assert await general_branch_of(connection, "Z1", MARCH) == "Z1"
