"""A half-year's look-back from its sample to its report, on a server whose time is skipped."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from models.look_back.decider import LOOK_BACK
from models.rectification.commands import Reopen
from models.rectification.events import Rebounded
from tests.unit.look_back.builders import AUDITOR, HEAD, LEAD, VERIFIER, a_member
from tests.unit.rectification.life import VERIFIER as ITEM_VERIFIER
from tests.unit.rectification.life import closed, on
from tests.workflows.conftest import StartWorker
from tests.workflows.items import TERMS
from tests.workflows.look_backs import FILES, TEAM, LookBack
from tests.workflows.memory import MemoryWorld
from wire.codec import from_json, to_json
from workflows.look_back import LookBackWorkflow


@pytest.fixture
def world() -> MemoryWorld:
    return MemoryWorld(LOOK_BACK, {TERMS.version: TERMS})


@pytest.fixture
async def worker(start_worker: StartWorker, world: MemoryWorld) -> Any:
    return start_worker([LookBackWorkflow], world.activities())


@pytest.fixture
def look_back(temporal: WorkflowEnvironment, task_queue: str, world: MemoryWorld) -> LookBack:
    return LookBack(temporal, task_queue, world)


async def test_a_false_closure_reopens_the_item_and_the_report_ends_the_look_back(
    worker: Any, look_back: LookBack
) -> None:
    """Scenario 9 of domain.md §2.11: sampled in July, found false, reopened with rebound 1."""
    async with worker:
        await look_back.begin()
        held = await look_back.ordered("hold_for_look_back", 2)
        assert {each.stream.rsplit("/", 1)[-1] for each in held} == {"FP2026-001", "FP2026-012"}
        await look_back.send("appoint_team", HEAD, **TEAM)
        await look_back.send(
            "judge", AUDITOR, item="FP2026-001", verdict="false_closure", finding="照片早于下发日期"
        )
        (order,) = await look_back.ordered("reopen")
        assert order.actor.on_behalf_of == AUDITOR.account
        item = closed()
        item.does(order.actor, from_json(Reopen, order.data), on(7, 2))
        (rebounded,) = item.events(Rebounded)
        assert (rebounded.rebound_no, rebounded.closed_by) == (1, (ITEM_VERIFIER.account,))
        await look_back.send("judge", LEAD, item="FP2026-012", verdict="basic", note="每月抽查一次")
        await look_back.send("finish", LEAD)
        (kept,) = await look_back.ordered("record_look_back")
        assert kept.data["verdict"] == "basic"
        await look_back.gathered("record_report", documents=FILES)
        await look_back.handle.result()
        assert look_back.world.types(look_back.stream)[-2:] == [
            "look_back.finished",
            "look_back.report_recorded",
        ]


async def test_who_verified_an_item_is_refused_on_record(worker: Any, look_back: LookBack) -> None:
    async with worker:
        await look_back.begin()
        members = [to_json(a_member(VERIFIER)), *TEAM["members"]]
        await look_back.send("appoint_team", HEAD, lead=TEAM["lead"], members=members)
        receipt = await look_back.send("judge", VERIFIER, item="FP2026-012", verdict="consolidated")
        assert receipt.refusal is not None
        assert receipt.refusal.code == "reopener_is_verifier"
        assert look_back.world.types(look_back.stream)[-1] == "look_back.attempt_refused"


async def test_a_look_back_that_is_not_finished_in_july_escalates_on_working_days(
    worker: Any, look_back: LookBack
) -> None:
    async with worker:
        await look_back.begin()
        await look_back.wait_until(date(2026, 8, 20))
        assert look_back.raised() == [
            (date(2026, 8, 3), "yellow"),
            (date(2026, 8, 5), "orange"),
        ]
        assert (await look_back.state()).pending


async def test_after_downtime_of_weeks_each_level_comes_once(
    start_worker: StartWorker, look_back: LookBack, world: MemoryWorld
) -> None:
    async with start_worker([LookBackWorkflow], world.activities()):
        await look_back.begin()
        await look_back.wait_until(date(2026, 7, 15))
    await look_back.handle.terminate()
    loaded = await world.load_stream(look_back.stream)
    async with start_worker([LookBackWorkflow], world.activities()):
        await look_back.revive(loaded, datetime(2026, 8, 12, 2, tzinfo=UTC))
        await look_back.wait_until(date(2026, 8, 13))
        assert [level for _, level in look_back.raised()] == ["yellow", "orange"]
        kinds = [each.notify.kind for each in world.dispatched]
        assert "escalation.finish_look_back.yellow" not in kinds
        assert "escalation.finish_look_back.orange" in kinds
