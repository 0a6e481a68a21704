"""Numbers of documents under contention: none left out, none twice."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from activities.gathering.document_number import DocumentNumber, drawn_number
from models.document_register.commands import Draw
from models.document_register.decider import DOCUMENT_REGISTER
from models.facts import SYSTEM, Actor
from store.command_handler import handle
from store.event_store import EventStore
from wire.codec import to_json
from wire.messages import CommandMessage
from wire.starts import CommandOrder

TODAY = date(2026, 4, 15)
REGISTER = "dw/document_register/2026"


def document(number: int) -> str:
    return f"dw/bulletin/2026-Q1-C{number}"


async def test_twenty_documents_at_once_get_one_to_twenty(engine: AsyncEngine) -> None:
    drawn = await asyncio.gather(
        *(drawn_number(engine, "dw", TODAY, document(number)) for number in range(20))
    )
    assert sorted(drawn) == list(range(1, 21))
    async with engine.connect() as connection:
        assert len(await EventStore().read(connection, REGISTER)) == 20


async def test_the_same_document_asks_as_often_as_it_likes(engine: AsyncEngine) -> None:
    drawn = await asyncio.gather(
        *(drawn_number(engine, "dw", TODAY, document(number % 3)) for number in range(9))
    )
    assert sorted(set(drawn)) == [1, 2, 3]
    assert drawn[0] == drawn[3] == drawn[6]


async def test_a_refused_attempt_uses_up_no_number(engine: AsyncEngine) -> None:
    by_hand = CommandMessage("c", "draw", to_json(Draw(document(1))), Actor("a-1", ("org_head",)))
    receipt = await handle(engine, DOCUMENT_REGISTER, REGISTER, by_hand)
    assert receipt.refusal is not None
    assert await drawn_number(engine, "dw", TODAY, document(2)) == 1


async def test_each_year_begins_at_one(engine: AsyncEngine) -> None:
    assert await drawn_number(engine, "dw", TODAY, document(1)) == 1
    assert await drawn_number(engine, "dw", date(2027, 1, 12), document(2)) == 1


async def test_the_year_is_that_of_the_approval_in_shanghai(engine: AsyncEngine) -> None:
    approved_at = datetime(2026, 12, 31, 17, tzinfo=UTC)
    order = CommandOrder(
        "bulletin",
        document(1),
        "c-1",
        "take_number",
        {},
        SYSTEM,
        "",
        False,
        0,
        "document_number",
        approved_at,
    )
    assert await DocumentNumber(engine)(order) == {"year": 2027, "serial": 1, "units": []}
