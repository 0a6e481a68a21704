"""A review that lost its engine asks again only for what has left no trace."""

from __future__ import annotations

from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncEngine

from models.facts import Fact, Open
from models.ids import derived_id
from models.rectification.commands import Issue
from models.review.decider import REVIEW
from models.review.events import FeedbackIssued, ReviewEvent
from store.effects import outstanding_effects
from store.event_store import append_in_transaction
from store.queries.year import entry_of, state_of
from tests.store.requests import opening
from tests.unit.rectification.life import Life as ItemLife
from tests.unit.review.life import SYSTEM, Life, a_draft, a_weakness, tracking
from wire.codec import from_json, to_json
from wire.messages import AppendRequest, AppendResult, NewEvent

STREAM = "dw/review/2026-03-Z1"


async def test_only_what_left_no_trace_is_asked_for_again(engine: AsyncEngine) -> None:
    life = tracking(a_weakness(items=(a_draft(), a_draft(goal="另一目标"))))
    await store(engine, life)
    first, second = (each for each in life.effects if isinstance(each, Open))
    await append_in_transaction(engine, opened_by_effect(life, first))
    async with engine.connect() as connection:
        outstanding = await outstanding_effects(connection, STREAM, REVIEW)
        entry, state = await entry_of(connection, STREAM), await state_of(connection, STREAM)
    assert [each.open for each in outstanding if each.open] == [second]
    told = [each.tell.command for each in outstanding if each.tell]
    assert told == ["record_covered", "look_for_common_issues"]
    assert state == life.state
    assert entry is not None
    assert entry.overview.state_label == "跟踪整改"


async def store(engine: AsyncEngine, life: Life) -> None:
    """The review's facts, each step as its workflow appends it."""
    result: AppendResult | None = None
    for step, facts in groupby(life.facts, lambda fact: fact.step):
        result = await append_in_transaction(engine, request_of(step, list(facts), result))


def request_of(
    step: str, facts: list[Fact[ReviewEvent]], before: AppendResult | None
) -> AppendRequest:
    return AppendRequest(
        stream=STREAM,
        expected_version=before.last_version if before else 0,
        expected_head=before.head if before else "",
        step=step,
        command_hash=step,
        actor=facts[0].actor,
        occurred_at=facts[0].at,
        correlation=STREAM,
        events=tuple(NewEvent(each.event.type, 1, to_json(each.event)) for each in facts),
    )


def opened_by_effect(life: Life, effect: Open) -> AppendRequest:
    """What the item's own workflow appends when the review's effect reaches it."""
    version = next(f.version for f in life.facts if isinstance(f.event, FeedbackIssued))
    item = ItemLife(life.terms, life.now)
    (event,) = item.does(SYSTEM, from_json(Issue, effect.data))
    step = derived_id(STREAM, str(version), effect.stream, effect.command)
    return opening(effect.stream, NewEvent(event.type, 1, to_json(event)), step=step)
