from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.errors import ConfigurationError
from runtime.process import Launch, Process
from runtime.supervisor import Part, StopRequested, Supervisor

SLEEP = "import time; time.sleep(1000)"


def launch(directory: Path, name: str, code: str) -> Launch:
    return Launch(name, [sys.executable, "-c", code], dict(os.environ), directory / f"{name}.log")


def part(directory: Path, name: str, code: str = SLEEP) -> Part:
    return Part(launch(directory, name, code), lambda: True)


def wait_for(is_true: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


class Watched:
    """A supervisor that runs until the test has seen enough."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.pids: list[dict[str, int]] = []
        self.supervisor = Supervisor(self.lines.append, self._note)
        self.enough: Callable[[], bool] = lambda: False

    def _note(self, pids: dict[str, int]) -> None:
        self.pids.append(dict(pids))
        if self.enough():
            raise StopRequested


@pytest.fixture
def watched() -> Iterator[Watched]:
    it = Watched()
    yield it
    it.supervisor.stop()


def test_parts_are_stopped_last_started_first(watched: Watched, tmp_path: Path) -> None:
    order = tmp_path / "order"
    code = (
        "import signal, sys, time\n"
        f"def end(*_): open({str(order)!r}, 'a').write(sys.argv[0] + NAME); sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end)\n"
        f"open({str(tmp_path)!r} + '/up-' + NAME, 'w')\n"
        "time.sleep(1000)"
    )
    for name in ("a", "b", "c"):
        ready = tmp_path / f"up-{name}"
        it = Part(launch(tmp_path, name, f"NAME = {name!r}\n{code}"), ready.exists)
        watched.supervisor.start(it)
    watched.supervisor.stop()
    assert order.read_text().replace("-c", "") == "cba"


def test_a_crashed_part_is_started_again_and_said_so(watched: Watched, tmp_path: Path) -> None:
    watched.supervisor.start(part(tmp_path, "worker"))
    first = watched.supervisor.pids["worker"]
    watched.enough = lambda: watched.pids[-1]["worker"] != first
    os.kill(first, signal.SIGKILL)
    with pytest.raises(StopRequested):
        watched.supervisor.watch()
    assert is_alive(watched.pids[-1]["worker"])
    assert "worker 意外退出（退出码 -9）" in watched.lines[0]


def test_a_part_that_crashes_at_once_is_tried_ever_more_slowly(
    watched: Watched, tmp_path: Path
) -> None:
    watched.supervisor.start(part(tmp_path, "worker", "raise SystemExit(3)"))
    watched.enough = lambda: len(watched.lines) >= 3
    with pytest.raises(StopRequested):
        watched.supervisor.watch()
    assert [line.split("，")[1][:3].strip() for line in watched.lines[:3]] == [
        "0.5",
        "1 秒",
        "2 秒",
    ]


def test_a_part_that_does_not_come_up_shows_its_log(watched: Watched, tmp_path: Path) -> None:
    silent = Part(launch(tmp_path, "api", "raise SystemExit('no such port')"), lambda: False)
    with pytest.raises(ConfigurationError, match="no such port"):
        watched.supervisor.start(silent)


def test_a_part_that_stays_silent_is_given_up(watched: Watched, tmp_path: Path) -> None:
    silent = Part(launch(tmp_path, "api", SLEEP), lambda: False, ready_seconds=0.1)
    with pytest.raises(ConfigurationError, match="没有就绪"):
        watched.supervisor.start(silent)


def test_a_step_that_fails_shows_its_log(watched: Watched, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="broken"):
        watched.supervisor.run_to_end(launch(tmp_path, "migrate", "raise SystemExit('broken')"))


def test_a_part_deaf_to_its_signal_is_killed(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    code = f"import signal; signal.signal(15, signal.SIG_IGN); open({str(ready)!r}, 'w'); {SLEEP}"
    deaf = Launch("deaf", [sys.executable, "-c", code], {}, tmp_path / "log", stop_seconds=0.2)
    process = Process(deaf)
    process.wait_until(ready.exists, 20)
    process.stop()
    assert process.exit_code == -signal.SIGKILL


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs the kernel's help")
def test_parts_do_not_outlive_a_killed_supervisor(tmp_path: Path) -> None:
    pid_path = tmp_path / "pid"
    code = f"""
import pathlib, time
from runtime.process import Launch, Process
log = pathlib.Path({str(tmp_path)!r}) / 'log'
process = Process(Launch('part', ['sleep', '1000'], {{}}, log))
draft = pathlib.Path({str(pid_path)!r} + '.new')
draft.write_text(str(process.pid))
draft.rename({str(pid_path)!r})
time.sleep(1000)
"""
    parent = subprocess.Popen([sys.executable, "-c", code])
    wait_for(pid_path.exists)
    child = int(pid_path.read_text())
    assert is_alive(child)
    parent.kill()
    parent.wait()
    wait_for(lambda: not is_alive(child))
