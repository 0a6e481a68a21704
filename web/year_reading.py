"""Reading plans, reviews, common issues, bulletins and look-backs: only what the asker may see."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from models.facts import Actor
from models.overview import Overview
from models.year import OVERVIEWS
from store.queries.timeline import timeline
from store.queries.year import (
    YearEntry,
    YearFilter,
    entry_of,
    page_of,
    page_with_states,
    state_of,
)
from web.access import Sight, as_seen_by, not_found, reads_all, sight_of
from web.cursors import cursor_of, parts_of
from wire.messages import RecordedEvent

_STATES_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Seen:
    """One entity as somebody may see it.

    Attributes:
        entry: Its row in the store.
        overview: What lists show of it to this person.
        sight: How much of it is seen.
        state: Its state, with what is not for these eyes taken out; None in lists.
    """

    entry: YearEntry
    overview: Overview
    sight: Sight
    state: Any = None


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page of a list; `next` is None at the end."""

    rows: Sequence[Seen]
    next: str | None


async def visible_page(
    connection: AsyncConnection,
    actor: Actor,
    wanted: YearFilter,
    cursor: str | None,
    limit: int,
) -> SeenPage:
    """A page of what the actor may see of what is wanted, in the order of numbers."""
    after = parts_of(cursor, 1)[0] if cursor is not None else ""
    rows: list[Seen] = []
    async for seen in _all_seen(connection, actor, wanted, after, limit + 1):
        rows.append(seen)
        if len(rows) > limit:
            break
    more = cursor_of([rows[limit - 1].overview.number]) if len(rows) > limit else None
    return SeenPage(rows[:limit], more)


async def visible(
    connection: AsyncConnection,
    actor: Actor,
    stream: str,
    least: Sight = Sight.OUTLINE,
) -> Seen:
    """One entity.

    Args:
        connection: Where to read.
        actor: Who asks.
        stream: Its stream id.
        least: How much of it has to be visible for the question to make sense.

    Raises:
        NotFoundError: No such entity, or not for the actor's eyes.
    """
    _, entity, number = stream.split("/", 2)
    entry, state = await entry_of(connection, stream), await state_of(connection, stream)
    if entry is None or sight_of(actor, state) < least:
        raise not_found(entity, number)
    return _seen(actor, entry, state)


async def visible_facts(
    connection: AsyncConnection, actor: Actor, stream: str, after_version: int, limit: int
) -> Sequence[RecordedEvent]:
    """A page of an entity's facts, oldest first, for those who see it whole.

    Raises:
        NotFoundError: No such entity, or not wholly for the actor's eyes.
    """
    seen = await visible(connection, actor, stream, Sight.WHOLE)
    return await timeline(connection, seen.entry.stream, after_version, limit)


async def _all_seen(
    connection: AsyncConnection, actor: Actor, wanted: YearFilter, after: str, limit: int
) -> AsyncIterator[Seen]:
    if reads_all(actor):
        for entry in await page_of(connection, wanted, after, limit):
            yield Seen(entry, entry.overview, Sight.WHOLE)
        return
    # What a state is called may depend on whose eyes see it.
    stored = replace(wanted, states=())
    while page := await page_with_states(connection, stored, after, _STATES_AT_ONCE):
        for entry, state in page:
            after = entry.overview.number
            if sight_of(actor, state) is Sight.NOTHING:
                continue
            seen = _seen(actor, entry, state)
            if not wanted.states or seen.overview.state in wanted.states:
                yield replace(seen, state=None)


def _seen(actor: Actor, entry: YearEntry, state: Any) -> Seen:
    sight, shown = sight_of(actor, state), as_seen_by(actor, state)
    overview = OVERVIEWS[entry.entity](shown) or entry.overview
    if sight is Sight.OUTLINE:
        overview = replace(overview, due_on=None, level="")
    return Seen(entry, overview, sight, shown)
