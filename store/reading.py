"""Reading notices: a fact of its holder's inbox."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncEngine

from models.errors import NotFoundError, RuleRefusedError
from models.facts import Actor
from models.inbox.decider import INBOX, MarkRead, inbox_stream
from store.command_handler import handle
from store.queries.inbox import count_of, unread_among
from wire.codec import to_json
from wire.messages import CommandMessage


async def mark_read(
    engine: AsyncEngine, committee: str, actor: Actor, notices: Sequence[str], command_id: str
) -> int:
    """Record that the actor has seen notices; those seen before change nothing.

    Returns:
        How many became read now.

    Raises:
        NotFoundError: One of them does not stand in the actor's inbox.
        RuleRefusedError: A rule forbids it; the attempt is on record.
    """
    wanted = tuple(dict.fromkeys(notices))
    async with engine.connect() as connection:
        found = await count_of(connection, actor.account, wanted)
        unread = await unread_among(connection, actor.account, wanted)
    if found != len(wanted):
        raise NotFoundError("notice_unknown", "您的信箱中没有这条通知。")
    if not unread:
        return 0
    command = MarkRead(actor.account, unread)
    message = CommandMessage(command_id, MarkRead.name, to_json(command), actor)
    receipt = await handle(engine, INBOX, inbox_stream(committee, actor.account), message)
    if receipt.refusal is not None:
        raise RuleRefusedError(receipt.refusal.code, receipt.refusal.message)
    return len(unread)
