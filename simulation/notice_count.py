"""Who would be told: found by the real rules and the real roster, counted instead of posted.

A year has tens of thousands of notices. Posting each would cost more than everything else together
and say no more about who is told how often.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity

from models.calendar import on_shanghai
from models.notice.recipients import Post, Roster, posts_asked, resolve
from store.post_room import PostRoomStore
from wire.notices import DispatchRequest, DispatchResult


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with everyone who gets it."""

    at: datetime
    about: str
    kind: str
    accounts: tuple[str, ...]


class NoticeCount:
    """Stands in for the post room.

    Attributes:
        told: Every notice by stream and version of its fact, so that twice is once.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self.told: dict[tuple[str, int], Told] = {}
        self._room = PostRoomStore(engine)
        # Nobody changes posts in a simulation.
        self._rosters: dict[tuple[tuple[Post, ...], tuple[str, ...]], Roster] = {}

    def all(self) -> list[Callable[..., Any]]:
        """Everything that a worker has to register."""
        return [self.dispatch_notices]

    @activity.defn(name="dispatch_notices")
    async def dispatch_notices(self, request: DispatchRequest) -> DispatchResult:
        """Count everyone who would be told; vacant posts are told to their overseers."""
        recipients = request.notify.recipients
        posts = posts_asked(recipients)
        named = tuple(each.account for each in recipients if each.account is not None)
        found = resolve(recipients, await self._roster(posts, named, request.occurred_at))
        accounts = tuple(dict.fromkeys((*found.accounts, *found.overseers)))
        told = Told(request.occurred_at, request.stream, request.notify.kind, accounts)
        self.told.setdefault((request.stream, request.version), told)
        return DispatchResult(accounts, tuple(post.label for post in found.orphans))

    async def _roster(
        self, posts: tuple[Post, ...], named: tuple[str, ...], at: datetime
    ) -> Roster:
        key = (posts, named)
        if key not in self._rosters:
            self._rosters[key] = await self._room.roster(posts, named, on_shanghai(at))
        return self._rosters[key]
