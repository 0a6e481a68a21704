"""Sends commands to one rectification item on the time-skipping server."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from temporalio.client import WithStartWorkflowOperation, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.testing import WorkflowEnvironment

from bench.life import OFFICER, Step, issue_data
from models.calendar import on_shanghai
from models.facts import Actor
from models.rectification.decider import RECTIFICATION
from models.rectification.state import RectificationState
from models.terms import Terms
from tests.workflows.calendars import announced
from tests.workflows.memory import MemoryWorld
from wire.codec import from_json
from wire.messages import CommandMessage, EntityInput, LoadedStream, Receipt

TERMS = Terms(calendar=announced(2025, 2026))


class Item:
    """One item whose own clock starts at an instant of our choice."""

    def __init__(
        self,
        env: WorkflowEnvironment,
        task_queue: str,
        world: MemoryWorld,
        starts_at: datetime | None = None,
    ) -> None:
        self.env, self.task_queue, self.world = env, task_queue, world
        self.number = f"FP-{uuid4().hex[:8]}"
        self.stream = f"dw/rectification/{self.number}"
        shift = (starts_at - datetime.now(UTC)) if starts_at else timedelta()
        self.offset_seconds = int(shift.total_seconds())
        self.skipped = timedelta()

    @property
    def handle(self) -> WorkflowHandle[Any, Any]:
        return self.env.client.get_workflow_handle(self.stream)

    @property
    def now(self) -> datetime:
        """The item's own clock."""
        return datetime.now(UTC) + timedelta(seconds=self.offset_seconds) + self.skipped

    async def issue(self, due_on: date, **changed: Any) -> Receipt:
        data = issue_data(self.number, due_on) | changed
        return await self.open(CommandMessage(str(uuid4()), "issue", data, OFFICER))

    async def open(self, message: CommandMessage) -> Receipt:
        start = EntityInput(self.stream, TERMS, clock_offset_seconds=self.offset_seconds)
        with self.env.with_time_skipping_disabled():
            operation: Any = WithStartWorkflowOperation(
                "rectification",
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

    async def revive(self, loaded: LoadedStream) -> None:
        """Start the item again from its facts, as recovery does."""
        start = EntityInput(
            self.stream,
            TERMS,
            loaded.state,
            loaded.version,
            loaded.head,
            loaded.correlation,
            clock_offset_seconds=self.offset_seconds,
            handled=loaded.version,
        )
        with self.env.with_time_skipping_disabled():
            await self.env.client.start_workflow(
                "rectification", start, id=self.stream, task_queue=self.task_queue
            )

    async def send(self, name: str, actor: Actor, **data: Any) -> Receipt:
        message = CommandMessage(str(uuid4()), name, data, actor)
        receipt: Receipt = await self.handle.execute_update(
            "execute",
            message,
            id=message.id,
            result_type=Receipt,
            rpc_timeout=timedelta(seconds=20),
        )
        assert receipt.refusal is None, receipt.refusal
        return receipt

    async def take(self, step: Step) -> Receipt:
        """A step of a scripted life; the issue opens the item."""
        if step.name == "issue":
            return await self.open(CommandMessage(str(uuid4()), "issue", step.data, step.actor))
        return await self.send(step.name, step.actor, **step.data)

    async def wait_until(self, day: date) -> None:
        """Let the item's clock run to noon of a civil date."""
        target = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        gap = target - self.now
        await self.env.fast_forward(self.handle, gap)
        self.skipped += gap

    async def state(self) -> RectificationState:
        carried: EntityInput = await self.handle.query("snapshot", result_type=EntityInput)
        return from_json(RectificationState, carried.state or {})

    def raised(self) -> list[tuple[date, str, str]]:
        """(civil date, subject, level) of everything that was raised or reminded, in order."""
        return [
            (on_shanghai(step.occurred_at), event.data["subject"], event.data["level"])
            for step in self.world.steps(self.stream)
            for event in step.events
            if event.type in {"rectification.level_raised", "rectification.reminded"}
        ]

    def events(self, kind: str) -> list[dict[str, Any]]:
        """Data of all events of a type."""
        return [
            dict(event.data)
            for step in self.world.steps(self.stream)
            for event in step.events
            if event.type == f"rectification.{kind}"
        ]


def new_world() -> MemoryWorld:
    """Memory for rectification items."""
    return MemoryWorld(RECTIFICATION, {TERMS.version: TERMS})
