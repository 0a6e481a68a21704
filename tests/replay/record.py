"""Records what this release has not on record yet: `python -m tests.replay.record`.

Run it once per release, and whenever a new path appears. What is on record stays as it is:
a history is never written anew to silence a failing replay.
"""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHandle, WorkflowHistory
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from tests.replay.paths import ROOMS
from tests.replay.room import Driven, Room
from tests.workflows.items import TERMS
from tests.workflows.memory import MemoryWorld
from tests.workflows.server import time_skipping_server
from workflows.sandbox import workflow_runner

HISTORIES = Path(__file__).parent / "histories"


async def record() -> None:
    """Drive every path with a real worker on a real server and keep what the server wrote."""
    folder = HISTORIES / version("fupan")
    folder.mkdir(parents=True, exist_ok=True)
    async with await time_skipping_server() as environment:
        for room in ROOMS:
            for name, drive in room.named().items():
                if not any(folder.glob(f"{name}.*")):
                    keep(folder, name, await recorded(environment, room, name, drive))


async def recorded(
    environment: WorkflowEnvironment,
    room: Room[Any],
    name: str,
    drive: Callable[[Driven], Awaitable[None]],
) -> list[WorkflowHistory]:
    """Histories of all runs of an entity that went a path, oldest run first."""
    world = MemoryWorld(room.decider, {TERMS.version: TERMS})
    async with Worker(
        environment.client,
        task_queue=name,
        workflows=[room.workflow],
        activities=world.activities(),
        workflow_runner=workflow_runner(),
    ):
        entity = room.begin(environment, name, world)
        await drive(entity)
        return await runs_of(environment, entity.handle)


async def runs_of(
    environment: WorkflowEnvironment, handle: WorkflowHandle[Any, Any]
) -> list[WorkflowHistory]:
    """From the last run back to the one that was started, then the other way round."""
    histories = [await handle.fetch_history()]
    while run_id := _run_before(histories[-1]):
        before = environment.client.get_workflow_handle(handle.id, run_id=run_id)
        histories.append(await before.fetch_history())
    return histories[::-1]


def _run_before(history: WorkflowHistory) -> str:
    started = history.events[0].workflow_execution_started_event_attributes
    return started.continued_execution_run_id


def keep(folder: Path, name: str, histories: list[WorkflowHistory]) -> None:
    """Write each run to a file; only one of several has a number."""
    for number, history in enumerate(histories, start=1):
        run = f".{number}" if len(histories) > 1 else ""
        path = folder / f"{name}{run}.json.gz"
        # Compressed without a time stamp: the same history gives the same bytes.
        path.write_bytes(gzip.compress(history.to_json().encode(), mtime=0))
        print(f"{path.relative_to(HISTORIES)}: {len(history.events)} events")


if __name__ == "__main__":
    asyncio.run(record())
