"""A review from the month's plan to the end of its last item, on a server whose time is skipped."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from models.facts import Actor
from models.rectification.commands import Issue
from models.review.decider import REVIEW
from models.review.stage import ReviewStage
from tests.unit.rectification.life import Life as ItemLife
from tests.unit.review.life import LEAD, NUMBER, OFFICER, SYSTEM
from tests.workflows.conftest import StartWorker
from tests.workflows.items import TERMS
from tests.workflows.memory import MemoryWorld
from tests.workflows.reviews import ITEM, Review
from wire.codec import from_json
from workflows.review import ReviewWorkflow


@pytest.fixture
def world() -> MemoryWorld:
    return MemoryWorld(REVIEW, {TERMS.version: TERMS})


@pytest.fixture
async def worker(start_worker: StartWorker, world: MemoryWorld) -> Any:
    return start_worker([ReviewWorkflow], world.activities())


@pytest.fixture
def review(temporal: WorkflowEnvironment, task_queue: str, world: MemoryWorld) -> Review:
    return Review(temporal, task_queue, world)


async def test_a_review_goes_from_plan_to_the_end_of_its_last_item(
    worker: Any, review: Review, world: MemoryWorld
) -> None:
    async with worker:
        await review.feedback()
        (order,) = await review.ordered("issue")
        assert order.opens
        assert order.stream.endswith(f"/rectification/{ITEM}")
        assert order.correlation == f"{review.stream}#1"
        assert order.actor.on_behalf_of == LEAD.account
        item = ItemLife(TERMS, order.occurred_at)
        item.does(order.actor, from_json(Issue, order.data))
        assert item.state.due_on == date(2026, 4, 9)  # 15 working days from the 18th of March
        (covered,) = await review.ordered("record_covered")
        (common,) = await review.ordered("look_for_common_issues")
        assert covered.data == {"unit": "Z1", "review": NUMBER, "on": "2026-03-18"}
        assert common.gather == "common_findings"
        assert not covered.opens
        await review.wait_until(date(2026, 7, 31))
        assert (await review.state()).state is ReviewStage.TRACKING
        assert review.levels() == []
        await review.send("settle_item", SYSTEM, number=ITEM, how="archived")
        await review.handle.result()
        assert world.fold(review.stream).state is ReviewStage.CLOSED


async def test_a_review_that_nobody_holds_is_escalated(worker: Any, review: Review) -> None:
    async with worker:
        await review.plan()
        await review.wait_until(date(2026, 4, 20))
        assert review.levels() == [
            (date(2026, 4, 1), "hold_review", "yellow"),
            (date(2026, 4, 3), "hold_review", "orange"),
        ]
        kinds = [request.notify.kind for request in review.world.dispatched]
        assert kinds.count("escalation.hold_review.orange") >= 2  # it is repeated


async def test_a_silent_unit_and_a_late_feedback_are_escalated_and_issued_with_a_reason(
    worker: Any, review: Review
) -> None:
    async with worker:
        await review.draft()
        await review.wait_until(date(2026, 3, 26))
        assert sorted(review.levels()) == [
            (date(2026, 3, 23), "confirm_feedback", "yellow"),
            (date(2026, 3, 24), "issue_feedback", "yellow"),
            (date(2026, 3, 25), "confirm_feedback", "orange"),
            (date(2026, 3, 26), "issue_feedback", "orange"),
        ]
        await review.send("issue_feedback", LEAD, unconfirmed_reason="多次催促未答复")
        assert (await review.state()).state is ReviewStage.TRACKING
        assert len(await review.ordered("issue")) == 1


async def test_a_unit_that_confirms_for_the_team_is_refused_on_record(
    worker: Any, review: Review, world: MemoryWorld
) -> None:
    async with worker:
        await review.draft()
        as_lead = Actor(LEAD.account, ("gb_secretary",), "Z1")
        receipt = await review.send("confirm", as_lead)
        assert receipt.refusal is not None
        assert receipt.refusal.code == "answerer_is_team"
        assert world.types(review.stream)[-1] == "review.attempt_refused"


async def test_a_postponed_review_goes_on_in_its_new_month(worker: Any, review: Review) -> None:
    async with worker:
        await review.plan()
        await review.send("postpone", OFFICER, month="2026-05", reason="井下检修")
        (order,) = await review.ordered("record_postponed")
        assert order.data["month"] == "2026-05"
        await review.wait_until(date(2026, 6, 1))
        assert review.levels() == [(date(2026, 6, 1), "hold_review", "yellow")]


async def test_a_review_that_lost_its_engine_waits_on_from_its_facts(
    worker: Any, review: Review, world: MemoryWorld
) -> None:
    async with worker:
        await review.feedback()
        await review.ordered("look_for_common_issues")
        before = await review.state()
        orders = len(world.orders)
        await review.handle.terminate()
        loaded = await world.load_stream(review.stream)
        await review.revive(loaded, datetime(2026, 6, 1, 2, tzinfo=UTC))
        assert await review.state() == before
        await review.send("settle_item", SYSTEM, number=ITEM, how="terminated")
        await review.handle.result()
        assert len(world.orders) == orders
        assert world.fold(review.stream).state is ReviewStage.CLOSED
