"""Records the histories of this release: `python -m tests.replay.record`.

Run it once per release, and whenever a new path appears; never to silence a failing replay.
"""

from __future__ import annotations

import asyncio
import gzip
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from temporalio.worker import Worker

from tests.replay.paths import PATHS
from tests.workflows.items import Item, new_world
from tests.workflows.server import time_skipping_server
from workflows.rectification import RectificationWorkflow
from workflows.sandbox import workflow_runner

HISTORIES = Path(__file__).parent / "histories"
STARTS_AT = datetime(2026, 3, 23, 2, 0, tzinfo=UTC)


async def record() -> None:
    """Drive every path with a real worker on a real server and keep what the server wrote."""
    folder = HISTORIES / version("fupan")
    folder.mkdir(parents=True, exist_ok=True)
    async with await time_skipping_server() as environment:
        for name, drive in PATHS.items():
            world = new_world()
            async with Worker(
                environment.client,
                task_queue=name,
                workflows=[RectificationWorkflow],
                activities=world.activities(),
                workflow_runner=workflow_runner(),
            ):
                item = Item(environment, name, world, STARTS_AT)
                await drive(item)
                history = await item.handle.fetch_history()
            # Compressed without a time stamp: the same history gives the same bytes.
            path = folder / f"rectification.{name}.json.gz"
            path.write_bytes(gzip.compress(history.to_json().encode(), mtime=0))
            print(f"{path.relative_to(HISTORIES)}: {len(history.events)} events")


if __name__ == "__main__":
    asyncio.run(record())
