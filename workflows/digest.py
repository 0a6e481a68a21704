"""One message to one person at one moment: wait for it, send, try again, give up on record."""

from __future__ import annotations

from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, RetryState

with workflow.unsafe.imports_passed_through():
    from models.notice.slots import after_quiet
    from wire.notices import DeliverRequest, DeliverResult, DigestStart
    from workflows import ports

_DELIVERY_TIMEOUT = timedelta(minutes=2)
# Not longer: with the database away an attempt must not slide into the quiet hours.
_ATTEMPT_PATIENCE = timedelta(minutes=10)
_RETRY = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1))


@workflow.defn(name="digest")
class DigestWorkflow:
    """Workflow id = the digest's stream id, used once: one digest per person and slot."""

    @workflow.run
    async def run(self, start: DigestStart) -> DeliverResult:
        """What became of it, by channel."""
        await _wait_until(start.send_at)
        result = DeliverResult()
        for attempt in range(1, len(start.pauses_seconds) + 2):
            is_last = attempt > len(start.pauses_seconds)
            result = await self._attempt(start, attempt, is_last)
            if not result.pending or is_last:
                break
            await workflow.sleep(timedelta(seconds=start.pauses_seconds[attempt - 1]))
        return result

    async def _attempt(self, start: DigestStart, attempt: int, is_last: bool) -> DeliverResult:
        """One attempt that is on record, however long the world is away."""
        request = DeliverRequest(start.account, start.slot, start.stream, attempt, is_last)
        while True:
            await _wait_until(after_quiet(workflow.now(), start.terms))
            try:
                return await workflow.execute_activity(
                    ports.deliver_digest,
                    request,
                    start_to_close_timeout=_DELIVERY_TIMEOUT,
                    schedule_to_close_timeout=_ATTEMPT_PATIENCE,
                    retry_policy=_RETRY,
                    summary=f"attempt {attempt}",
                )
            except ActivityError as error:
                if error.retry_state == RetryState.NON_RETRYABLE_FAILURE:
                    raise


async def _wait_until(at: datetime) -> None:
    left = at - workflow.now()
    if left > timedelta():
        await workflow.sleep(left)
