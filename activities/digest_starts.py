"""Sees to it that a digest is on its way for everyone who was told."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from activities.post_room import PostRoom, Starter
from models.digest.decider import digest_stream
from models.notice.events import Told
from models.notice.slots import Slot, slot_after
from models.policy import NoticeTerms
from wire.notices import DigestStart, DispatchRequest

_REMEMBERED_STARTS = 10_000


class DigestStarts:
    """Starts digests, and remembers those that it has started."""

    def __init__(self, room: PostRoom, starter: Starter) -> None:
        self._room = room
        self._starter = starter
        # On a morning with thousands of notices nearly all go to digests that wait already.
        self._started: set[str] = set()

    async def see_to(self, request: DispatchRequest, told: Sequence[Told], now: datetime) -> None:
        """Start the digest of everyone's slot, or of the next one when that is closed."""
        committee = request.stream.split("/", 1)[0]
        await asyncio.gather(
            *(
                self.start(
                    committee,
                    each.account,
                    Slot(each.slot, each.send_at),
                    request.terms,
                    now,
                    urgent=request.notify.urgent,
                )
                for each in told
            )
        )

    async def start(
        self,
        committee: str,
        account: str,
        slot: Slot,
        terms: NoticeTerms,
        now: datetime,
        *,
        urgent: bool,
    ) -> None:
        """Start a digest; the order of the two calls is what keeps a notice from being missed."""
        while True:
            stream = digest_stream(committee, account, slot.id)
            if stream not in self._started:
                start = DigestStart(account, slot.id, stream, slot.send_at, terms)
                await self._starter.start_digest(stream, start)
                self._remember(stream)
            if not await self._room.is_begun(stream):
                return
            slot = slot_after(slot, now, terms, urgent)

    def _remember(self, stream: str) -> None:
        if len(self._started) >= _REMEMBERED_STARTS:
            self._started.clear()
        self._started.add(stream)
