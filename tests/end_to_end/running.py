"""`fupan up` as a person starts it: a process with a data directory, a ready file and signals."""

from __future__ import annotations

import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

READY_SECONDS = 120.0
STOP_SECONDS = 30.0
_runs = itertools.count(1)


def wait_for(is_true: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait for a condition; fail by its name."""
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    """True while a process runs; a zombie does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


@dataclass
class Up:
    """One run of `fupan up`."""

    process: subprocess.Popen[str]
    ready_file: Path

    def ready(self) -> dict[str, Any]:
        """What the ready file says, once it is there."""
        wait_for(self._is_settled, READY_SECONDS, "ready file")
        assert self.process.poll() is None, self.output()
        found: dict[str, Any] = json.loads(self.ready_file.read_text(encoding="utf-8"))
        return found

    def send(self, number: int) -> None:
        """Send a signal to the supervisor alone."""
        self.process.send_signal(number)

    def wait(self) -> int:
        """Its exit code."""
        return self.process.wait(STOP_SECONDS)

    def output(self) -> str:
        """Both streams; call it once the process has ended."""
        out, err = self.process.communicate(timeout=STOP_SECONDS)
        return out + err

    def _is_settled(self) -> bool:
        return self.ready_file.exists() or self.process.poll() is not None


@contextmanager
def fupan_up(data_dir: Path, *arguments: str) -> Iterator[Up]:
    """Start `fupan up` without the sample, on free ports unless told otherwise."""
    ready_file = data_dir.with_name(f"{data_dir.name}.ready-{next(_runs)}.json")
    command = [sys.executable, "-m", "cli.main", "up", "--data-dir", str(data_dir), "--no-sample"]
    command += ["--ready-file", str(ready_file)]
    command += arguments if "--port" in arguments else ("--port", "0", *arguments)
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=clean_environment()
    )
    try:
        yield Up(process, ready_file)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
        process.communicate()


def clean_environment() -> dict[str, str]:
    """Our environment without any setting of fupan."""
    return {name: value for name, value in os.environ.items() if not name.startswith("FUPAN_")}


def answers(address: str) -> bool:
    """True when someone accepts connections at `host:port`, credentials in front of it ignored."""
    host, _, port = address.rpartition("@")[2].rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=2):
            return True
    except OSError:
        return False
