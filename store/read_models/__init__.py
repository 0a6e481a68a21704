"""What pages and commands read: tables that follow the facts in the same transaction.

A read model is a function that takes recorded events of one entity, oldest first, and brings its
tables up to them. It is registered here under the entity's name.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from models.ids import entity_of
from store.read_models.account import follow_accounts
from store.read_models.inbox import follow_inbox
from store.read_models.ledger import follow_ledger
from store.read_models.org_unit import follow_org_units
from store.read_models.policy import follow_policy
from store.read_models.work_calendar import follow_work_calendar
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
}


async def apply(connection: AsyncConnection, events: Sequence[RecordedEvent]) -> None:
    """Bring every read model concerned up to these events, in the caller's transaction."""
    for entity, read_model in READ_MODELS.items():
        concerned = [event for event in events if entity_of(event.stream) == entity]
        if concerned:
            await read_model(connection, concerned)
