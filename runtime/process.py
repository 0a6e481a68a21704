"""One process that we started: its log, its end, and that it never outlives us."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from models.errors import ConfigurationError
from runtime.embedded.privileges import ServerAccount, before_exec, cannot_step_down

_LOG_TAIL_CHARACTERS = 800
_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Launch:
    """How a process is started and stopped.

    Attributes:
        name: Part's name; also the name of its log file.
        command: Program and arguments.
        environment: Whole environment of the process.
        log_path: File to which its output is appended.
        stop_signal: Asks it to finish.
        death_signal: Sent by the kernel when we die without a word.
        stop_seconds: How long it may take to finish before it is killed.
        account: Account to run under; None: ours.
        needs_reach: Whether that account needs our right to reach files.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log_path: Path
    stop_signal: int = signal.SIGTERM
    death_signal: int = signal.SIGKILL
    stop_seconds: float = 15.0
    account: ServerAccount | None = None
    needs_reach: bool = False


class Process:
    """A started process. Start it from a thread that lives as long as the process should."""

    def __init__(self, launch: Launch) -> None:
        self.launch = launch
        launch.log_path.parent.mkdir(parents=True, exist_ok=True)
        with launch.log_path.open("ab") as log:
            self._popen = _spawn(launch, log)

    @property
    def pid(self) -> int:
        """Process id."""
        return self._popen.pid

    @property
    def is_running(self) -> bool:
        """True until it has ended."""
        return self._popen.poll() is None

    @property
    def exit_code(self) -> int | None:
        """Exit code, negative for a signal; None while it runs."""
        return self._popen.poll()

    def send(self, number: int) -> None:
        """Send a signal; nothing happens when it has ended."""
        self._popen.send_signal(number)

    def stop(self) -> None:
        """Ask it to finish, wait, and kill it when it does not."""
        self.send(self.launch.stop_signal)
        try:
            self._popen.wait(self.launch.stop_seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it at once."""
        self.send(signal.SIGKILL)
        self._popen.wait()

    def wait_until(self, is_ready: Callable[[], bool], seconds: float) -> None:
        """Wait until it answers.

        Raises:
            ConfigurationError: It ended or stayed silent; the message shows the end of its log.
        """
        deadline = time.monotonic() + seconds
        while not is_ready():
            if not self.is_running:
                raise self._failure(f"启动后即退出（退出码 {self.exit_code}）")
            if time.monotonic() > deadline:
                raise self._failure(f"在 {seconds:.0f} 秒内没有就绪")
            time.sleep(_POLL_SECONDS)

    def wait_for_success(self) -> None:
        """Wait until it has ended by itself.

        Raises:
            ConfigurationError: It failed; the message shows the end of its log.
        """
        if self._popen.wait() != 0:
            raise self._failure(f"没有成功（退出码 {self.exit_code}）")

    def _failure(self, what: str) -> ConfigurationError:
        tail = log_tail(self.launch.log_path)
        return ConfigurationError(
            "part_failed",
            f"{self.launch.name} {what}。日志：{self.launch.log_path}\n{tail}".rstrip(),
        )


def _spawn(launch: Launch, log: IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            launch.command,
            env=dict(launch.environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Its own group: a Ctrl-C at the terminal is ours to pass on, in order.
            start_new_session=True,
            preexec_fn=before_exec(launch.account, launch.death_signal, launch.needs_reach),
        )
    except subprocess.SubprocessError as error:  # what happened between fork and exec
        raise cannot_step_down() from error


def log_tail(path: Path) -> str:
    """End of a log file, for a person who wants to know why."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return text[-_LOG_TAIL_CHARACTERS:].strip()


def plain_environment() -> dict[str, str]:
    """Our environment for a server that must not be led astray by it."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PG", "TEMPORAL_")) and name != "LANGUAGE"
    } | {"LC_ALL": "C", "TZ": "UTC"}
