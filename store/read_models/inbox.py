"""Inboxes and digests, as the facts of `notice`, `digest` and `inbox` leave them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from models.digest.events import Begun, Composed, Failed, GaveUp, Sent, Skipped
from models.digest.state import Outcome
from models.inbox.events import Read
from models.notice.events import Posted, Told
from store.inbox_tables import digest, digest_channel, inbox_notice
from wire.codec import from_json
from wire.messages import RecordedEvent


async def follow_inbox(connection: AsyncConnection, events: Sequence[RecordedEvent]) -> None:
    """Bring the tables up to these events, oldest first."""
    for event in events:
        if (handle := _HANDLERS.get(event.type)) is not None:
            await handle(connection, event)


async def _posted(connection: AsyncConnection, event: RecordedEvent) -> None:
    posted = from_json(Posted, event.data)
    if posted.told:
        rows = [_row(posted, told, event) for told in posted.told]
        await connection.execute(sa.insert(inbox_notice), rows)


def _row(posted: Posted, told: Told, event: RecordedEvent) -> dict[str, Any]:
    return {
        "notice": told.notice,
        "account": told.account,
        "about": posted.about,
        "about_version": posted.about_version,
        "kind": posted.kind,
        "level": posted.level.value if posted.level else None,
        "is_urgent": posted.urgent,
        "unit": posted.unit,
        "due_on": posted.due_on,
        "vacant": [post.label for post in posted.orphans] if told.is_overseer else [],
        "posted_at": event.occurred_at,
        "slot": told.slot,
        "send_at": told.send_at,
    }


async def _begun(connection: AsyncConnection, event: RecordedEvent) -> None:
    begun = from_json(Begun, event.data)
    await connection.execute(
        sa.insert(digest).values(
            stream=event.stream,
            account=begun.account,
            slot=begun.slot,
            begun_at=event.occurred_at,
        )
    )


async def _composed(connection: AsyncConnection, event: RecordedEvent) -> None:
    composed = from_json(Composed, event.data)
    await connection.execute(
        sa.update(digest)
        .where(digest.c.stream == event.stream)
        .values(notices=len(composed.notices))
    )
    await connection.execute(
        sa.update(inbox_notice)
        .where(inbox_notice.c.notice.in_(composed.notices))
        .values(digest=event.stream)
    )
    for channel in composed.channels:
        await _outcome(connection, event, channel, Outcome.PENDING, 0)


async def _sent(connection: AsyncConnection, event: RecordedEvent) -> None:
    sent = from_json(Sent, event.data)
    await _outcome(connection, event, sent.channel, Outcome.SENT, sent.attempt)


async def _failed(connection: AsyncConnection, event: RecordedEvent) -> None:
    failed = from_json(Failed, event.data)
    await _outcome(connection, event, failed.channel, Outcome.PENDING, failed.attempt, failed.code)


async def _gave_up(connection: AsyncConnection, event: RecordedEvent) -> None:
    given_up = from_json(GaveUp, event.data)
    await _outcome(
        connection, event, given_up.channel, Outcome.GIVEN_UP, given_up.attempts, given_up.code
    )


async def _skipped(connection: AsyncConnection, event: RecordedEvent) -> None:
    skipped = from_json(Skipped, event.data)
    await _outcome(connection, event, skipped.channel, Outcome.SKIPPED, 0, skipped.reason)


async def _outcome(
    connection: AsyncConnection,
    event: RecordedEvent,
    channel: str,
    outcome: Outcome,
    attempts: int,
    code: str = "",
) -> None:
    values = {
        "outcome": outcome.value,
        "attempts": attempts,
        "code": code,
        "changed_at": event.occurred_at,
    }
    await connection.execute(
        insert(digest_channel)
        .values(stream=event.stream, channel=channel, **values)
        .on_conflict_do_update(index_elements=["stream", "channel"], set_=values)
    )


async def _read(connection: AsyncConnection, event: RecordedEvent) -> None:
    read = from_json(Read, event.data)
    await connection.execute(
        sa.update(inbox_notice)
        .where(
            inbox_notice.c.notice.in_(read.notices),
            inbox_notice.c.account == read.account,
            # The first reading counts: it is what an auditor asks for.
            inbox_notice.c.read_at.is_(None),
        )
        .values(read_at=event.occurred_at)
    )


_HANDLERS: dict[str, Callable[[AsyncConnection, RecordedEvent], Awaitable[None]]] = {
    Posted.type: _posted,
    Begun.type: _begun,
    Composed.type: _composed,
    Sent.type: _sent,
    Failed.type: _failed,
    GaveUp.type: _gave_up,
    Skipped.type: _skipped,
    Read.type: _read,
}
