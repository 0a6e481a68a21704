"""A review from the month's plan to the end of its last item, on a server whose time is skipped."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from temporalio.testing import WorkflowEnvironment

from models.facts import Actor, Command
from models.rectification.commands import Issue
from models.review.commands import (
    RecordCauses,
    RecordExperience,
    RecordGoals,
    RecordPatterns,
    RecordResults,
)
from models.review.decider import REVIEW
from models.review.stage import ReviewStage
from tests.unit.rectification.life import Life as ItemLife
from tests.unit.review.life import (
    FORMS,
    LEAD,
    MEMBER,
    NUMBER,
    OFFICER,
    SECRETARY,
    SYSTEM,
    a_plan,
    a_team,
    a_weakness,
    figures,
    record,
)
from tests.workflows.conftest import StartWorker
from tests.workflows.items import TERMS
from tests.workflows.memory import MemoryWorld
from tests.workflows.year_entity import YearEntity
from wire.codec import from_json, to_json
from wire.messages import Receipt
from workflows.review import ReviewWorkflow

MARCH_2 = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
VISIT_ON = date(2026, 3, 18)
ITEM = f"{NUMBER}-01"
MOVES: tuple[Command, ...] = (
    RecordGoals("年初承诺组织生活按期率100%"),
    RecordExperience("抓支部先抓支委"),
    RecordResults("指标全部达标", figures()),
    RecordCauses("任务没有分解到人"),
    RecordPatterns("按月公示的工作完成较好"),
)


class Review(YearEntity):
    """March's review of a general branch, planned on the month's first working day."""

    async def give(self, actor: Actor, command: Command) -> Receipt:
        """The command, accepted."""
        receipt = await self.send(command.name, actor, **to_json(command))
        assert receipt.refusal is None, receipt.refusal
        return receipt

    async def plan(self) -> None:
        committee = self.stream.split("/", 1)[0]
        await self.open("plan", SYSTEM, **to_json(a_plan(committee=committee)))

    async def visit(self) -> None:
        """Planned, told on the 10th, visited on the 18th."""
        await self.plan()
        await self.give(OFFICER, a_team())
        await self.wait_until(date(2026, 3, 10))
        await self.send("notify", LEAD, visit_on=VISIT_ON.isoformat())
        await self.wait_until(VISIT_ON)
        await self.send("hold", LEAD, on=VISIT_ON.isoformat(), forms=[str(form) for form in FORMS])

    async def draft(self) -> None:
        """Five moves and one weakness with an item; the unit has the draft since the 18th."""
        await self.visit()
        for move in MOVES:
            await self.give(MEMBER, move)
        await self.give(MEMBER, record(a_weakness()))
        await self.send("finish_draft", LEAD)

    async def feedback(self) -> None:
        """The unit agrees and the feedback goes out, with its item."""
        await self.draft()
        await self.send("confirm", SECRETARY)
        await self.send("issue_feedback", LEAD)

    def levels(self) -> list[tuple[date, str, str]]:
        """(day, subject, level) of everything that was raised."""
        subjects = [
            str(event.data["subject"])
            for step in self.world.steps(self.stream)
            for event in step.events
            if event.type == "review.level_raised"
        ]
        pairs = zip(self.raised(), subjects, strict=True)
        return [(day, subject, level) for (day, level), subject in pairs]


@pytest.fixture
def world() -> MemoryWorld:
    return MemoryWorld(REVIEW, {TERMS.version: TERMS})


@pytest.fixture
async def worker(start_worker: StartWorker, world: MemoryWorld) -> Any:
    return start_worker([ReviewWorkflow], world.activities())


@pytest.fixture
def review(temporal: WorkflowEnvironment, task_queue: str, world: MemoryWorld) -> Review:
    stream = f"dw{uuid4().hex[:6]}/review/{NUMBER}"
    return Review(temporal, task_queue, world, stream, MARCH_2)


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
