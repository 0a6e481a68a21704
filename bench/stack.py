"""The real stack, part by part, for benches that kill, shift and measure it."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from runtime.instance import Instance, instance_path, settings_for
from runtime.parts import Parts
from runtime.process import Process
from runtime.settings import Settings, load_settings
from runtime.supervisor import Part
from runtime.temporal_client import connect
from store.engine import open_engine
from store.entity_inputs import EntityInputs
from web.gateway import Gateway

ORDER = ("postgresql", "temporal", "sequencer", "worker", "api")


class Stack:
    """Every part of one instance; each can be killed and started again at any moment."""

    def __init__(self, directory: Path, lines: Path) -> None:
        self.directory = directory
        self._parts = Parts(load_settings(data_dir=directory, api_port=0), directory, lines)
        self._made: dict[str, Part] = {
            "postgresql": self._parts.postgresql(),
            "temporal": self._parts.temporal(),
            "sequencer": self._parts.sequencer(),
            "worker": self._parts.worker(),
            "api": self._parts.api(),
        }
        self._running: dict[str, Process] = {}
        self._ready: set[str] = set()

    def prepare(self) -> None:
        """A migrated database with first accounts, policy and calendar; all parts running."""
        self.start("postgresql")
        self._parts.create_database()
        Process(self._parts.migration()).wait_for_success()
        for name in ("temporal", "sequencer", "worker"):
            self.start(name)
        Process(self._parts.first_start(has_sample=False)).wait_for_success()
        self.instance.write(instance_path(self.directory))

    def start(self, name: str) -> None:
        """Start a part and wait until it answers."""
        self.launch(name)
        self.wait(name)

    def launch(self, name: str) -> None:
        """Start a part and go on at once."""
        self._ready.discard(name)
        self._running[name] = Process(self._made[name].launch)

    def wait(self, name: str) -> None:
        """Wait until a part answers."""
        if name in self._ready:
            return  # it reports once
        part = self._made[name]
        self._running[name].wait_until(part.is_ready, part.ready_seconds)
        self._ready.add(name)

    def kill(self, name: str) -> None:
        """SIGKILL; for PostgreSQL its own word for it, an immediate stop."""
        process = self._running[name]
        process.send(signal.SIGQUIT if name == "postgresql" else signal.SIGKILL)
        while process.is_running:
            signal.sigtimedwait((), 0.02)

    def is_running(self, name: str) -> bool:
        """True until a part has ended."""
        return self._running[name].is_running

    def pid(self, name: str) -> int:
        """Process id of a part."""
        return self._running[name].pid

    def halt(self) -> None:
        """Stop what runs, last first; every part can be started again."""
        for name in reversed(ORDER):
            if name in self._running:
                self._running.pop(name).stop()

    def stop(self) -> None:
        """Stop what runs, for good."""
        self.halt()
        self._parts.close()

    @property
    def instance(self) -> Instance:
        """Addresses of the instance."""
        return self._parts.instance({name: it.pid for name, it in self._running.items()})

    @property
    def settings(self) -> Settings:
        """Settings of a client of this instance."""
        return settings_for(self.directory)


@contextmanager
def running_stack(**environment: str) -> Iterator[Stack]:
    """A stack in a temporary directory, with `FUPAN_` settings given in lower case."""
    given = {f"FUPAN_{name.upper()}": value for name, value in environment.items()}
    os.environ.update(given)
    with tempfile.TemporaryDirectory(prefix="fupan-bench-") as room:
        directory, lines = Path(room) / "data", Path(room) / "lines"
        directory.mkdir(mode=0o700)
        lines.mkdir(mode=0o700)
        stack = Stack(directory, lines)
        try:
            stack.prepare()
            yield stack
        finally:
            stack.stop()
            for name in given:
                del os.environ[name]


@dataclass(frozen=True)
class Desk:
    """What a client of the stack works with."""

    settings: Settings
    engine: AsyncEngine
    client: Client
    gateway: Gateway
    inputs: EntityInputs


@asynccontextmanager
async def open_desk(stack: Stack) -> AsyncIterator[Desk]:
    """A client's own connections, as the API has them."""
    settings = stack.settings
    engine = open_engine(settings.app_database(), 10)
    client = await connect(settings)
    inputs = EntityInputs(engine)
    gateway = Gateway(client, inputs, settings.committee, settings.task_queue)
    yield Desk(settings, engine, client, gateway, inputs)
    await engine.dispose()
