"""Opening many streams at once, for the import of ledgers: few statements for hundreds of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from store import read_models
from store.append_statement import columns_of
from store.classification import classify
from store.driver import Driver, driver_of
from store.envelope import SealedEvent, recorded, seal
from wire.messages import AppendRequest

# Large enough that round trips do not count, small enough that memory does not either.
CHUNK = 500

# The sort stands below the numbering of the rows, so sequence numbers follow the requests.
_OPEN_MANY = """
WITH head AS (
    INSERT INTO stream (stream_id, version, head_hash)
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::bytea[])
    ON CONFLICT (stream_id) DO NOTHING
    RETURNING stream_pk, stream_id
), facts AS (
    INSERT INTO event
        (stream_pk, version, event_id, type, schema_version, body_hash, envelope, payload)
    SELECT stream_pk, version, event_id, type, schema_version, body_hash, envelope, payload
    FROM unnest($4::text[], $5::bigint[], $6::uuid[], $7::text[], $8::integer[], $9::bytea[],
                $10::bytea[], $11::bytea[]) WITH ORDINALITY
        AS row (stream_id, version, event_id, type, schema_version, body_hash, envelope, payload,
                place)
    JOIN head USING (stream_id)
    ORDER BY place
    RETURNING event_seq, event_hash
), queue AS (
    INSERT INTO pending (event_seq, event_hash) SELECT event_seq, event_hash FROM facts
)
SELECT stream_id FROM head"""

_TIMERS = """
WITH timer AS (
    INSERT INTO entity_timer (stream, next_clock_at)
    SELECT * FROM unnest($1::text[], $2::timestamptz[])
    RETURNING stream
)
INSERT INTO entity_start (stream) SELECT stream FROM timer ON CONFLICT DO NOTHING"""

Sealed = tuple[AppendRequest, list[SealedEvent]]


@dataclass(frozen=True, slots=True)
class BulkResult:
    """How many streams were opened, and how many stood already with the same first step."""

    appended: int
    already: int


async def append_many(
    connection: AsyncConnection,
    requests: Iterable[AppendRequest],
    on_progress: Callable[[int], None] = lambda done: None,
) -> BulkResult:
    """Open streams with facts, read models and promises in the caller's transaction.

    Streams with a promise are put on the list of those that wait for a workflow. `requests` is
    consumed piece by piece, so that a generator keeps memory bounded.

    Args:
        connection: All or nothing is the caller's decision: its transaction.
        requests: Opening requests (`expected_version` 0), each stream once.
        on_progress: Called with the number of requests done so far.

    Raises:
        VersionConflictError: A stream stands already with another beginning.
        StreamConflictError: An event id stands elsewhere.
    """
    driver = await driver_of(connection)
    done = appended = 0
    for chunk in _chunks(requests):
        now = datetime.now(UTC)
        sealed = [(request, seal(request, now)) for request in chunk]
        opened = await _open(driver, sealed)
        await _follow(
            connection, driver, [pair for pair in sealed if pair[0].stream in opened], now
        )
        for request, rows in sealed:
            if request.stream not in opened:
                await classify(driver, request, rows)  # raises unless the same step stands there
        done += len(chunk)
        appended += len(opened)
        on_progress(done)
    return BulkResult(appended, done - appended)


def _chunks(requests: Iterable[AppendRequest]) -> Iterator[list[AppendRequest]]:
    iterator = iter(requests)
    while chunk := list(islice(iterator, CHUNK)):
        streams = {request.stream for request in chunk}
        if len(streams) < len(chunk) or any(request.expected_version for request in chunk):
            raise ValueError("each stream may be opened once, from nothing")
        yield chunk


async def _open(driver: Driver, sealed: Sequence[Sealed]) -> set[str]:
    """Insert what is new; returns the streams that did not stand before."""
    heads = [(request.stream, rows[-1].version, rows[-1].hash) for request, rows in sealed]
    events = [(request.stream, *columns_of(row)) for request, rows in sealed for row in rows]
    opened = await driver.fetch(_OPEN_MANY, *_columns(heads), *_columns(events))
    return {row["stream_id"] for row in opened}


async def _follow(
    connection: AsyncConnection, driver: Driver, sealed: Sequence[Sealed], now: datetime
) -> None:
    """Bring read models, promises and the list of waiting streams up to what was opened."""
    facts = [fact for request, rows in sealed for fact in recorded(request, rows, now)]
    await read_models.apply(connection, facts)
    promises = [
        (request.stream, request.next_clock_at)
        for request, _ in sealed
        if request.next_clock_at is not None
    ]
    if promises:
        await driver.execute(_TIMERS, *_columns(promises))


def _columns(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
