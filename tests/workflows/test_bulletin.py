"""A bulletin from frozen figures to its last acknowledgement, on a server whose time is skipped."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from models.bulletin.decider import BULLETIN
from models.bulletin.figures import figures_hash
from models.bulletin.stage import BulletinStage
from models.facts import SYSTEM, Actor
from tests.unit.bulletin.life import D05_SECRETARY, OFFICER, SECRETARY, Z1_SECRETARY
from tests.workflows.bulletins import FILES, Bulletin
from tests.workflows.conftest import StartWorker
from tests.workflows.items import TERMS
from tests.workflows.memory import MemoryWorld
from workflows.bulletin import BulletinWorkflow


@pytest.fixture
def world() -> MemoryWorld:
    return MemoryWorld(BULLETIN, {TERMS.version: TERMS})


@pytest.fixture
async def worker(start_worker: StartWorker, world: MemoryWorld) -> Any:
    return start_worker([BulletinWorkflow], world.activities())


@pytest.fixture
def bulletin(temporal: WorkflowEnvironment, task_queue: str, world: MemoryWorld) -> Bulletin:
    return Bulletin(temporal, task_queue, world)


async def test_a_bulletin_lives_from_its_figures_to_its_last_acknowledgement(
    worker: Any, bulletin: Bulletin, world: MemoryWorld
) -> None:
    async with worker:
        await bulletin.issue()
        await bulletin.send("acknowledge", D05_SECRETARY)
        await bulletin.send("acknowledge", Z1_SECRETARY)
        state = await bulletin.state()
        assert state.state is BulletinStage.CLOSED
        assert state.document_number == "示例矿组通〔2026〕2号"
        assert state.figures is not None
        assert state.figures_hash == figures_hash(state.figures)
        assert [each.sha256 for each in state.files] == ["ab" * 32]
        assert state == world.fold(bulletin.stream)
        delivered = [each for each in world.dispatched if each.notify.kind == "bulletin.issued"]
        assert [each.unit for each in delivered[0].notify.recipients] == ["D05", "Z1"]


async def test_a_late_number_or_file_changes_nothing(worker: Any, bulletin: Bulletin) -> None:
    async with worker:
        await bulletin.issue()
        again = await bulletin.take_number()
        assert again.events == ("bulletin.issued",)
        other = [{**FILES[0], "sha256": "cd" * 32}]
        receipt = await bulletin.send("record_rendering", SYSTEM, files=other)
        assert receipt.events == ()
        assert [each.sha256 for each in (await bulletin.state()).files] == ["ab" * 32]


async def test_the_department_is_reminded_and_then_only_silent_units_are(
    worker: Any, bulletin: Bulletin, world: MemoryWorld
) -> None:
    """Due ten working days after the quarter; acknowledged within five of the issue."""
    async with worker:
        await bulletin.begin()
        await bulletin.wait_until(date(2026, 4, 17))
        assert bulletin.levels() == [(date(2026, 4, 16), "issue_bulletin", "yellow")]
        await bulletin.send("submit", OFFICER)
        await bulletin.send("approve", SECRETARY)
        await bulletin.take_number()
        await bulletin.send("acknowledge", D05_SECRETARY)
        await bulletin.wait_until(date(2026, 4, 28))
        assert bulletin.levels()[1:] == [(date(2026, 4, 27), "acknowledge_bulletin", "yellow")]
        told = [each.notify for each in world.dispatched if "acknowledge" in each.notify.kind]
        assert [(each.role, each.unit) for each in told[0].recipients] == [("gb_secretary", "Z1")]
        await bulletin.gathered("refresh_units", active=["D05"])
        assert (await bulletin.state()).state is BulletinStage.CLOSED


async def test_a_correction_opens_a_bulletin_of_its_own(
    worker: Any, bulletin: Bulletin, world: MemoryWorld
) -> None:
    async with worker:
        await bulletin.issue()
        before = await bulletin.state()
        await bulletin.send("correct", OFFICER, reason="销号数有误")
        (order,) = await bulletin.ordered("begin")
        assert order.gather == "bulletin_figures"
        assert order.opens
        assert order.stream == f"{bulletin.committee}/bulletin/2026-Q1-C1"
        assert order.data["corrects"] == "2026-Q1"
        after = await bulletin.state()
        assert (after.files, after.document_number) == (before.files, before.document_number)
        assert after.corrected_by == "2026-Q1-C1"


async def test_the_author_is_refused_and_the_attempt_recorded(
    worker: Any, bulletin: Bulletin, world: MemoryWorld
) -> None:
    both = Actor("a-both", ("org_officer", "committee_secretary"), "DW")
    async with worker:
        await bulletin.begin()
        await bulletin.send("submit", both)
        receipt = await bulletin.send("approve", both)
        assert receipt.refusal is not None
        assert receipt.refusal.code == "approver_wrote_it"
        assert world.types(bulletin.stream)[-1] == "bulletin.attempt_refused"
