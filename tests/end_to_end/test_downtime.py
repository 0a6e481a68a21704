"""The instance sleeps over a deadline; afterwards the level is raised once, and marked late."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from temporalio.client import WithStartWorkflowOperation
from temporalio.common import WorkflowIDConflictPolicy

from bench.life import UNIT
from bench.stack import Desk, open_desk, running_stack
from models.calendar import at_shanghai
from models.facts import Actor
from models.policy import NoticeTerms, Policy
from models.terms import Terms
from store.event_store import EventStore
from tests.workflows.calendars import announced
from wire.messages import CommandMessage, EntityInput, Receipt, RecordedEvent

IMPORTER = Actor("a-import", ("sys_admin",), "DW")
STREAM = "dw/rectification/DT-1"
YELLOW_AT = at_shanghai(date(2026, 5, 6), time(9, 0))  # D + 1 working day after the May holiday
TERMS = Terms(Policy(notices=NoticeTerms(spread_seconds=0, late_after_seconds=1)), announced(2026))
ROW = {
    "number": "DT-1",
    "owner_unit": UNIT,
    "owner_post": "党支部书记",
    "found_on": "2026-03-18",
    "due_on": "2026-04-30",
    "problem": "夜班补课记录缺失",
    "goal": "补学率达到100%",
    "category": "fixed_term",
    "state": "in_progress",
}


async def test_what_fell_due_while_everything_was_down_is_raised_once_and_late() -> None:
    with running_stack(simulation="true") as stack:
        async with open_desk(stack) as desk:
            # The item's own clock stands a few seconds before the level is due.
            shift = YELLOW_AT - timedelta(seconds=6) - datetime.now(UTC)
            await begin(desk, int(shift.total_seconds()))
            await asyncio.to_thread(stack.kill, "worker")
            await asyncio.to_thread(stack.kill, "temporal")
            assert await raised(desk) == []
            await until_passed(YELLOW_AT + timedelta(seconds=4), shift)
            await asyncio.to_thread(stack.start, "temporal")
            await asyncio.to_thread(stack.start, "worker")
            async with asyncio.timeout(60):
                while not (events := await raised(desk)):  # noqa: ASYNC110  # another process does
                    await asyncio.sleep(0.1)
            (only,) = events
            assert only.data["level"] == "yellow"
            assert only.data["late_by_seconds"] >= 2


async def begin(desk: Desk, offset_seconds: int) -> None:
    operation: Any = WithStartWorkflowOperation(
        "rectification",
        EntityInput(STREAM, TERMS, clock_offset_seconds=offset_seconds),
        id=STREAM,
        task_queue=desk.settings.task_queue,
        id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
    )
    await desk.client.execute_update_with_start_workflow(
        "execute",
        CommandMessage("import-1", "import_history", ROW, IMPORTER),
        id="import-1",
        result_type=Receipt,
        start_workflow_operation=operation,
    )


async def until_passed(instant: datetime, shift: timedelta) -> None:
    left = instant - (datetime.now(UTC) + shift)
    await asyncio.sleep(max(left.total_seconds(), 0))


async def raised(desk: Desk) -> list[RecordedEvent]:
    async with desk.engine.connect() as connection:
        facts = await EventStore().read(connection, STREAM)
    return [fact for fact in facts if fact.type == "rectification.level_raised"]
