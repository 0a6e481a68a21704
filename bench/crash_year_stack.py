"""The stack of a compressed year: the real one on a server whose time can be skipped."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bench.crash_year_worker import YearOffset
from bench.stack import Stack
from runtime.embedded.temporal import Temporal
from runtime.instance import instance_path
from runtime.process import Process
from runtime.supervisor import Part

_ROOT = Path(__file__).parents[1]


class YearStack(Stack):
    """PostgreSQL, Temporal, sequencer and worker, without API."""

    def __init__(self, directory: Path, lines: Path) -> None:
        super().__init__(directory, lines)
        self.offset = YearOffset(directory)
        self._made["temporal"] = self._skipping()
        self._made["worker"] = self._of_the_year(self._made["worker"])

    def prepare(self) -> None:
        """A migrated, empty database; all parts running."""
        self.offset.write(0)
        self.start("postgresql")
        self._parts.create_database()
        Process(self._parts.migration()).wait_for_success()
        self.instance.write(instance_path(self.directory))
        for name in ("temporal", "sequencer", "worker"):
            self.start(name)

    def _skipping(self) -> Part:
        known = self._parts.instance({})
        port = int(known.temporal.rpartition(":")[2])
        state = self.directory / "temporal.sqlite"
        server = Temporal(port, None, known.temporal_namespace, state, has_time_skipping=True)
        return Part(server.launch(self.directory / "log" / "temporal.log"), server.is_ready)

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
