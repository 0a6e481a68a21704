"""What pages and commands read: tables that follow the facts in the same transaction.

A read model is a function that takes recorded events of one entity, oldest first, and brings its
tables up to them. It is registered here under the entity's name.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.ids import entity_of
from models.year import OVERVIEWS
from store import inbox_tables, ledger_table, people_tables, terms_tables, year_table
from store.read_models.account import follow_accounts
from store.read_models.inbox import follow_inbox
from store.read_models.ledger import follow_ledger
from store.read_models.org_unit import follow_org_units
from store.read_models.policy import follow_policy
from store.read_models.work_calendar import follow_work_calendar
from store.read_models.year import follow_year
from wire.messages import RecordedEvent

ReadModel = Callable[[AsyncConnection, Sequence[RecordedEvent]], Awaitable[None]]

READ_MODELS: Mapping[str, ReadModel] = {
    "account": follow_accounts,
    "digest": follow_inbox,
    "inbox": follow_inbox,
    "notice": follow_inbox,
    "org_unit": follow_org_units,
    "policy": follow_policy,
    "rectification": follow_ledger,
    "work_calendar": follow_work_calendar,
    **dict.fromkeys(OVERVIEWS, follow_year),
}

# Tables that hold nothing but what the facts say; they can be emptied and written again.
TABLES: Mapping[ReadModel, Sequence[sa.Table]] = {
    follow_accounts: (
        people_tables.account,
        people_tables.account_post,
        people_tables.account_delegation,
    ),
    follow_inbox: (inbox_tables.inbox_notice, inbox_tables.digest, inbox_tables.digest_channel),
    follow_ledger: (ledger_table.ledger_item,),
    follow_org_units: (people_tables.org_unit_span,),
    follow_policy: (terms_tables.policy_version,),
    follow_work_calendar: (terms_tables.work_calendar_year,),
    follow_year: (year_table.year_entry,),
}


async def apply(connection: AsyncConnection, events: Sequence[RecordedEvent]) -> None:
    """Bring every read model concerned up to these events, in the caller's transaction.

    A read model of several entities gets their events together, in the order given.
    """
    concerned: dict[ReadModel, list[RecordedEvent]] = {}
    for event in events:
        if (read_model := READ_MODELS.get(entity_of(event.stream))) is not None:
            concerned.setdefault(read_model, []).append(event)
    for read_model, its_events in concerned.items():
        await read_model(connection, its_events)
