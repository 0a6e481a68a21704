"""The statement that appends: compare and swap, facts and queue in one round trip.

The stream's row is the lock: a writer changes it before it draws sequence numbers, so a stream's
events stand in the queue in their order. `NOT EXISTS` keeps a step that stands already from being
stored a second time under newer versions, without an error that would abort the transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from store.envelope import SealedEvent
from wire.messages import AppendRequest

_OPEN = """
WITH head AS (
    INSERT INTO stream (stream_id, version, head_hash)
    SELECT $1::text, $2::bigint, $3::bytea
    WHERE NOT EXISTS (SELECT FROM event WHERE event_id = {ids})
    ON CONFLICT (stream_id) DO NOTHING
    RETURNING stream_pk
)"""

_EXTEND = """
WITH head AS (
    UPDATE stream SET version = $2::bigint, head_hash = $3::bytea
    WHERE stream_id = $1::text AND version = {expected}::bigint AND head_hash = {head}::bytea
    AND NOT EXISTS (SELECT FROM event WHERE event_id = {ids})
    RETURNING stream_pk
)"""

_FACTS = """, facts AS (
    INSERT INTO event
        (stream_pk, version, event_id, type, schema_version, body_hash, envelope, payload)
    SELECT head.stream_pk, row.* FROM head, {rows}
        AS row (version, event_id, type, schema_version, body_hash, envelope, payload)
    RETURNING event_seq, event_hash
)"""

_SET_TIMER = """, timer AS (
    INSERT INTO entity_timer (stream, next_clock_at)
    SELECT $1::text, {timer}::timestamptz FROM head
    ON CONFLICT (stream) DO UPDATE SET next_clock_at = excluded.next_clock_at
    WHERE entity_timer.next_clock_at <> excluded.next_clock_at
)"""

_CLEAR_TIMER = """, timer AS (
    DELETE FROM entity_timer USING head WHERE stream = $1::text
)"""

_QUEUE = """
INSERT INTO pending (event_seq, event_hash) SELECT event_seq, event_hash FROM facts"""

_TYPES = ("bigint", "uuid", "text", "integer", "bytea", "bytea", "bytea")

KEEP, SET, CLEAR = "keep", "set", "clear"


def append_statement(
    request: AppendRequest, sealed: Sequence[SealedEvent], with_timer: bool
) -> tuple[str, list[Any]]:
    """Text and arguments for one request; the same text serves every request of its shape."""
    timer = _timer_action(request) if with_timer else KEEP
    arguments: list[Any] = [request.stream, sealed[-1].version, sealed[-1].hash]
    if request.expected_version:
        arguments += [request.expected_version, bytes.fromhex(request.expected_head)]
    if timer == SET:
        arguments.append(request.next_clock_at)
    arguments += _event_arguments(sealed)
    return _text(request.expected_version == 0, timer, len(sealed) == 1), arguments


def _timer_action(request: AppendRequest) -> str:
    if request.next_clock_at is not None:
        return SET
    return CLEAR if request.expected_version else KEEP


def _event_arguments(sealed: Sequence[SealedEvent]) -> list[Any]:
    columns = zip(*(columns_of(event) for event in sealed), strict=True)
    if len(sealed) == 1:
        return [column[0] for column in columns]
    return [list(column) for column in columns]


def columns_of(event: SealedEvent) -> tuple[Any, ...]:
    """Values of an event's row in the order of the statement."""
    return event[:-1]  # the database computes the hash itself


@cache
def _text(opens: bool, timer: str, is_single: bool) -> str:
    place = 4
    expected, head = f"${place}", f"${place + 1}"
    place += 0 if opens else 2
    due = f"${place}"
    place += timer == SET
    rows, ids = _rows(place, is_single)
    parts = [_OPEN if opens else _EXTEND, _FACTS]
    if timer != KEEP:
        parts.append(_SET_TIMER if timer == SET else _CLEAR_TIMER)
    text = "".join(parts) + _QUEUE
    return text.format(expected=expected, head=head, timer=due, rows=rows, ids=ids)


def _rows(place: int, is_single: bool) -> tuple[str, str]:
    """Source of the rows and how an id is looked for; scalars are cheaper to send than arrays."""
    names = [f"${place + index}" for index in range(len(_TYPES))]
    if is_single:
        values = ", ".join(f"{name}::{kind}" for name, kind in zip(names, _TYPES, strict=True))
        return f"(VALUES ({values}))", f"{names[1]}::uuid"
    arrays = ", ".join(f"{name}::{kind}[]" for name, kind in zip(names, _TYPES, strict=True))
    return f"unnest({arrays})", f"ANY ({names[1]}::uuid[])"
