"""The service as it is, but for its clock: what workflows ask of the world in a simulation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import PollerBehaviorAutoscaling, Worker

from activities.entities import EntityActivities
from activities.facts import FactActivities
from activities.gathering import gatherers
from activities.gathering.port import Gatherer
from models.ids import derived_id
from simulation.clock import SimulatedClock
from simulation.notice_count import NoticeCount
from store.entity_inputs import EntityInputs
from store.evidence import EvidenceDirectory
from web.gateway import Gateway
from wire.messages import AppendRequest, AppendResult, CommandMessage, EntityInput, Receipt
from wire.starts import CommandOrder
from worker import WORKFLOWS
from workflows.sandbox import workflow_runner

TASK_QUEUE = "simulation"
_POPULATION = "look_back_population"


def without_chance(gatherer: Gatherer) -> Gatherer:
    """The same gatherer, but for the seed of a sample, which follows from whose sample it is.

    In real life nobody may foresee a sample; two simulations of one seed shall draw the same.
    """

    async def gather(order: CommandOrder) -> Mapping[str, Any]:
        return {**await gatherer(order), "seed": derived_id("simulation", order.stream)}

    return gather


@dataclass
class Watched:
    """What has happened so far.

    Attributes:
        steps: Everything that was stored, in the order of storing.
        promises: Next clock of each stream that has one.
        touched: Streams with new facts since somebody looked.
    """

    steps: list[AppendRequest] = field(default_factory=list)
    promises: dict[str, datetime] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)

    def stored(self, request: AppendRequest) -> None:
        """Take note of a step."""
        self.steps.append(request)
        self.touched.add(request.stream)
        if request.next_clock_at is None:
            self.promises.pop(request.stream, None)
        else:
            self.promises[request.stream] = request.next_clock_at


class WatchedFacts(FactActivities):
    """Stores facts like the real ones, and lets the player know."""

    def __init__(self, engine: AsyncEngine, watched: Watched) -> None:
        super().__init__(engine, simulation_allowed=True)
        self._watched = watched

    @activity.defn(name="append_facts")
    async def append_facts(self, request: AppendRequest) -> AppendResult:
        """See `FactActivities.append_facts`."""
        result = await super().append_facts(request)
        if result.outcome == "appended":
            self._watched.stored(request)
        return result


class SimulatedInputs(EntityInputs):
    """Entities begin at the simulated instant."""

    def __init__(self, engine: AsyncEngine, clock: SimulatedClock) -> None:
        super().__init__(engine)
        self._clock = clock

    async def from_facts(self, stream: str) -> EntityInput | None:
        """See `EntityInputs.from_facts`."""
        start = await super().from_facts(stream)
        if start is None:
            return None
        offset = self._clock.offset_seconds()
        self._clock.started(stream, offset)
        return replace(start, clock_offset_seconds=offset)


class SimulatedGateway(Gateway):
    """Commands reach an entity when its clock shows the simulated instant."""

    def __init__(
        self, client: Client, inputs: SimulatedInputs, committee: str, clock: SimulatedClock
    ) -> None:
        super().__init__(client, inputs, committee, TASK_QUEUE)
        self._clock = clock

    async def send(
        self, stream: str, message: CommandMessage, clock_offset_seconds: int = 0
    ) -> Receipt:
        """See `Gateway.send`; the offset is the clock's, whatever the caller says."""
        await self._clock.bring_up(stream)
        return await self._deliver(stream, message)

    async def carry(self, order: CommandOrder) -> None:
        """See `Gateway.carry`."""
        await self._clock.bring_near(order.stream)
        message = CommandMessage(
            order.command_id, order.command, order.data, order.actor, order.correlation
        )
        await self._deliver(order.stream, message)

    async def _deliver(self, stream: str, message: CommandMessage) -> Receipt:
        offset = self._clock.offset_seconds()
        is_new = not self._clock.knows(stream)
        receipt = await super().send(stream, message, offset)
        if is_new:
            self._clock.started(stream, offset)
        return receipt


@dataclass(frozen=True)
class Engine:
    """Everything that a simulation works with."""

    store: AsyncEngine
    client: Client
    clock: SimulatedClock
    gateway: SimulatedGateway
    watched: Watched
    notices: NoticeCount
    committee: str
    kept: Path

    @classmethod
    def on(
        cls, store: AsyncEngine, client: Client, now: datetime, committee: str, kept: Path
    ) -> Engine:
        """An engine whose clock shows an instant.

        Args:
            store: Database of the application's role.
            client: Of a server whose time can be skipped.
            now: Simulated instant, aware UTC.
            committee: First part of every stream id.
            kept: Directory for rendered documents.
        """
        clock = SimulatedClock(client, now)
        gateway = SimulatedGateway(client, SimulatedInputs(store, clock), committee, clock)
        return cls(store, client, clock, gateway, Watched(), NoticeCount(store), committee, kept)

    def worker(self) -> Worker:
        """A worker in this process, with the sandbox of the real one."""
        return Worker(
            self.client,
            task_queue=TASK_QUEUE,
            workflows=WORKFLOWS,
            activities=self._activities(),
            workflow_runner=workflow_runner(),
            max_concurrent_workflow_tasks=10,
            max_cached_workflows=3000,
            max_concurrent_activities=50,
            workflow_task_poller_behavior=PollerBehaviorAutoscaling(),
            activity_task_poller_behavior=PollerBehaviorAutoscaling(),
            graceful_shutdown_timeout=timedelta(seconds=5),
        )

    def _activities(self) -> Sequence[Any]:
        found = dict(gatherers(self.store, self.committee, EvidenceDirectory(self.kept)))
        found[_POPULATION] = without_chance(found[_POPULATION])
        rooms = (
            WatchedFacts(self.store, self.watched),
            EntityActivities(self.store, self.gateway, found),
            self.notices,
        )
        return [each for room in rooms for each in room.all()]
