"""What stands in a person's inbox, and what still waits to be sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.ids import entity_of, number_of
from models.notice.events import Told
from models.notice.view import NoticeView
from models.policy import Level
from store.inbox_tables import digest, digest_channel, inbox_notice
from store.people_tables import org_unit_span

_PAGE = 50
_rows = inbox_notice.c


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One notice in an inbox.

    Attributes:
        notice: What it says.
        about: Stream of the fact.
        about_version: Its version there.
        posted_at: Since when it stands in the inbox.
        read_at: When its holder saw it; None: not yet.
    """

    notice: NoticeView
    about: str
    about_version: int
    posted_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class InboxKey:
    """Where a page ends: the last row that it showed."""

    posted_at: datetime
    notice: str


@dataclass(frozen=True, slots=True)
class WaitingSlot:
    """A slot of one account for which a digest has still to be sent.

    Attributes:
        is_begun: True when the digest exists and has not come to its end; False when notices
            wait that no digest has taken.
    """

    account: str
    slot: str
    is_begun: bool


async def inbox_page(
    connection: AsyncConnection,
    account: str,
    *,
    unread_only: bool = False,
    after: InboxKey | None = None,
    limit: int = _PAGE,
) -> list[InboxRow]:
    """Notices of an account, newest first. The cost does not grow with the history.

    Args:
        connection: To the store.
        account: Whose inbox.
        unread_only: Leave out what was read.
        after: Last row of the page before; None: the first page.
        limit: Most rows of a page.
    """
    query = _select_named().where(_rows.account == account).order_by(*_NEWEST_FIRST).limit(limit)
    if unread_only:
        query = query.where(_rows.read_at.is_(None))
    if after is not None:
        same_moment = sa.and_(_rows.posted_at == after.posted_at, _rows.notice > after.notice)
        # The first condition alone is one that the index can start at.
        query = query.where(
            _rows.posted_at <= after.posted_at,
            sa.or_(_rows.posted_at < after.posted_at, same_moment),
        )
    return [_inbox_row(row) for row in await connection.execute(query)]


async def unread_by_level(connection: AsyncConnection, account: str) -> dict[str, int]:
    """How many notices are unread, by level; those without a level under an empty key."""
    query = (
        sa.select(sa.func.coalesce(_rows.level, "").label("level"), sa.func.count().label("many"))
        .where(_rows.account == account, _rows.read_at.is_(None))
        .group_by(_rows.level)
    )
    return {row.level: row.many for row in await connection.execute(query)}


async def unread_among(
    connection: AsyncConnection, account: str, notices: Sequence[str]
) -> tuple[str, ...]:
    """Those of the notices that are the account's and unread, sorted."""
    query = (
        sa.select(_rows.notice)
        .where(_rows.notice.in_(notices), _rows.account == account, _rows.read_at.is_(None))
        .order_by(_rows.notice)
    )
    return tuple(await connection.scalars(query))


async def count_of(connection: AsyncConnection, account: str, notices: Sequence[str]) -> int:
    """How many of the notices stand in the account's inbox."""
    query = (
        sa.select(sa.func.count())
        .select_from(inbox_notice)
        .where(_rows.notice.in_(notices), _rows.account == account)
    )
    return int(await connection.scalar(query) or 0)


async def told_of(connection: AsyncConnection, about: str, version: int) -> list[Told]:
    """Who was told of a fact, with the slots that were planned then."""
    query = (
        sa.select(_rows.account, _rows.notice, _rows.slot, _rows.send_at)
        .where(_rows.about == about, _rows.about_version == version)
        .order_by(_rows.account)
    )
    return [Told(*row) for row in await connection.execute(query)]


async def views_of(connection: AsyncConnection, notices: Sequence[str]) -> list[NoticeView]:
    """What these notices say."""
    query = _select_named().where(_rows.notice.in_(notices)).order_by(*_NEWEST_FIRST)
    return [_view(row) for row in await connection.execute(query)]


async def waiting_for(
    connection: AsyncConnection, account: str, until_at: datetime
) -> tuple[str, ...]:
    """Unread notices that no digest has taken and whose slot is not later than an instant."""
    query = (
        sa.select(_rows.notice)
        .where(
            _rows.account == account,
            _rows.digest.is_(None),
            _rows.read_at.is_(None),
            _rows.send_at <= until_at,
        )
        .order_by(_rows.posted_at, _rows.notice)
    )
    return tuple(await connection.scalars(query))


async def is_begun(connection: AsyncConnection, stream: str) -> bool:
    """True when a digest's slot is closed."""
    query = sa.select(digest.c.stream).where(digest.c.stream == stream)
    return await connection.scalar(query) is not None


async def waiting_slots(connection: AsyncConnection, limit: int = 1000) -> list[WaitingSlot]:
    """Slots for which a digest must be running; used to start them again after a loss."""
    untaken = (
        sa.select(_rows.account, _rows.slot, sa.false().label("is_begun"))
        .where(_rows.digest.is_(None), _rows.read_at.is_(None))
        .distinct()
    )
    unfinished = sa.select(digest.c.account, digest.c.slot, sa.true().label("is_begun")).where(
        sa.or_(
            digest.c.notices.is_(None),
            sa.exists().where(
                digest_channel.c.stream == digest.c.stream, digest_channel.c.outcome == "pending"
            ),
        )
    )
    both = sa.union_all(untaken, unfinished).limit(limit)
    return [WaitingSlot(*row) for row in await connection.execute(both)]


async def deliveries_by_outcome(connection: AsyncConnection) -> dict[tuple[str, str], int]:
    """How many digests stand at which outcome, by channel and outcome; for the health report."""
    query = sa.select(
        digest_channel.c.channel, digest_channel.c.outcome, sa.func.count().label("many")
    ).group_by(digest_channel.c.channel, digest_channel.c.outcome)
    return {(row.channel, row.outcome): row.many for row in await connection.execute(query)}


_NEWEST_FIRST = (_rows.posted_at.desc(), _rows.notice)


def _select_named() -> sa.Select[Any]:
    """Notices with the latest name of their unit."""
    span = org_unit_span
    name = (
        sa.select(span.c.name)
        .where(span.c.code == _rows.unit)
        .order_by(span.c.valid_from.desc())
        .limit(1)
        .scalar_subquery()
    )
    return sa.select(inbox_notice, name.label("unit_name"))


def _inbox_row(row: sa.Row[Any]) -> InboxRow:
    return InboxRow(_view(row), row.about, row.about_version, row.posted_at, row.read_at)


def _view(row: sa.Row[Any]) -> NoticeView:
    return NoticeView(
        id=row.notice,
        kind=row.kind,
        level=Level(row.level) if row.level else None,
        entity=entity_of(row.about),
        number=number_of(row.about),
        unit=row.unit_name or row.unit,
        due_on=row.due_on,
        vacant=tuple(row.vacant),
    )
