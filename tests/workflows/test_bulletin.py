"""A bulletin from frozen figures to its last acknowledgement, on a server whose time is skipped."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from temporalio.client import WithStartWorkflowOperation, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.testing import WorkflowEnvironment

from models.bulletin.commands import Begin
from models.bulletin.decider import BULLETIN
from models.bulletin.figures import figures_hash
from models.bulletin.stage import BulletinStage
from models.bulletin.state import BulletinState
from models.calendar import on_shanghai
from models.facts import SYSTEM, Actor
from tests.unit.bulletin.life import (
    ADDRESSED,
    D05_SECRETARY,
    OFFICER,
    SECRETARY,
    Z1_SECRETARY,
    a_begin,
)
from tests.workflows.conftest import StartWorker
from tests.workflows.items import TERMS
from tests.workflows.memory import MemoryWorld
from wire.codec import from_json, to_json
from wire.messages import CommandMessage, EntityInput, Receipt
from wire.starts import CommandOrder
from workflows.bulletin import BulletinWorkflow

APRIL_1 = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)
PATIENCE_LOOKS = 500
FILES = [
    {"name": "2026-Q1.pdf", "sha256": "ab" * 32, "size_bytes": 9, "media_type": "application/pdf"}
]


class Bulletin:
    """One bulletin whose own clock starts on the first working day after the quarter."""

    def __init__(self, env: WorkflowEnvironment, task_queue: str, world: MemoryWorld) -> None:
        self.env, self.task_queue, self.world = env, task_queue, world
        self.committee = f"dw{uuid4().hex[:6]}"
        self.stream = f"{self.committee}/bulletin/2026-Q1"
        self.offset_seconds = int((APRIL_1 - datetime.now(UTC)).total_seconds())
        self.skipped = timedelta()

    @property
    def handle(self) -> WorkflowHandle[Any, Any]:
        return self.env.client.get_workflow_handle(self.stream)

    async def begin(self) -> Receipt:
        """As the annual plan's order opens it."""
        figures = to_json(a_begin().figures) | {"committee": self.committee}
        data = {"year": 2026, "quarter": 1, "committee": self.committee, "figures": figures}
        message = CommandMessage(str(uuid4()), Begin.name, data, SYSTEM)
        start = EntityInput(self.stream, TERMS, clock_offset_seconds=self.offset_seconds)
        with self.env.with_time_skipping_disabled():
            operation: Any = WithStartWorkflowOperation(
                "bulletin",
                start,
                id=self.stream,
                task_queue=self.task_queue,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            )
            receipt: Receipt = await self.env.client.execute_update_with_start_workflow(
                "execute",
                message,
                id=message.id,
                result_type=Receipt,
                start_workflow_operation=operation,
                rpc_timeout=timedelta(seconds=20),
            )
        return receipt

    async def send(self, name: str, actor: Actor, **data: Any) -> Receipt:
        return await self.deliver(CommandMessage(str(uuid4()), name, data, actor))

    async def deliver(self, message: CommandMessage) -> Receipt:
        receipt: Receipt = await self.handle.execute_update(
            "execute",
            message,
            id=message.id,
            result_type=Receipt,
            rpc_timeout=timedelta(seconds=20),
        )
        return receipt

    async def gathered(self, gather: str, **found: Any) -> Receipt:
        """Wait until the bulletin asks for something, and answer as the gatherer would."""
        order = await self.asked(gather)
        data = {**order.data, **found}
        return await self.deliver(
            CommandMessage(order.command_id, order.command, data, order.actor)
        )

    async def asked(self, gather: str) -> CommandOrder:
        """The first order that needs something looked up; effects follow the receipt."""
        for _ in range(PATIENCE_LOOKS):
            for order in self.world.orders:
                if order.gather == gather:
                    return order
            await asyncio.sleep(0.02)
        raise TimeoutError(gather)

    async def wait_until(self, day: date) -> None:
        """Let the bulletin's clock run to noon of a civil date."""
        target = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        now = datetime.now(UTC) + timedelta(seconds=self.offset_seconds) + self.skipped
        await self.env.fast_forward(self.handle, target - now)
        self.skipped += target - now

    async def state(self) -> BulletinState:
        carried: EntityInput = await self.handle.query("snapshot", result_type=EntityInput)
        return from_json(BulletinState, carried.state or {})

    def raised(self) -> list[tuple[date, str, str]]:
        return [
            (on_shanghai(step.occurred_at), event.data["subject"], event.data["level"])
            for step in self.world.steps(self.stream)
            for event in step.events
            if event.type == "bulletin.level_raised"
        ]


@pytest.fixture
def world() -> MemoryWorld:
    return MemoryWorld(BULLETIN, {TERMS.version: TERMS})


@pytest.fixture
async def worker(start_worker: StartWorker, world: MemoryWorld) -> Any:
    return start_worker([BulletinWorkflow], world.activities())


@pytest.fixture
def bulletin(temporal: WorkflowEnvironment, task_queue: str, world: MemoryWorld) -> Bulletin:
    return Bulletin(temporal, task_queue, world)


async def issue(bulletin: Bulletin) -> None:
    await bulletin.begin()
    await bulletin.send("edit_text", OFFICER, section="practices", text="1. 班前会讲党课。")
    await bulletin.send("submit", OFFICER)
    await bulletin.send("approve", SECRETARY)
    units = [to_json(unit) for unit in ADDRESSED]
    await bulletin.gathered("document_number", year=2026, serial=2, units=units)
    await bulletin.gathered("bulletin_documents", files=FILES)


async def test_a_bulletin_lives_from_its_figures_to_its_last_acknowledgement(
    worker: Any, bulletin: Bulletin, world: MemoryWorld
) -> None:
    async with worker:
        await issue(bulletin)
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
        await issue(bulletin)
        units = [to_json(unit) for unit in ADDRESSED]
        again = await bulletin.gathered("document_number", year=2026, serial=2, units=units)
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
        assert bulletin.raised() == [(date(2026, 4, 16), "issue_bulletin", "yellow")]
        await bulletin.send("submit", OFFICER)
        await bulletin.send("approve", SECRETARY)
        units = [to_json(unit) for unit in ADDRESSED]
        await bulletin.gathered("document_number", year=2026, serial=2, units=units)
        await bulletin.send("acknowledge", D05_SECRETARY)
        await bulletin.wait_until(date(2026, 4, 28))
        assert bulletin.raised()[1:] == [(date(2026, 4, 27), "acknowledge_bulletin", "yellow")]
        told = [each.notify for each in world.dispatched if "acknowledge" in each.notify.kind]
        assert [(each.role, each.unit) for each in told[0].recipients] == [("gb_secretary", "Z1")]
        await bulletin.gathered("bulletin_units", active=["D05"])
        assert (await bulletin.state()).state is BulletinStage.CLOSED


async def test_a_correction_opens_a_bulletin_of_its_own(
    worker: Any, bulletin: Bulletin, world: MemoryWorld
) -> None:
    async with worker:
        await issue(bulletin)
        before = await bulletin.state()
        await bulletin.send("correct", OFFICER, reason="销号数有误")
        order = await bulletin.asked("bulletin_figures")
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
