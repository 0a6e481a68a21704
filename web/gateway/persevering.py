"""Sends the same call again until it is answered; the id makes twice once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeVar

from temporalio.client import (
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from models.errors import TransientError
from workflows.failures import from_failure

T = TypeVar("T")

_PATIENCE_SECONDS = 25.0  # how long one call keeps resending the same command id
_PASSING = {
    RPCStatusCode.DEADLINE_EXCEEDED,
    RPCStatusCode.UNAVAILABLE,
    RPCStatusCode.CANCELLED,
    RPCStatusCode.RESOURCE_EXHAUSTED,
    RPCStatusCode.ABORTED,
    RPCStatusCode.INTERNAL,
    RPCStatusCode.UNKNOWN,
    # "Workflow task in failed state": the engine tries that task again by itself.
    RPCStatusCode.FAILED_PRECONDITION,
}


async def persevere(attempt: Callable[[], Awaitable[T]]) -> T:
    """Try the same call until it is answered, refused, or patience ends."""
    deadline = monotonic() + _PATIENCE_SECONDS
    pause = 0.05
    while True:
        try:
            # The client polls an accepted update for ever; patience has to end here.
            return await asyncio.wait_for(attempt(), max(deadline - monotonic(), 0.1))
        except WorkflowUpdateFailedError as error:
            if not is_closed_meanwhile(error.cause):
                raise _translated(error) from error
        except (WorkflowUpdateRPCTimeoutOrCancelledError, TimeoutError, TransientError):
            _give_way_to_cancellation()
        except RPCError as error:
            if error.status not in _PASSING and error.status != RPCStatusCode.NOT_FOUND:
                raise
        if monotonic() > deadline:
            raise TransientError(
                "not_confirmed", "系统未能及时确认，请稍后用同一操作编号重新提交，不会重复执行。"
            )
        await asyncio.sleep(pause)
        pause = min(pause * 2, 2.0)


def _give_way_to_cancellation() -> None:
    """The client reports our own cancellation as if the server had been slow."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def is_closed_meanwhile(cause: BaseException | None) -> bool:
    """True when the entity ended before it took the command up."""
    return isinstance(cause, ApplicationError) and cause.type == "AcceptedUpdateCompletedWorkflow"


def _translated(error: WorkflowUpdateFailedError) -> Exception:
    ours = from_failure(error.cause)
    return ours if ours is not None else error
