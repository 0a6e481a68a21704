"""One instant for every workflow of a compressed year, whatever is killed meanwhile."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio.client import Client, WorkflowExecutionDescription, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper

from bench.crash_year_worker import YearOffset

_NEAR = timedelta(seconds=1)
_SKIP_SECONDS = 15.0  # then the server is asked again where the workflow stands
_PAUSE_SECONDS = 0.05


class YearClock:
    """Brings workflows up to the year's instant; the server says how far each has come."""

    def __init__(self, client: Client, offset: YearOffset) -> None:
        self._client, self._offset_file = client, offset
        self._skipper = TimeSkipper(client)
        self._offset = 0
        self.began_at: dict[str, int] = {}  # offset that each living workflow began with
        self._up_at: dict[str, int] = {}  # offset that each was brought up to

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._offset)

    def move_to(self, instant: datetime) -> None:
        """Let the year go on; never back."""
        ahead = int((instant - datetime.now(UTC)).total_seconds())
        if ahead > self._offset or not self.began_at:
            self._offset = ahead
            self._offset_file.write(ahead)

    def saw(self, stream: str) -> None:
        """A workflow that was not known to live has stored something."""
        if stream not in self.began_at:
            self.began_at[stream] = self._up_at[stream] = self._offset

    async def running(self) -> list[str]:
        """Workflows of every kind: those that are known, and those that have stored nothing yet."""
        known = set(self.began_at)
        with suppress(RPCError):
            async for one in self._client.list_workflows('ExecutionStatus = "Running"'):
                known.add(one.id)
        return sorted(known)

    async def describe(self, stream: str) -> WorkflowExecutionDescription | None:
        """The running workflow, or None; waits until the server answers."""
        while True:
            try:
                handle = self._client.get_workflow_handle(stream)
                found = await handle.describe(rpc_timeout=timedelta(seconds=10))
            except RPCError as error:
                if error.status == RPCStatusCode.NOT_FOUND:
                    return None
                await asyncio.sleep(_PAUSE_SECONDS)
            else:
                return found if found.status == WorkflowExecutionStatus.RUNNING else None

    async def is_busy(self, stream: str) -> bool:
        """True while anything is under way in a workflow."""
        found = await self.describe(stream)
        if found is None:
            return False
        raw = found.raw_description
        return bool(raw.pending_activities) or raw.HasField("pending_workflow_task")

    async def bring_up(self, stream: str) -> None:
        """Let a workflow's clock run to the year's instant, firing what is due on the way."""
        if self._up_at.get(stream) == self._offset:
            return
        while (found := await self.describe(stream)) is not None:
            gap = self._gap(stream, found)
            if gap <= _NEAR:
                self._up_at[stream] = self._offset
                return
            handle = self._client.get_workflow_handle(stream)
            with suppress(TimeoutError, RPCError, RuntimeError):
                await asyncio.wait_for(self._skipper.fast_forward(handle, gap), _SKIP_SECONDS)
        self.began_at.pop(stream, None)

    def _gap(self, stream: str, found: WorkflowExecutionDescription) -> timedelta:
        behind = timedelta(seconds=self._offset - self.began_at.get(stream, self._offset))
        return behind - _skipped(found.raw_description)


def _skipped(raw: Any) -> timedelta:
    info = raw.workflow_extended_info
    if not info.HasField("time_skipping_info"):
        return timedelta()
    current: datetime = info.time_skipping_info.current_time.ToDatetime().replace(tzinfo=UTC)
    return max(current - datetime.now(UTC), timedelta())
