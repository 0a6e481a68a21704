"""Has a program of the operator's look at an uploaded file before it is stored."""

from __future__ import annotations

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

from models.errors import InvalidInputError, TransientError

_CLEAN, _INFECTED = 0, 1  # as clamscan and clamdscan say it

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class EvidenceScan:
    """The program that looks for viruses.

    Attributes:
        command: Program and arguments; the file's path is added as the last. Empty: no scan.
        patience_seconds: After this long without an answer it is ended.
    """

    command: Sequence[str]
    patience_seconds: float

    async def check(self, path: Path) -> None:
        """Let pass a file that the program finds clean.

        Raises:
            InvalidInputError: It found a virus.
            TransientError: It did not come to a finding; the same upload may succeed later.
        """
        if not self.command:
            return
        finding = await self._finding(path)
        if finding == _INFECTED:
            _log.warning("evidence_infected")
            raise InvalidInputError(
                "evidence_infected",
                "病毒扫描发现该文件含有恶意内容，未予接收。请查杀病毒后重新上传。",
                "file",
            )
        if finding != _CLEAN:
            _log.error("evidence_scan_failed", program=self.command[0], finding=finding)
            raise TransientError(
                "evidence_not_scanned",
                "病毒扫描暂时无法进行，文件未予接收。请稍后重新上传；多次失败请联系系统管理员。",
            )

    async def _finding(self, path: Path) -> int | str:
        """Exit code of the program, or why there is none."""
        try:
            process = await asyncio.create_subprocess_exec(
                *self.command,
                str(path),
                stdin=DEVNULL,
                stdout=DEVNULL,
                stderr=DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            return type(error).__name__
        try:
            async with asyncio.timeout(self.patience_seconds):
                return await process.wait()
        except TimeoutError:
            return "timeout"
        finally:
            await _end(process)


async def _end(process: Process) -> None:
    """End a program that still runs, with whatever it started."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
