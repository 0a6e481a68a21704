"""The worker of a compressed year: the real one, but for the instant that entities begin at.

The server skips time for each workflow; whoever plays the year writes into a file by how much a
workflow that begins now is ahead of the clock on the wall. Everything else is `worker.serve`.

Run as a program it is a nursery: it has imported everything, and for each line that it reads it
forks one worker and writes its process id. Imports would take longer than all the rest of a start.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

import worker
from runtime.embedded.privileges import die_with_parent
from runtime.instance import settings_for
from runtime.settings import Settings
from store.entity_inputs import EntityInputs
from web.gateway import Gateway
from wire.messages import CommandMessage, EntityInput, Receipt


class YearOffset:
    """Seconds by which the year is ahead, kept in a file of the instance."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / "year-offset"

    def read(self) -> int:
        return int(self._path.read_text(encoding="ascii"))

    def write(self, seconds: int) -> None:
        made = self._path.with_suffix(".new")
        made.write_text(str(seconds), encoding="ascii")
        made.replace(self._path)


class YearInputs(EntityInputs):
    """Entities that come back from their facts live on at the year's instant."""

    def __init__(self, engine: AsyncEngine, offset: YearOffset) -> None:
        super().__init__(engine)
        self._offset = offset

    async def from_facts(self, stream: str) -> EntityInput | None:
        start = await super().from_facts(stream)
        return start and replace(start, clock_offset_seconds=self._offset.read())


class YearGateway(Gateway):
    """Entities that are opened begin at the year's instant, whatever their opener began at."""

    def __init__(self, client: Client, inputs: YearInputs, settings: Settings, offset: YearOffset):
        super().__init__(client, inputs, settings.committee, settings.task_queue)
        self._offset = offset

    async def send(
        self, stream: str, message: CommandMessage, clock_offset_seconds: int = 0
    ) -> Receipt:
        return await super().send(stream, message, self._offset.read())


def serve() -> None:
    """Be a worker."""
    settings = settings_for(None)
    offset = YearOffset(settings.data_dir)

    def inputs(engine: AsyncEngine) -> YearInputs:
        return YearInputs(engine, offset)

    def gateway(client: Client, known: YearInputs, committee: str, queue: str) -> YearGateway:
        return YearGateway(client, known, settings, offset)

    with patch.object(worker, "EntityInputs", inputs), patch.object(worker, "Gateway", gateway):
        asyncio.run(worker.serve(settings))


def nurse() -> None:
    """Fork a worker for each line, until there are no more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the dead
    for _ in sys.stdin:
        if (pid := os.fork()) == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            die_with_parent(signal.SIGKILL)
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
            serve()
            return
        print(pid, flush=True)


if __name__ == "__main__":
    nurse()
