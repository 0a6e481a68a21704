"""The store as the post room needs it: who is told, what waits, what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from models.digest.decider import DIGEST
from models.digest.state import Digest
from models.errors import InvalidInputError
from models.facts import SYSTEM, Command, Decider
from models.ids import entity_of
from models.inbox.decider import INBOX
from models.notice.decider import NOTICE
from models.notice.events import Told
from models.notice.recipients import Post, Roster
from models.notice.view import Brief, NoticeView
from store.command_handler import handle
from store.event_store import EventStore
from store.folding import fold
from store.ledger_table import ledger_item
from store.queries import accounts, inbox
from store.queries.rosters import rosters, without_holder_by_nature
from store.year_table import year_entry
from wire.codec import to_json
from wire.messages import CommandMessage

_DECIDERS: dict[str, Decider[Any, Any, Any]] = {
    NOTICE.entity: NOTICE,
    DIGEST.entity: DIGEST,
    INBOX.entity: INBOX,
}


class PostRoomStore:
    """Implements `activities.notices.PostRoom` on PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def roster(self, posts: Sequence[Post], named: Sequence[str], on: date) -> Roster:
        """Who holds these posts on a date, and which of the named accounts are still open."""
        async with self._engine.connect() as connection:
            return Roster(
                holders=await rosters(connection, posts, on),
                active=await accounts.active_accounts(connection, named),
                inapplicable=await without_holder_by_nature(connection, posts, on),
            )

    async def brief(self, stream: str, version: int) -> Brief:
        """Unit of the item, and the date that the fact itself names, else the item's own."""
        item = sa.select(
            ledger_item.c.owner_unit.label("unit"),
            sa.func.coalesce(ledger_item.c.extended_due_on, ledger_item.c.due_on).label("due_on"),
        ).where(ledger_item.c.stream == stream)
        entry = sa.select(year_entry.c.unit, year_entry.c.due_on).where(
            year_entry.c.stream == stream
        )
        async with self._engine.connect() as connection:
            facts = await EventStore().read(connection, stream, after_version=version - 1)
            row = (await connection.execute(item.union_all(entry))).one_or_none()
        named = facts[0].data.get("due_on") if facts else None
        return Brief(
            unit=row.unit if row else "",
            due_on=date.fromisoformat(named) if named else row.due_on if row else None,
        )

    async def execute(self, stream: str, step: str, command: Command) -> None:
        """Record what a command asks for; a step that stands already is left as it is."""
        message = CommandMessage(step, type(command).name, to_json(command), SYSTEM)
        try:
            await handle(self._engine, _DECIDERS[entity_of(stream)], stream, message)
        except InvalidInputError as error:
            # An earlier try was stored when the world looked different: what stands there counts.
            if error.code != "command_id_reused":
                raise

    async def told_of(self, about: str, version: int) -> Sequence[Told]:
        """Who was told of a fact."""
        async with self._engine.connect() as connection:
            return await inbox.told_of(connection, about, version)

    async def is_begun(self, stream: str) -> bool:
        """True when a digest's slot is closed."""
        async with self._engine.connect() as connection:
            return await inbox.is_begun(connection, stream)

    async def digest(self, stream: str) -> Digest:
        """A digest as far as it has come, from its facts."""
        async with self._engine.connect() as connection:
            facts = await EventStore().read(connection, stream)
        state: Digest = fold(DIGEST, facts)
        return state

    async def waiting_for(self, account: str, until_at: datetime) -> Sequence[str]:
        """Unread notices that no digest has taken and whose slot has come."""
        async with self._engine.connect() as connection:
            return await inbox.waiting_for(connection, account, until_at)

    async def views_of(self, notices: Sequence[str]) -> Sequence[NoticeView]:
        """What these notices say."""
        async with self._engine.connect() as connection:
            return await inbox.views_of(connection, notices)

    async def waiting_slots(self) -> Sequence[inbox.WaitingSlot]:
        """Slots for which a digest must be running."""
        async with self._engine.connect() as connection:
            return await inbox.waiting_slots(connection)

    async def count_of(self, account: str, notices: Sequence[str]) -> int:
        """How many of the notices stand in the account's inbox."""
        async with self._engine.connect() as connection:
            return await inbox.count_of(connection, account, notices)

    async def email_of(self, account: str) -> str | None:
        """The account's e-mail address; None when it has none."""
        async with self._engine.connect() as connection:
            return (await accounts.emails_of(connection, [account])).get(account)
