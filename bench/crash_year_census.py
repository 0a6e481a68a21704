"""What a dead worker leaves behind: activities that were under way, as the server knows them."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import PendingActivityState
from temporalio.api.workflowservice.v1 import ResetStickyTaskQueueRequest
from temporalio.client import Client, WorkflowExecutionDescription
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError

from bench.crash_year_clock import YearClock
from bench.crash_year_holds import Holds
from models.ids import entity_of, event_id
from wire.starts import CommandOrder

_RPC = timedelta(seconds=10)
_STARTED = PendingActivityState.PENDING_ACTIVITY_STATE_STARTED


@dataclass
class LeftBehind:
    """Counts over all deaths.

    Attributes:
        activities: By entity, activity and what it was about; an order to an entity also by
            whether it had been carried out already.
        tasks: Workflow tasks, by entity.
    """

    activities: Counter[str] = field(default_factory=Counter)
    tasks: Counter[str] = field(default_factory=Counter)


class Census:
    """Counts what is left behind, and reports the death.

    The server would notice it by itself when the time of each activity is up, which is minutes for
    some. It does then what it does here: fail the attempt and begin the next one.
    """

    def __init__(self, client: Client, clock: YearClock, holds: Holds) -> None:
        self.left = LeftBehind()
        self._client, self._clock, self._holds = client, clock, holds

    async def take(self, stream: str) -> None:
        """Look at one workflow while no worker lives."""
        found = await self._clock.describe(stream)
        if found is None:
            return
        self.left.tasks[entity_of(stream)] += found.raw_description.HasField(
            "pending_workflow_task"
        )
        for pending in found.raw_description.pending_activities:
            if pending.state == _STARTED:
                await self._count(stream, found, pending)
                await self._fail(stream, found.run_id, pending.activity_id)
        with suppress(RPCError):
            await self._client.workflow_service.reset_sticky_task_queue(
                ResetStickyTaskQueueRequest(
                    namespace=self._client.namespace,
                    execution=WorkflowExecution(workflow_id=stream, run_id=found.run_id),
                )
            )

    async def _count(self, stream: str, found: WorkflowExecutionDescription, pending: Any) -> None:
        name = pending.activity_type.name
        key = f"{entity_of(stream)} {name}"
        if name == "command_entity":
            with suppress(RPCError):
                order = await self._order(stream, found.run_id, pending.activity_id)
                trace = event_id(order.stream, order.command_id, 0)
                is_done = await self._holds.stands(trace)
                key += f" {order.command}: {'carried out' if is_done else 'not yet'}"
        self.left.activities[key] += 1

    async def _order(self, stream: str, run_id: str, activity_id: str) -> CommandOrder:
        handle = self._client.get_workflow_handle(stream, run_id=run_id)
        history = await handle.fetch_history()
        scheduled = [
            each.activity_task_scheduled_event_attributes
            for each in history.events
            if each.HasField("activity_task_scheduled_event_attributes")
            and each.activity_task_scheduled_event_attributes.activity_id == activity_id
        ]
        decoded: list[CommandOrder] = await self._client.data_converter.decode(
            list(scheduled[-1].input.payloads), [CommandOrder]
        )
        return decoded[0]

    async def _fail(self, stream: str, run_id: str, activity_id: str) -> None:
        handle = self._client.get_async_activity_handle(
            workflow_id=stream, run_id=run_id, activity_id=activity_id
        )
        with suppress(RPCError):
            await handle.fail(ApplicationError("the worker was killed"), rpc_timeout=_RPC)
