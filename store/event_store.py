"""The event store: append facts and read them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from store import read_models
from store.append_statement import append_statement
from store.classification import classify, stream_conflict
from store.driver import Driver, bare_driver_of, driver_of
from store.envelope import SealedEvent, opened, recorded, seal
from store.outages import outages_are_transient
from store.tables import event, leaf, stream
from wire.messages import AppendRequest, AppendResult, RecordedEvent

_READ = (
    sa.select(event.c.envelope, event.c.payload)
    .join(stream, stream.c.stream_pk == event.c.stream_pk)
    .where(stream.c.stream_id == sa.bindparam("stream"))
    .where(event.c.version > sa.bindparam("after"))
    .order_by(event.c.version)
)

_READ_LEAVES = (
    sa.select(leaf.c.leaf_index, event.c.envelope, event.c.payload)
    .join(event, event.c.event_seq == leaf.c.event_seq)
    .where(leaf.c.leaf_index >= sa.bindparam("from_leaf"))
    .order_by(leaf.c.leaf_index)
    .limit(sa.bindparam("count"))
)


class EventStore:
    """Facts in PostgreSQL. It holds no state: every call names its connection."""

    async def append(self, connection: AsyncConnection, request: AppendRequest) -> AppendResult:
        """Store the events of a step in the caller's transaction, without read models.

        Safe to repeat: a step that stands already is recognised by its event ids and content.

        Raises:
            VersionConflictError: Another writer was first; nothing was written.
            StreamConflictError: An event id stands elsewhere; the transaction is lost.
        """
        driver = await driver_of(connection)
        sealed = seal(request, datetime.now(UTC))
        return await append_sealed(driver, request, sealed)

    async def read(
        self, connection: AsyncConnection, stream: str, after_version: int = 0
    ) -> list[RecordedEvent]:
        """Facts of a stream after a version, oldest first; empty when there are none."""
        rows = await connection.execute(_READ, {"stream": stream, "after": after_version})
        return [opened(row.envelope, row.payload) for row in rows]

    async def read_leaves(
        self, connection: AsyncConnection, from_leaf: int, limit: int
    ) -> list[RecordedEvent]:
        """Facts of all streams in the global order, the first at `from_leaf`.

        A reader that goes on after the last index that it has seen misses nothing and sees
        nothing twice, whatever is being written meanwhile.
        """
        rows = await connection.execute(_READ_LEAVES, {"from_leaf": from_leaf, "count": limit})
        return [opened(row.envelope, row.payload, row.leaf_index) for row in rows]


async def append_sealed(
    driver: Driver,
    request: AppendRequest,
    sealed: Sequence[SealedEvent],
    *,
    with_timer: bool = False,
) -> AppendResult:
    """Store sealed events by one statement on the driver's connection, or tell what stands.

    Args:
        driver: Connection; without a transaction the statement is one by itself.
        request: What `sealed` was made from.
        sealed: The events' rows.
        with_timer: Also write the entity's next promise.
    """
    statement, arguments = append_statement(request, sealed, with_timer)
    try:
        status = await driver.execute(statement, *arguments)
    except asyncpg.UniqueViolationError as error:
        # The statement has looked for its ids in vain and holds the stream's row, so the id that
        # is in its way was written by someone else at the same moment to another stream.
        raise stream_conflict(request) from error
    if status == f"INSERT 0 {len(sealed)}":
        return appended(request, sealed)
    return await classify(driver, request, sealed)


def appended(request: AppendRequest, sealed: Sequence[SealedEvent]) -> AppendResult:
    """The answer to a request that was stored now; `refusal` is known to the one who asked."""
    return AppendResult(
        outcome="appended",
        first_version=sealed[0].version,
        last_version=sealed[-1].version,
        head=sealed[-1].hash.hex(),
        types=tuple(row.type for row in sealed),
        command_hash=request.command_hash,
    )


async def append_in_transaction(engine: AsyncEngine, request: AppendRequest) -> AppendResult:
    """Facts, read models and the entity's next promise in one transaction.

    Safe to repeat after any failure, also when only the answer was lost.

    Raises:
        VersionConflictError: Another writer was first; nothing was written.
        StreamConflictError: An event id stands elsewhere; nothing was written.
        TransientError: The database was lost; the same request may be sent again.
    """
    with outages_are_transient():
        return await _append_in_transaction(engine, request)


async def append_with_read_models(
    connection: AsyncConnection, request: AppendRequest
) -> AppendResult:
    """Facts and read models in the caller's transaction, for several requests in one.

    Only for entities without clocks: their promises stay as they are.

    Raises:
        VersionConflictError: Another writer was first; the transaction has to be undone.
        StreamConflictError: An event id stands elsewhere; the transaction is lost.
    """
    now = datetime.now(UTC)
    sealed = seal(request, now)
    result = await append_sealed(await driver_of(connection), request, sealed)
    if result.outcome == "appended":
        await read_models.apply(connection, recorded(request, sealed, now))
    return result


async def _append_in_transaction(engine: AsyncEngine, request: AppendRequest) -> AppendResult:
    now = datetime.now(UTC)
    sealed = seal(request, now)
    async with engine.connect() as connection:
        # The transaction is the driver's: SQLAlchemy's own would cost a round trip more, because
        # it begins with a statement of its own only.
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        driver = await bare_driver_of(connection)
        async with driver.transaction():
            result = await append_sealed(driver, request, sealed, with_timer=True)
            if result.outcome == "appended":
                await read_models.apply(connection, recorded(request, sealed, now))
    return result
