"""Digests that must be running and are not, because Temporal's database was lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from activities.digest_starts import DigestStarts
from activities.post_room import PostRoom, Starter
from models.digest.decider import digest_stream
from models.notice.slots import slot_named
from models.policy import NoticeTerms
from store.queries.inbox import WaitingSlot
from wire.notices import DigestStart


class WaitingRoom(PostRoom, Protocol):
    """What a restart needs of the store."""

    async def waiting_slots(self) -> Sequence[WaitingSlot]:
        """Slots for which a digest must be running."""


async def restart_digests(
    room: WaitingRoom, starter: Starter, committee: str, terms: NoticeTerms, now: datetime
) -> int:
    """Start every digest that the facts ask for; those that run already are left alone.

    Safe at any time and on every start: ids are deterministic, and a slot that is closed is
    never sent twice. Slots that have passed are sent at once, outside the quiet hours.

    Returns:
        How many were asked for.
    """
    slots = await room.waiting_slots()
    starts = DigestStarts(room, starter)
    for waiting in slots:
        slot = slot_named(waiting.slot)
        if waiting.is_begun:
            stream = digest_stream(committee, waiting.account, slot.id)
            start = DigestStart(waiting.account, slot.id, stream, slot.send_at, terms)
            await starter.start_digest(stream, start)
        else:
            await starts.start(committee, waiting.account, slot, terms, now, urgent=False)
    return len(slots)
