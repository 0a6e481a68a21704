"""Why an append stored nothing: it stands already, someone was first, or something is wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from models.errors import StreamConflictError, VersionConflictError
from store.driver import Driver
from store.envelope import SealedEvent
from wire.messages import AppendRequest, AppendResult, Refusal

_REFUSED = ".attempt_refused"

_STANDING = """
SELECT event.version, event_id, event.type, body_hash, event_hash, envelope, payload, stream_id
FROM event JOIN stream USING (stream_pk)
WHERE stream_pk IN (SELECT stream_pk FROM event WHERE event_id = ANY ($1::uuid[]))
AND event.version >= (
    SELECT min(version) FROM event WHERE event_id = ANY ($1::uuid[])
)
ORDER BY stream_id, event.version"""


async def classify(
    driver: Driver, request: AppendRequest, sealed: Sequence[SealedEvent]
) -> AppendResult:
    """What stands in the store instead of the request.

    Raises:
        VersionConflictError: Nothing of the step stands; another writer was first.
        StreamConflictError: One of its ids stands where it cannot have come from this step.
    """
    rows = await driver.fetch(_STANDING, [event.id for event in sealed])
    if not rows:
        raise version_conflict(request)
    step = _rows_of_step(request, rows)
    if not step or step[0]["event_id"] != sealed[0].id:
        raise stream_conflict(request)
    is_same = [row["body_hash"] for row in step] == [event.body_hash for event in sealed]
    return _result("already_appended" if is_same else "already_done", step)


def _rows_of_step(request: AppendRequest, rows: Sequence[Any]) -> list[Any]:
    """The leading rows that the step wrote; ids derive from it, so they stand together."""
    step = []
    for row in rows:
        if row["stream_id"] != request.stream:
            raise stream_conflict(request)
        if json.loads(row["envelope"])["step"] != request.step:
            break
        step.append(row)
    return step


def _result(outcome: str, step: Sequence[Any]) -> AppendResult:
    envelope = json.loads(step[0]["envelope"])
    return AppendResult(
        outcome=outcome,
        first_version=step[0]["version"],
        last_version=step[-1]["version"],
        head=step[-1]["event_hash"].hex(),
        types=tuple(row["type"] for row in step),
        command_hash=envelope["command_hash"],
        refusal=_refusal(step),
    )


def _refusal(step: Sequence[Any]) -> Refusal | None:
    if not step[0]["type"].endswith(_REFUSED):
        return None
    data = json.loads(step[0]["payload"])
    return Refusal(data["code"], data["message"])


def version_conflict(request: AppendRequest) -> VersionConflictError:
    """Someone wrote to the stream after it was read."""
    return VersionConflictError(
        "version_conflict", f"“{request.stream}”已被其他操作更新，请重新读取后再试。"
    )


def stream_conflict(request: AppendRequest) -> StreamConflictError:
    """The store holds an event under an id that only this step can have made."""
    return StreamConflictError(
        "stream_conflict", f"“{request.stream}”的事件编号与库中其他内容冲突，请立即联系系统管理员。"
    )
