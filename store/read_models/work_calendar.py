"""What each version of the calendar brought, year by year."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.work_calendar.events import EVENTS, YearsAnnounced
from store.terms_tables import work_calendar_year
from wire.codec import from_json
from wire.messages import RecordedEvent


async def follow_work_calendar(
    connection: AsyncConnection, events: Sequence[RecordedEvent]
) -> None:
    """Bring the years up to these facts."""
    for recorded in events:
        event = from_json(EVENTS[recorded.type], recorded.data)
        if isinstance(event, YearsAnnounced):
            await connection.execute(sa.insert(work_calendar_year), _rows(event, recorded))


def _rows(event: YearsAnnounced, recorded: RecordedEvent) -> list[dict[str, object]]:
    return [
        {
            "version": event.version,
            "year": table.year,
            "holidays": list(table.holidays),
            "make_up_workdays": list(table.make_up_workdays),
            "source": table.source,
            "imported_at": recorded.occurred_at,
        }
        for table in event.years
    ]
