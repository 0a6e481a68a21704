"""A year of one item, played on a real server whose time is skipped."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from bench.life import DEPUTY, OFFICER, OWNER, SECRETARY, VERIFIER, whole_life
from tests.workflows.conftest import StartWorker
from tests.workflows.items import Item, new_world
from tests.workflows.memory import MemoryWorld
from workflows.rectification import RectificationWorkflow

MARCH_23 = datetime(2026, 3, 23, 2, 0, tzinfo=UTC)
DUE_ON = date(2026, 4, 30)
MEASURES = [{"text": "建立倒班补学表", "owner": "党支部书记", "due_on": "2026-04-20"}]


@pytest.fixture
def world() -> MemoryWorld:
    return new_world()


@pytest.fixture
async def worker(start_worker: StartWorker, world: MemoryWorld) -> Any:
    return start_worker([RectificationWorkflow], world.activities())


@pytest.fixture
def item(temporal: WorkflowEnvironment, task_queue: str, world: MemoryWorld) -> Item:
    return Item(temporal, task_queue, world, MARCH_23)


async def bring_into_progress(item: Item) -> None:
    await item.issue(DUE_ON)
    await item.send("accept", SECRETARY)
    await item.send("submit_plan", SECRETARY, measures=MEASURES)
    await item.send("approve_plan", OFFICER)


async def test_every_level_is_raised_once_and_on_its_working_day(worker: Any, item: Item) -> None:
    """The example of domain.md §3.2: D = 2026-04-30, with the May holiday and its make-up day."""
    async with worker:
        await bring_into_progress(item)
        await item.wait_until(date(2026, 6, 5))
        assert item.raised() == [
            (date(2026, 4, 23), "item", "blue"),
            (date(2026, 4, 28), "item", "blue"),
            (date(2026, 5, 6), "item", "yellow"),
            (date(2026, 5, 11), "item", "orange"),
            (date(2026, 5, 18), "item", "red"),
            (date(2026, 6, 1), "item", "raise"),
        ]
        assert all(event["late_by_seconds"] == 0 for event in item.events("level_raised"))


async def test_an_overdue_item_is_never_silent_for_a_whole_year(worker: Any, item: Item) -> None:
    async with worker:
        await bring_into_progress(item)
        await item.wait_until(date(2026, 12, 31))
        days = [
            step.occurred_at
            for step in item.world.steps(item.stream)
            if step.step.startswith("item:1:repeat.")
        ]
        assert len(days) >= 25
        gaps = [later - earlier for earlier, later in pairwise(days)]
        assert max(gaps) <= timedelta(days=14)  # five working days across the October holiday
        assert len({(day, level) for day, _, level in item.raised()}) == len(item.raised())


async def test_levels_that_passed_during_downtime_come_once_each_and_late(
    start_worker: StartWorker, item: Item, world: MemoryWorld
) -> None:
    """Scenario 5: the engine is away from 05-06 to 05-12."""
    async with start_worker([RectificationWorkflow], world.activities()):
        await bring_into_progress(item)
        await item.wait_until(date(2026, 4, 29))
    revived = Item(item.env, item.task_queue, world)
    revived.number, revived.stream = item.number, item.stream
    await item.handle.terminate()
    loaded = await world.load_stream(item.stream)
    revived.offset_seconds = int(
        (datetime(2026, 5, 12, 2, tzinfo=UTC) - datetime.now(UTC)).total_seconds()
    )
    async with start_worker([RectificationWorkflow], world.activities()):
        await revived.revive(loaded)
        await revived.wait_until(date(2026, 5, 13))
        late = [(e["level"], e["late_by_seconds"] > 0) for e in item.events("level_raised")]
        assert late == [("yellow", True), ("orange", True)]
        told = [r.notify.kind for r in world.dispatched if r.notify.kind.startswith("escalation")]
        assert told[-1:] == ["escalation.orange"]
        assert "escalation.yellow" not in told


async def test_an_overdue_verifier_is_escalated_too(worker: Any, item: Item) -> None:
    async with worker:
        await bring_into_progress(item)
        await item.send("request_closure", SECRETARY, summary="完成", no_evidence_reason="现场可见")
        await item.wait_until(date(2026, 4, 20))
        assert ("verify", "yellow") in [(s, level) for _, s, level in item.raised()]


async def test_silence_on_an_extension_is_not_consent(worker: Any, item: Item) -> None:
    async with worker:
        await bring_into_progress(item)
        await item.send(
            "request_extension", SECRETARY, due_on="2026-05-08", reason="检修", progress="六成"
        )
        await item.wait_until(date(2026, 5, 12))
        subjects = {subject for _, subject, _ in item.raised()}
        assert "answer_extension" in subjects
        assert (date(2026, 5, 6), "item", "yellow") in item.raised()
        assert (await item.state()).extended_due_on is None


async def test_a_granted_extension_moves_the_ladder(worker: Any, item: Item) -> None:
    async with worker:
        await bring_into_progress(item)
        await item.send(
            "request_extension", SECRETARY, due_on="2026-05-08", reason="检修", progress="六成"
        )
        await item.send("grant_extension", DEPUTY)
        await item.wait_until(date(2026, 5, 20))
        yellow = [day for day, s, level in item.raised() if (s, level) == ("item", "yellow")]
        assert yellow == [date(2026, 5, 9)]  # the Saturday is a make-up workday


async def test_a_whole_life_ends_in_the_archive_and_the_workflow_with_it(
    worker: Any, item: Item, world: MemoryWorld
) -> None:
    async with worker:
        for step in whole_life(item.number, DUE_ON, date(2026, 3, 23)):
            await item.take(step)
        assert str((await item.state()).state) == "closed"
        await item.env.fast_forward(item.handle, timedelta(days=300))
        await item.handle.result()
        assert str(world.fold(item.stream).state) == "archived"
        assert not [raised for raised in item.raised() if raised[1] == "item"]


async def test_a_person_who_verifies_their_own_item_is_refused_on_record(
    worker: Any, item: Item, world: MemoryWorld
) -> None:
    async with worker:
        await bring_into_progress(item)
        await item.send("request_closure", SECRETARY, summary="完成", no_evidence_reason="现场可见")
        with pytest.raises(AssertionError, match="Refusal"):
            await item.send("verify", OWNER, opinion="同意", checklist={})
        assert world.types(item.stream)[-1] == "rectification.attempt_refused"
        assert str((await item.state()).state) == "pending_verify"


async def test_a_rebound_opens_a_linked_item(worker: Any, item: Item, world: MemoryWorld) -> None:
    async with worker:
        for step in whole_life(item.number, DUE_ON, date(2026, 3, 23)):
            await item.take(step)
        auditor = VERIFIER.__class__("a-auditor", ("auditor",), "DW")
        await item.send("reopen", auditor, finding="七月回头看发现补课记录再次缺失")
        await item.handle.result()
        (order,) = world.orders
        assert order.stream == f"{item.stream}-R1"
        assert order.command == "issue"
        assert order.opens
        assert order.data["parent"] == item.number
