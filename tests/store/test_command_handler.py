"""Commands of entities without clocks are carried out once, and refused for the record."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from models.account.decider import ACCOUNT
from models.errors import InvalidInputError, RuleRefusedError
from models.facts import SYSTEM
from store.command_handler import handle, handle_all
from store.event_store import EventStore
from wire.messages import CommandMessage, Receipt

STREAM = "dw/account/a-1"
OPENING = {"account": "a-1", "unit": "DW"}


def _message(id_: str, name: str, **data: Any) -> CommandMessage:
    return CommandMessage(id_, name, data, SYSTEM)


def _grant(id_: str, role: str) -> CommandMessage:
    return _message(
        id_, "grant_post", role=role, unit="DW", from_on=date(2026, 1, 1).isoformat(), until_on=None
    )


async def _types(engine: AsyncEngine) -> list[str]:
    async with engine.connect() as connection:
        return [fact.type for fact in await EventStore().read(connection, STREAM)]


async def _open(engine: AsyncEngine) -> Receipt:
    return await handle(engine, ACCOUNT, STREAM, _message("c-1", "open", **OPENING))


async def test_a_command_becomes_facts_and_a_receipt(engine: AsyncEngine) -> None:
    receipt = await _open(engine)
    assert receipt == Receipt("c-1", STREAM, 1, ("account.opened",))
    assert await _types(engine) == ["account.opened"]


async def test_the_same_command_id_gets_the_same_receipt(engine: AsyncEngine) -> None:
    first = await _open(engine)
    await handle(engine, ACCOUNT, STREAM, _grant("c-2", "org_head"))
    assert await _open(engine) == first
    assert len(await _types(engine)) == 2


async def test_a_command_id_that_was_used_for_another_command_is_refused(
    engine: AsyncEngine,
) -> None:
    await _open(engine)
    with pytest.raises(InvalidInputError, match="编号"):
        await handle(engine, ACCOUNT, STREAM, _grant("c-1", "org_head"))


async def test_a_refusal_is_recorded_and_told_again(engine: AsyncEngine) -> None:
    await _open(engine)
    again = _message("c-2", "open", **OPENING)
    refused = await handle(engine, ACCOUNT, STREAM, again)
    assert refused.refusal is not None
    assert refused.events == ("account.attempt_refused",)
    assert await handle(engine, ACCOUNT, STREAM, again) == refused
    assert len(await _types(engine)) == 2


async def test_writers_at_the_same_moment_all_get_through(engine: AsyncEngine) -> None:
    await _open(engine)
    roles = ("org_head", "org_officer", "auditor")
    receipts = await asyncio.gather(
        *(handle(engine, ACCOUNT, STREAM, _grant(f"g-{role}", role)) for role in roles)
    )
    assert sorted(receipt.version for receipt in receipts) == [2, 3, 4]


@pytest.mark.parametrize(
    "message",
    [_message("c-9", "no_such_command"), _message("c-9", "open", account=[1])],
)
async def test_what_cannot_be_read_leaves_no_trace(
    engine: AsyncEngine, message: CommandMessage
) -> None:
    with pytest.raises(InvalidInputError):
        await handle(engine, ACCOUNT, STREAM, replace(message))
    assert await _types(engine) == []


async def test_a_batch_is_carried_out_in_its_order_and_once(engine: AsyncEngine) -> None:
    batch = [(STREAM, _message("c-1", "open", **OPENING)), (STREAM, _grant("c-2", "org_head"))]
    receipts = await handle_all(engine, ACCOUNT, batch)
    assert [receipt.version for receipt in receipts] == [1, 2]
    assert await handle_all(engine, ACCOUNT, batch) == receipts
    assert await _types(engine) == ["account.opened", "account.post_granted"]


async def test_of_a_batch_with_a_forbidden_command_only_the_attempt_stands(
    engine: AsyncEngine,
) -> None:
    await _open(engine)
    batch = [
        (STREAM, _grant("c-2", "org_head")),
        (STREAM, _message("c-3", "open", **OPENING)),
        (STREAM, _grant("c-4", "auditor")),
    ]
    with pytest.raises(RuleRefusedError):
        await handle_all(engine, ACCOUNT, batch)
    assert await _types(engine) == ["account.opened", "account.attempt_refused"]


async def test_a_batch_that_cannot_be_read_leaves_no_trace(engine: AsyncEngine) -> None:
    batch = [
        (STREAM, _message("c-1", "open", **OPENING)),
        (STREAM, _message("c-2", "no_such_command")),
    ]
    with pytest.raises(InvalidInputError):
        await handle_all(engine, ACCOUNT, batch)
    assert await _types(engine) == []
