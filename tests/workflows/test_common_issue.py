"""A common issue from its proposal to the last unit's answer, on a server whose time is skipped."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from models.common_issue.decider import COMMON_ISSUE
from tests.workflows.common_issues import D01, UNITS, Z1, Z1_02, CommonIssue
from tests.workflows.conftest import StartWorker
from tests.workflows.items import TERMS
from tests.workflows.memory import MemoryWorld
from workflows.common_issue import CommonIssueWorkflow


@pytest.fixture
def world() -> MemoryWorld:
    return MemoryWorld(COMMON_ISSUE, {TERMS.version: TERMS})


@pytest.fixture
async def worker(start_worker: StartWorker, world: MemoryWorld) -> Any:
    return start_worker([CommonIssueWorkflow], world.activities())


@pytest.fixture
def issue(temporal: WorkflowEnvironment, task_queue: str, world: MemoryWorld) -> CommonIssue:
    return CommonIssue(temporal, task_queue, world)


async def test_it_closes_when_every_unit_has_answered_and_one_has_an_item(
    worker: Any, issue: CommonIssue
) -> None:
    async with worker:
        await issue.ask_everyone()
        await issue.send("reply", D01, found=False, note="逐人核对，齐全")
        await issue.send("reply", Z1_02, found=True, note="夜班三人缺补课记录")
        refused = await issue.send("reply", Z1, unit="Z1-02", found=False, note="代答")
        assert refused.refusal is not None
        assert refused.refusal.code == "not_entitled"
        await issue.send("reply", Z1, found=False, note="逐人核对，齐全")
        await issue.handle.result()
        (order,) = await issue.ordered("issue")
        assert order.opens
        assert order.data["source"] == "self"
        assert order.data["owner_unit"] == "Z1-02"
        assert order.actor.on_behalf_of == Z1_02.account
        assert issue.world.types(issue.stream)[-1] == "common_issue.closed"


async def test_only_silent_units_are_late_and_one_that_ended_drops_out(
    worker: Any, issue: CommonIssue, world: MemoryWorld
) -> None:
    async with worker:
        await issue.ask_everyone()
        await issue.send("reply", D01, found=False, note="齐全")
        await issue.send("reply", Z1, found=False, note="齐全")
        await issue.wait_until(date(2026, 6, 17))
        assert issue.raised() == [(date(2026, 6, 16), "yellow")]
        (notice,) = [it.notify for it in world.dispatched if it.notify.kind.endswith("yellow")]
        assert {each.unit for each in notice.recipients} == {"Z1", "Z1-02"}
        await issue.gathered("refresh_units", units=UNITS[:2])
        await issue.handle.result()
        assert world.types(issue.stream)[-2:] == [
            "common_issue.units_dropped",
            "common_issue.closed",
        ]
