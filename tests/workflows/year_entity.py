"""Sends commands to one entity of the year on the time-skipping server, and plays its gatherers."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from temporalio.client import WithStartWorkflowOperation, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment

from models.calendar import on_shanghai
from models.facts import Actor
from models.ids import entity_of
from tests.workflows.items import TERMS
from tests.workflows.memory import MemoryWorld
from wire.codec import from_json
from wire.messages import CommandMessage, EntityInput, LoadedStream, Receipt
from wire.starts import CommandOrder

_PATIENCE_LOOKS = 500
_LOOK_SECONDS = 0.02


class YearEntity:
    """One entity whose own clock starts at an instant of our choice."""

    def __init__(
        self,
        env: WorkflowEnvironment,
        task_queue: str,
        world: MemoryWorld,
        stream: str,
        starts_at: datetime,
    ) -> None:
        self.env, self.task_queue, self.world, self.stream = env, task_queue, world, stream
        self.offset_seconds = int((starts_at - datetime.now(UTC)).total_seconds())
        self.skipped = timedelta()

    @property
    def handle(self) -> WorkflowHandle[Any, Any]:
        return self.env.client.get_workflow_handle(self.stream)

    @property
    def committee(self) -> str:
        """First part of the stream."""
        return self.stream.split("/", maxsplit=1)[0]

    async def open(self, name: str, actor: Actor, **data: Any) -> Receipt:
        message = CommandMessage(str(uuid4()), name, data, actor)
        with self.env.with_time_skipping_disabled():
            operation: Any = WithStartWorkflowOperation(
                entity_of(self.stream),
                EntityInput(self.stream, TERMS, clock_offset_seconds=self.offset_seconds),
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

    async def revive(self, loaded: LoadedStream, now: datetime) -> None:
        """Start again from the facts at another instant, as recovery after downtime does."""
        self.offset_seconds = int((now - datetime.now(UTC)).total_seconds())
        self.skipped = timedelta()
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
                entity_of(self.stream), start, id=self.stream, task_queue=self.task_queue
            )

    async def send(self, name: str, actor: Actor, **data: Any) -> Receipt:
        return await self.deliver(CommandMessage(str(uuid4()), name, data, actor))

    async def accepted(self, name: str, actor: Actor, **data: Any) -> Receipt:
        """Send what no rule is against."""
        receipt = await self.send(name, actor, **data)
        assert receipt.refusal is None, receipt.refusal
        return receipt

    async def deliver(self, message: CommandMessage) -> Receipt:
        receipt: Receipt = await self.handle.execute_update(
            "execute",
            message,
            id=message.id,
            result_type=Receipt,
            rpc_timeout=timedelta(seconds=20),
        )
        return receipt

    async def ordered(self, command: str, number: int = 1) -> list[CommandOrder]:
        """Orders by a command's name, once there are so many: effects follow the receipt."""
        for _ in range(_PATIENCE_LOOKS):
            found = [each for each in self.world.orders if each.command == command]
            if len(found) >= number:
                return found
            await asyncio.sleep(_LOOK_SECONDS)
        raise TimeoutError(command)

    async def gathered(self, command: str, **found: Any) -> Receipt:
        """Answer the last order to itself as the gatherer would."""
        order = (await self.ordered(command))[-1]
        data = {**order.data, **found}
        return await self.deliver(
            CommandMessage(order.command_id, order.command, data, order.actor)
        )

    async def wait_until(self, day: date) -> None:
        """Let the entity's clock run to noon of a civil date."""
        target = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        now = datetime.now(UTC) + timedelta(seconds=self.offset_seconds) + self.skipped
        await self.env.fast_forward(self.handle, target - now)
        self.skipped += target - now

    async def state(self) -> Any:
        carried = await self._snapshot()
        return from_json(self.world.decider.state_type, carried.state or {})

    async def _snapshot(self) -> EntityInput:
        """A run that has just been continued as new answers only after its first task."""
        for _ in range(_PATIENCE_LOOKS):
            try:
                carried: EntityInput = await self.handle.query("snapshot", result_type=EntityInput)
            except RPCError as error:
                if "not scheduled yet" not in str(error):
                    raise
                await asyncio.sleep(_LOOK_SECONDS)
            else:
                return carried
        raise TimeoutError(self.stream)

    def raised(self) -> list[tuple[date, str]]:
        """(civil date, level) of everything that was raised, in order."""
        return [(day, level) for day, _, level in self.levels()]

    def levels(self) -> list[tuple[date, str, str]]:
        """(civil date, subject, level) of everything that was raised, in order."""
        return [
            (on_shanghai(step.occurred_at), str(event.data["subject"]), str(event.data["level"]))
            for step in self.world.steps(self.stream)
            for event in step.events
            if event.type.endswith(".level_raised")
        ]
