"""Starts parts in order, starts again what crashes, stops all in reverse order."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from runtime.process import Launch, Process

_TICK_SECONDS = 0.2
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 30.0
_STEADY_SECONDS = 60.0  # a part that ran this long starts again without a pause


class StopRequested(BaseException):
    """Someone asked us to stop; not an Exception, so that nothing swallows it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an instance.

    Attributes:
        launch: How it is started.
        is_ready: True when it answers.
        ready_seconds: How long its start may take.
    """

    launch: Launch
    is_ready: Callable[[], bool]
    ready_seconds: float = 60.0

    @property
    def name(self) -> str:
        """Its name."""
        return self.launch.name


@dataclass(slots=True)
class _Running:
    part: Part
    process: Process
    started_at: float
    pause_seconds: float = _FIRST_PAUSE_SECONDS
    start_again_at: float | None = None


@dataclass(slots=True)
class Supervisor:
    """The parts that run.

    Attributes:
        report: Takes a line in Chinese for the person at the terminal.
        on_change: Called with the process ids by part whenever one changes.
    """

    report: Callable[[str], None]
    on_change: Callable[[dict[str, int]], None]
    _running: list[_Running] = field(default_factory=list)

    @property
    def pids(self) -> dict[str, int]:
        """Process ids by part."""
        return {it.part.name: it.process.pid for it in self._running}

    def start(self, part: Part) -> None:
        """Start a part and wait until it answers.

        Raises:
            ConfigurationError: It does not come up; the message shows its log.
        """
        process = Process(part.launch)
        self._running.append(_Running(part, process, time.monotonic()))
        self.on_change(self.pids)
        process.wait_until(part.is_ready, part.ready_seconds)

    def run_to_end(self, launch: Launch) -> None:
        """Run something that ends by itself, and wait for it.

        Raises:
            ConfigurationError: It failed; the message shows its log.
        """
        process = Process(launch)
        try:
            process.wait_for_success()
        finally:
            process.stop()

    def watch(self) -> None:
        """Start again what ends, for ever; ends by `StopRequested`."""
        while True:
            for running in self._running:
                self._look_after(running)
            time.sleep(_TICK_SECONDS)

    def stop(self) -> None:
        """Stop all, last started first, so that nobody loses what it stands on."""
        while self._running:
            self._running.pop().process.stop()

    def _look_after(self, running: _Running) -> None:
        if running.process.is_running:
            return
        now = time.monotonic()
        if running.start_again_at is None:
            self._plan_restart(running, now)
        elif now >= running.start_again_at:
            running.process = Process(running.part.launch)
            running.started_at, running.start_again_at = now, None
            self.on_change(self.pids)

    def _plan_restart(self, running: _Running, now: float) -> None:
        if now - running.started_at > _STEADY_SECONDS:
            running.pause_seconds = _FIRST_PAUSE_SECONDS
        running.start_again_at = now + running.pause_seconds
        self.report(
            f"{running.part.name} 意外退出（退出码 {running.process.exit_code}），"
            f"{running.pause_seconds:g} 秒后重新启动。日志：{running.part.launch.log_path}"
        )
        running.pause_seconds = min(running.pause_seconds * 2, _LONGEST_PAUSE_SECONDS)


def stop_on_signals(numbers: Sequence[int]) -> None:
    """Turn the first of these signals into `StopRequested`; later ones change nothing.

    An impatient second Ctrl-C must not interrupt the orderly stop half-way.
    """

    def request_stop(_number: int, _frame: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise StopRequested

    for number in numbers:
        is_under_nohup = number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN
        if not is_under_nohup:
            signal.signal(number, request_stop)
