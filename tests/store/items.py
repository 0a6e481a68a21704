"""Rectification items straight from events, for tests that want rows rather than rules."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from models.escalation.countdown import Countdown, Subject
from models.facts import Event
from models.policy import Level
from models.rectification import events as happened
from models.rectification.content import Category
from store.event_store import append_in_transaction
from tests.store.requests import after, opening
from wire.codec import to_json
from wire.messages import AppendRequest, AppendResult, NewEvent

DUE_ON = date(2026, 4, 30)


def issued(number: str = "FP2026-001", **fields: Any) -> happened.Issued:
    due_on = fields.pop("due_on", DUE_ON)
    values: dict[str, Any] = {
        "problem": "顶板支护记录不全",
        "goal": "记录齐全、责任到人",
        "category": Category.FIXED_TERM,
        "owner_unit": "Z1-01",
        "owner": "a-17",
        "owner_post": "队长",
        "issued_on": date(2026, 3, 2),
    }
    countdowns = (Countdown(Subject.ITEM, 1, due_on),) if due_on else ()
    values |= {"number": number, "due_on": due_on, "countdowns": countdowns}
    return happened.Issued(**(values | fields))


def accepted() -> happened.Accepted:
    return happened.Accepted(Countdown(Subject.PLAN, 2, date(2026, 3, 11)))


def raised(level: Level, points_total: int = -1) -> happened.LevelRaised:
    return happened.LevelRaised(
        Subject.ITEM, 1, DUE_ON, ("owner",), 0, False, level, -1, points_total, "催办"
    )


def stream_of(number: str) -> str:
    return f"dw/rectification/{number}"


def as_new(*events: Event) -> tuple[NewEvent, ...]:
    return tuple(NewEvent(event.type, event.schema_version, to_json(event)) for event in events)


def opening_of(event: happened.Issued | happened.Imported, **fields: Any) -> AppendRequest:
    return opening(stream_of(event.number), *as_new(event), **fields)


async def store_item(engine: AsyncEngine, *events: Event) -> AppendResult:
    """Store an item's facts, one step each."""
    first, *rest = events
    assert isinstance(first, happened.Issued | happened.Imported)
    head = await append_in_transaction(engine, opening_of(first))
    for number, event in enumerate(rest):
        request = after(head, stream_of(first.number), f"step-{number}", *as_new(event))
        head = await append_in_transaction(engine, request)
    return head
