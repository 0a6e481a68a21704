"""Who is told, from the real tables of units and accounts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from models.notice.recipients import Post
from store.people_tables import account, account_delegation, account_post, org_unit_span
from store.post_room import PostRoomStore

DAY = date(2026, 5, 6)
COMMITTEE, GENERAL, BRANCH, DIRECT = "DW", "Z1", "Z1-01", "ZS-01"


@pytest.fixture
async def room(engine: AsyncEngine) -> PostRoomStore:
    async with engine.begin() as connection:
        await connection.execute(
            sa.insert(org_unit_span),
            [
                _unit(COMMITTEE, "committee", ""),
                _unit(GENERAL, "general_branch", COMMITTEE),
                _unit(BRANCH, "branch", GENERAL),
                _unit(DIRECT, "branch", COMMITTEE),
            ],
        )
        await connection.execute(
            sa.insert(account), [_account("a", BRANCH), _account("g", GENERAL)]
        )
        await connection.execute(
            sa.insert(account_post),
            [_post("a", "branch_secretary", BRANCH), _post("g", "gb_secretary", GENERAL)],
        )
    return PostRoomStore(engine)


def _unit(code: str, kind: str, parent: str) -> dict[str, object]:
    return {
        "code": code,
        "valid_from": date(2020, 1, 1),
        "name": code,
        "kind": kind,
        "parent": parent,
        "leader_post": "",
        "location": "",
    }


def _account(name: str, unit: str) -> dict[str, object]:
    opened_at = datetime(2020, 1, 1, tzinfo=UTC)
    return {
        "account": name,
        "unit": unit,
        "opened_at": opened_at,
        "is_locked": False,
        "must_change_password": False,
    }


def _post(name: str, role: str, unit: str) -> dict[str, object]:
    return {"account": name, "role": role, "unit": unit, "from_on": date(2020, 1, 1)}


async def test_posts_are_looked_up_in_the_unit_and_above_it(room: PostRoomStore) -> None:
    secretary, superior = Post("branch_secretary", BRANCH), Post("gb_secretary", BRANCH)
    roster = await room.roster([secretary, superior], [], DAY)
    assert roster.holders == {secretary: ("a",), superior: ("g",)}


async def test_only_open_accounts_can_be_told_in_person(room: PostRoomStore) -> None:
    roster = await room.roster([], ["a", "gone"], DAY)
    assert roster.active == {"a"}


async def test_a_branch_directly_under_the_committee_has_no_general_branch_secretary(
    room: PostRoomStore,
) -> None:
    superior, vacant = Post("gb_secretary", DIRECT), Post("branch_secretary", DIRECT)
    unknown = Post("gb_secretary", "nowhere")
    roster = await room.roster([superior, vacant, unknown], [], DAY)
    assert roster.inapplicable == {superior}


async def test_a_post_that_the_unit_has_not_is_looked_for_above_it(room: PostRoomStore) -> None:
    asked = Post("gb_secretary", BRANCH)
    roster = await room.roster([asked], [], DAY)
    assert roster.holders[asked] == ("g",)


async def test_who_acts_for_a_holder_is_told_too(room: PostRoomStore, engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(
            sa.insert(account_delegation).values(
                account="g", to_account="a", from_on=DAY, until_on=date(2026, 5, 7)
            )
        )
    asked = Post("gb_secretary", GENERAL)
    roster = await room.roster([asked], [], DAY)
    assert roster.holders[asked] == ("a", "g")


async def test_an_ended_units_posts_are_still_held_but_nobody_above_stands_in(
    room: PostRoomStore, engine: AsyncEngine
) -> None:
    async with engine.begin() as connection:
        await connection.execute(
            sa.update(org_unit_span).where(org_unit_span.c.code == BRANCH).values(valid_to=DAY)
        )
    own, above = Post("branch_secretary", BRANCH), Post("gb_secretary", BRANCH)
    roster = await room.roster([own, above], [], DAY)
    assert (roster.holders[own], roster.holders[above]) == (("a",), ())
