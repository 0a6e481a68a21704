"""How the store is doing: backlog, promises that are late, counts, the calendar's reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.rectification.item_state import OPEN_STATES, ItemState
from store.ledger_table import ledger_item
from store.queries.terms import CalendarStatus, calendar_status
from store.roles import SEQUENCER_ROLE
from store.rollouts import count_behind, terms_for_open_items
from store.tables import entity_start, entity_timer, event, log_state, pending
from store.year_table import year_entry

_OPEN = [state.value for state in OPEN_STATES]


@dataclass(frozen=True, slots=True)
class OldestTimer:
    """The promise that should be kept first. Late by more than a moment: nobody keeps it."""

    stream: str
    next_clock_at: datetime


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """What `fupan status` shows of the store.

    Attributes:
        events_count: Facts in all streams.
        pending_count: Facts without a place in the global order; a few at most while a
            sequencer runs.
        pending_age_seconds: Age of the oldest of them; None when there is none.
        oldest_timer: None when nothing is promised.
        overdue_timers_count: Promises whose instant has passed.
        waiting_starts_count: Streams whose workflow has still to be started.
        failed_starts_count: Those of them whose start has failed; they are tried again.
        failed_start: The first of these; None when there is none.
        items_by_state: Number of items in each state that occurs.
        entries_open: Number of plans, reviews and so on that are not finished, by kind.
        overdue_items_count: Open items whose due day has passed.
        items_behind_count: Open items that do not live yet under the policy or calendar that
            was decided for them; none but during a rollout.
        calendar: Years that the working calendar knows and lacks.
    """

    events_count: int
    pending_count: int
    pending_age_seconds: float | None
    oldest_timer: OldestTimer | None
    overdue_timers_count: int
    waiting_starts_count: int
    failed_starts_count: int
    failed_start: str | None
    items_by_state: Mapping[ItemState, int]
    entries_open: Mapping[str, int]
    overdue_items_count: int
    items_behind_count: int
    calendar: CalendarStatus


async def store_status(connection: AsyncConnection, now: datetime, today: date) -> StoreStatus:
    """Everything at one glance; a handful of short queries.

    Args:
        connection: Any role that reads.
        now: Aware instant by which promises are late.
        today: Civil date by which items are overdue.
    """
    pending_count = await _count(connection, sa.select(sa.func.count()).select_from(pending))
    size = await _count(connection, sa.select(log_state.c.size))
    return StoreStatus(
        # Counting all facts would take longer the more there are.
        events_count=size + pending_count,
        pending_count=pending_count,
        pending_age_seconds=await _pending_age(connection),
        oldest_timer=await _oldest_timer(connection),
        overdue_timers_count=await _count(
            connection,
            sa.select(sa.func.count())
            .select_from(entity_timer)
            .where(entity_timer.c.next_clock_at < now),
        ),
        waiting_starts_count=await _count(
            connection, sa.select(sa.func.count()).select_from(entity_start)
        ),
        failed_starts_count=await _count(
            connection, sa.select(sa.func.count()).where(entity_start.c.failures > 0)
        ),
        failed_start=await connection.scalar(
            sa.select(entity_start.c.stream)
            .where(entity_start.c.failures > 0)
            .order_by(entity_start.c.position)
            .limit(1)
        ),
        items_by_state=await _items_by_state(connection),
        entries_open=await _entries_open(connection),
        overdue_items_count=await _count(
            connection,
            sa.select(sa.func.count())
            .select_from(ledger_item)
            .where(ledger_item.c.state.in_(_OPEN), ledger_item.c.due_key < today),
        ),
        items_behind_count=await count_behind(connection, await terms_for_open_items(connection)),
        calendar=await calendar_status(connection, today),
    )


async def is_sequencer_at_work(connection: AsyncConnection, patience_seconds: float) -> bool:
    """True when a sequencer is connected and no fact has waited for longer than that.

    Its connection is its sign of life: it holds one as long as it runs, and opens it anew.
    """
    connected = sa.text(
        "SELECT EXISTS (SELECT FROM pg_stat_activity"
        " WHERE datname = current_database() AND usename = :role)"
    )
    if not await connection.scalar(connected, {"role": SEQUENCER_ROLE}):
        return False
    return (await _pending_age(connection) or 0) <= patience_seconds


async def _count(connection: AsyncConnection, query: sa.Select[int]) -> int:
    return int(await connection.scalar(query) or 0)


async def _pending_age(connection: AsyncConnection) -> float | None:
    inserted_at: datetime | None = await connection.scalar(
        sa.select(event.c.inserted_at)
        .join(pending, pending.c.event_seq == event.c.event_seq)
        .order_by(pending.c.event_seq)
        .limit(1)
    )
    return None if inserted_at is None else (datetime.now(UTC) - inserted_at).total_seconds()


async def _oldest_timer(connection: AsyncConnection) -> OldestTimer | None:
    query = sa.select(entity_timer).order_by(entity_timer.c.next_clock_at).limit(1)
    row = (await connection.execute(query)).first()
    return OldestTimer(row.stream, row.next_clock_at) if row else None


async def _items_by_state(connection: AsyncConnection) -> Mapping[ItemState, int]:
    state = ledger_item.c.state
    rows = await connection.execute(sa.select(state, sa.func.count()).group_by(state))
    return {ItemState(name): count for name, count in rows}


async def _entries_open(connection: AsyncConnection) -> Mapping[str, int]:
    entity = year_entry.c.entity
    counted = sa.select(entity, sa.func.count().label("number")).where(~year_entry.c.is_finished)
    rows = await connection.execute(counted.group_by(entity))
    return {row.entity: row.number for row in rows}
