"""The stack of a compressed year: the real one on a server whose time can be skipped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from bench.crash_year_worker import YearOffset
from bench.stack import Stack
from runtime.embedded.temporal import Temporal
from runtime.instance import instance_path
from runtime.process import Launch, Process
from runtime.supervisor import Part

_ROOT = Path(__file__).parents[1]
# A workflow task of a dead worker is given to the next one after this long; ten are the default.
_TASK_TIMEOUT = 'history.defaultWorkflowTaskTimeout="2s"'


class Nursery:
    """Forks workers; see `bench.crash_year_worker`."""

    def __init__(self, launch: Launch) -> None:
        launch.log_path.parent.mkdir(parents=True, exist_ok=True)
        with launch.log_path.open("ab") as log:
            self._popen = subprocess.Popen(
                launch.command,
                env=dict(launch.environment),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def fork(self) -> int:
        """Process id of a new worker."""
        assert self._popen.stdin is not None
        assert self._popen.stdout is not None
        self._popen.stdin.write("\n")
        self._popen.stdin.flush()
        return int(self._popen.stdout.readline())

    def close(self) -> None:
        """No more workers, and none that lives on."""
        self._popen.communicate()


class ForkedWorker(Process):
    """A worker of the nursery, handled as a process that we started."""

    def __init__(self, launch: Launch, pid: int) -> None:
        self.launch = launch
        self._pid = pid

    @property
    def pid(self) -> int:
        return self._pid

    @property
    def is_running(self) -> bool:
        try:
            os.kill(self._pid, 0)
        except ProcessLookupError:
            return False
        return True

    @property
    def exit_code(self) -> int | None:
        return None

    def send(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._pid, number)

    def stop(self) -> None:
        self.send(signal.SIGKILL)
        while self.is_running:
            time.sleep(0.02)


class YearStack(Stack):
    """PostgreSQL, Temporal, sequencer and worker, without API."""

    def __init__(self, directory: Path, lines: Path) -> None:
        super().__init__(directory, lines)
        self.offset = YearOffset(directory)
        self._made["temporal"] = self._skipping()
        self._made["worker"] = self._of_the_year(self._made["worker"])
        self._nursery = Nursery(self._made["worker"].launch)

    def prepare(self) -> None:
        """A migrated, empty database; all parts running."""
        self.offset.write(0)
        self.start("postgresql")
        self._parts.create_database()
        Process(self._parts.migration()).wait_for_success()
        self.instance.write(instance_path(self.directory))
        for name in ("temporal", "sequencer", "worker"):
            self.start(name)

    def launch(self, name: str) -> None:
        """See `Stack.launch`."""
        if name != "worker":
            super().launch(name)
            return
        self._ready.discard(name)
        self._running[name] = ForkedWorker(self._made[name].launch, self._nursery.fork())

    def stop(self) -> None:
        """See `Stack.stop`."""
        super().stop()
        self._nursery.close()

    def _skipping(self) -> Part:
        known = self._parts.instance({})
        port = int(known.temporal.rpartition(":")[2])
        state = self.directory / "temporal.sqlite"
        server = Temporal(port, None, known.temporal_namespace, state, has_time_skipping=True)
        launch = server.launch(self.directory / "log" / "temporal.log")
        command = [*launch.command, "--dynamic-config-value", _TASK_TIMEOUT]
        return Part(replace(launch, command=command), server.is_ready)

    def _of_the_year(self, part: Part) -> Part:
        launch = replace(
            part.launch,
            command=[sys.executable, "-P", "-m", "bench.crash_year_worker"],
            environment={**part.launch.environment, "PYTHONPATH": str(_ROOT)},
        )
        return replace(part, launch=launch)


@contextmanager
def running_year_stack() -> Iterator[YearStack]:
    """The stack in a temporary directory; its entities may shift their clocks."""
    os.environ["FUPAN_SIMULATION"] = "true"
    with tempfile.TemporaryDirectory(prefix="fupan-bench-") as room:
        directory, lines = Path(room) / "data", Path(room) / "lines"
        directory.mkdir(mode=0o700)
        lines.mkdir(mode=0o700)
        stack = YearStack(directory, lines)
        try:
            stack.prepare()
            yield stack
        finally:
            stack.stop()
            del os.environ["FUPAN_SIMULATION"]
