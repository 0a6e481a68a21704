"""Who holds which posts on a day, for any number of posts in a handful of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.account.roles import Role
from models.notice.recipients import Post
from models.org_unit.kinds import UnitKind
from store.people_tables import account, account_delegation, account_post, org_unit_span
from store.queries.org_units import root_code

# Unit with its kind, itself first and then the units above it, nearest first.
_Line = list[tuple[str, UnitKind]]

_DEEPEST = 20  # a faulty register may hold a circle


async def rosters(
    connection: AsyncConnection, posts: Sequence[Post], on: date
) -> Mapping[Post, tuple[str, ...]]:
    """Accounts to be told when these posts are meant, on a date; each sorted.

    The nearest unit that has a holder counts, from the unit itself upwards: a branch's
    `gb_secretary` is its general branch's, its `org_officer` the committee's. Those who act for
    a holder on that day are told too. An empty unit means the committee's own.
    """
    root = await root_code(connection, on) or ""
    units = {post: post.unit or root for post in posts}
    lines = await _lines(connection, units.values(), on)
    # A unit that has ended keeps the holders of its posts, but nobody stands above it any more.
    lines |= {unit: [(unit, UnitKind.BRANCH)] for unit, line in lines.items() if not line}
    holders = await _holders(connection, posts, lines, on)
    delegates = await _delegates(connection, holders, on)
    return {post: _told(post.role, lines[unit], holders, delegates) for post, unit in units.items()}


async def without_holder_by_nature(
    connection: AsyncConnection, posts: Sequence[Post], on: date
) -> frozenset[Post]:
    """Posts that cannot exist: a branch directly under the committee has no general branch."""
    asked = [post for post in posts if post.role == Role.GB_SECRETARY and post.unit]
    lines = await _lines(connection, {post.unit for post in asked}, on)
    return frozenset(
        post
        for post in asked
        if lines[post.unit]
        and not any(kind is UnitKind.GENERAL_BRANCH for _, kind in lines[post.unit])
    )


async def _lines(connection: AsyncConnection, units: Iterable[str], on: date) -> dict[str, _Line]:
    """Every unit with those above it; nothing for one that does not stand on that day."""
    asked = sorted(set(units))
    span = org_unit_span.c
    stands = sa.and_(span.valid_from <= on, sa.or_(span.valid_to.is_(None), span.valid_to > on))
    line = (
        sa.select(
            span.code.label("start"),
            span.code,
            span.parent,
            span.kind,
            sa.literal(0).label("height"),
        )
        .where(stands, span.code.in_(asked))
        .cte("line", recursive=True)
    )
    above = (
        sa.select(line.c.start, span.code, span.parent, span.kind, line.c.height + 1)
        .join(line, line.c.parent == span.code)
        .where(stands, line.c.height < _DEEPEST)
    )
    line = line.union_all(above)
    found: dict[str, _Line] = {unit: [] for unit in asked}
    for row in await connection.execute(sa.select(line).order_by(line.c.start, line.c.height)):
        found[row.start].append((row.code, UnitKind(row.kind)))
    return found


async def _holders(
    connection: AsyncConnection, posts: Sequence[Post], lines: Mapping[str, _Line], on: date
) -> dict[tuple[str, str], set[str]]:
    """Accounts by role and unit, of every unit that may count."""
    held = account_post.c
    units = sorted({code for line in lines.values() for code, _ in line})
    query = (
        sa.select(held.role, held.unit, held.account)
        .join(account, account.c.account == held.account)
        .where(
            held.role.in_(sorted({post.role for post in posts})),
            held.unit.in_(units),
            held.from_on <= on,
            sa.or_(held.until_on.is_(None), held.until_on > on),
            account.c.closed_at.is_(None),
        )
    )
    found: dict[tuple[str, str], set[str]] = {}
    for row in await connection.execute(query):
        found.setdefault((row.role, row.unit), set()).add(row.account)
    return found


async def _delegates(
    connection: AsyncConnection, holders: Mapping[tuple[str, str], set[str]], on: date
) -> dict[str, set[str]]:
    """Who acts for whom on that day."""
    given = account_delegation.c
    query = (
        sa.select(given.account, given.to_account)
        .join(account, account.c.account == given.to_account)
        .where(
            given.account.in_(sorted({each for accounts in holders.values() for each in accounts})),
            given.from_on <= on,
            given.until_on > on,
            account.c.closed_at.is_(None),
        )
    )
    found: dict[str, set[str]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.account, set()).add(row.to_account)
    return found


def _told(
    role: str,
    line: _Line,
    holders: Mapping[tuple[str, str], set[str]],
    delegates: Mapping[str, set[str]],
) -> tuple[str, ...]:
    for code, _ in line:
        if own := holders.get((role, code)):
            acting = {each for holder in own for each in delegates.get(holder, ())}
            return tuple(sorted(own | acting))
    return ()
