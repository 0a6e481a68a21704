"""How fast streams get their workflows, beside workflows that are simply started."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest, DescribeTaskQueueResponse
from temporalio.client import Client

from bench import bare
from bench.stack import Desk, Stack
from runtime.payloads import DATA_CONVERTER
from store.starts import count_waiting
from wire.messages import EntityInput

_HANDS = 16
_LOOK_EVERY_SECONDS = 0.25
_SILENCE_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Opening:
    """How a list of waiting streams grew shorter.

    Attributes:
        count: Streams that were imported.
        import_seconds: How long their import took.
        seconds: Until the list was empty and every first workflow task was done.
        early, late: Streams a second in the first and in the last quarter of the list.
    """

    count: int
    import_seconds: float
    seconds: float
    early: float
    late: float

    @property
    def rate(self) -> float:
        """Streams a second."""
        return self.count / self.seconds


async def watch_opening(desk: Desk, count: int, import_seconds: float) -> Opening:
    """Wait until every stream that was imported just now has its workflow."""
    began = time.perf_counter()
    seen = [(0.0, left := await _waiting(desk))]
    changed_at = time.perf_counter()
    while left:
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
        left = await _waiting(desk)
        if left != seen[-1][1]:
            changed_at = time.perf_counter()
            seen.append((changed_at - began, left))
        elif time.perf_counter() - changed_at > _SILENCE_SECONDS:
            raise TimeoutError(f"{left} streams still wait for a workflow")
    await _drained(desk.client, desk.settings.task_queue)
    seconds = time.perf_counter() - began
    return Opening(count, import_seconds, seconds, _rate(seen, 0.75, 1), _rate(seen, 0, 0.25))


async def bare_starts_a_second(stack: Stack, desk: Desk, like: EntityInput, count: int) -> float:
    """The yardstick: workflows with as heavy an input that do nothing at all."""
    payload = DATA_CONVERTER.payload_converter.to_payloads([like])[0]
    ballast = "x" * len(payload.data)
    hands = asyncio.Semaphore(_HANDS)

    async def start() -> None:
        async with hands:
            name = f"bare-{uuid4()}"
            await desk.client.start_workflow("bare", ballast, id=name, task_queue=bare.QUEUE)

    with _bare_worker(stack):
        await _served(desk.client, bare.QUEUE)
        began = time.perf_counter()
        await asyncio.gather(*(start() for _ in range(count)))
        await _drained(desk.client, bare.QUEUE)
        return count / (time.perf_counter() - began)


@contextmanager
def _bare_worker(stack: Stack) -> Iterator[None]:
    instance = stack.instance
    arguments = [instance.temporal, instance.temporal_namespace, instance.postgresql_admin]
    worker = subprocess.Popen([sys.executable, "-m", "bench.bare", *arguments])
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()


async def _waiting(desk: Desk) -> int:
    async with desk.engine.connect() as connection:
        return await count_waiting(connection)


async def _drained(client: Client, queue: str) -> None:
    """Wait until no workflow task waits for a worker."""
    await _until(lambda tasks: tasks.stats.approximate_backlog_count == 0, client, queue)


async def _served(client: Client, queue: str) -> None:
    """Wait until a worker asks for workflow tasks."""
    await _until(lambda tasks: bool(tasks.pollers), client, queue)


async def _until(
    is_so: Callable[[DescribeTaskQueueResponse], bool], client: Client, queue: str
) -> None:
    while True:
        if is_so(await _queue(client, queue)):
            return
        await asyncio.sleep(_LOOK_EVERY_SECONDS)


async def _queue(client: Client, queue: str) -> DescribeTaskQueueResponse:
    return await client.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(
            namespace=client.namespace,
            task_queue=TaskQueue(name=queue),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
            report_stats=True,
        )
    )


def _rate(seen: list[tuple[float, int]], least: float, most: float) -> float:
    """Streams a second while the list was between these parts of its first length."""
    whole = seen[0][1]
    inside = [(at, left) for at, left in seen if least * whole <= left <= most * whole]
    if len(inside) < 2:
        return 0.0
    (first_at, first), (last_at, last) = inside[0], inside[-1]
    return (first - last) / (last_at - first_at)
