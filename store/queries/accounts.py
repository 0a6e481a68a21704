"""Who holds which post on which day, and as whom an account may act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.account.roles import Role
from models.account.rules import check_duties_apart
from models.account.state import Post
from models.errors import AccessDeniedError, NotFoundError, RuleRefusedError
from models.facts import Actor
from models.org_unit.kinds import UnitKind
from models.rectification.belonging import Belonging
from store.people_tables import account, account_delegation, account_post, account_profile
from store.queries.org_units import subtree_codes, unit_by_code


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account with its profile, for the pages of who manages accounts.

    Attributes:
        locked_until_at: None when not locked, or locked until someone unlocks it.
    """

    account: str
    login: str
    display_name: str
    email: str
    unit: str
    is_closed: bool
    is_locked: bool
    locked_until_at: datetime | None
    must_change_password: bool
    posts: tuple[Post, ...] = ()


async def actor_of(
    connection: AsyncConnection,
    account_id: str,
    on: date,
    *,
    unit: str = "",
    on_behalf_of: str = "",
) -> Actor:
    """The actor that an account is on a date.

    Args:
        connection: To the store.
        account_id: Who acts.
        on: Civil date of the act.
        unit: In which unit's posts it acts; empty: the unit it belongs to, or where it holds
            posts when it holds none there. Roles of other units never mix in.
        on_behalf_of: Account whose posts it uses by delegation; empty: its own.

    Raises:
        NotFoundError: No such account, or closed.
        AccessDeniedError: It holds no delegation of that account on that day.
    """
    own_home = await _home(connection, account_id)
    own_posts = await posts_on(connection, account_id, on)
    home, posts = own_home, own_posts
    if on_behalf_of:
        if not await _has_delegation(connection, on_behalf_of, account_id, on):
            raise AccessDeniedError("not_delegated", "您当日没有受该账号委托，不能代其办理。")
        home = await _home(connection, on_behalf_of)
        posts = await posts_on(connection, on_behalf_of, on)
        _check_duties_apart(own_posts, posts)
    acting = unit or _acting_unit(home, posts)
    both = (*own_posts, *posts)
    own_units = {own_home, home, *(post.unit for post in both)}
    return Actor(
        account=account_id,
        roles=tuple(sorted({post.role.value for post in posts if post.unit == acting})),
        unit=acting,
        units_in_charge=await _units_in_charge(connection, acting, on),
        on_behalf_of=on_behalf_of or None,
        own_units=tuple(sorted(own_units)),
        own_roles=tuple(sorted({post.role.value for post in both})),
        own_branches=await _branches_of(connection, own_units, on),
    )


async def belonging_of(connection: AsyncConnection, account_id: str, on: date) -> Belonging:
    """Where an account belongs on a date, by its unit and every post that it holds.

    Raises:
        NotFoundError: No such account, or closed.
    """
    own = await actor_of(connection, account_id, on)
    return Belonging(own.own_units, own.own_roles, own.own_branches)


async def posts_on(connection: AsyncConnection, account_id: str, on: date) -> Sequence[Post]:
    """Posts that an account holds on a date, by unit and role."""
    query = (
        sa.select(account_post)
        .where(account_post.c.account == account_id, *_holding(on))
        .order_by(account_post.c.unit, account_post.c.role)
    )
    return [_post(row) for row in await connection.execute(query)]


async def roles_from(
    connection: AsyncConnection, account_id: str, from_on: date, until_on: date
) -> tuple[Role, ...]:
    """Roles that an account holds on any day of a span, `until_on` exclusive."""
    posts = account_post.c
    query = (
        sa.select(posts.role)
        .distinct()
        .where(
            posts.account == account_id,
            posts.from_on < until_on,
            sa.or_(posts.until_on.is_(None), posts.until_on > from_on),
        )
    )
    return tuple(sorted(Role(role) for role in await connection.scalars(query)))


async def delegators_of(connection: AsyncConnection, account_id: str, on: date) -> tuple[str, ...]:
    """Accounts on whose behalf an account may act on a date."""
    given = account_delegation.c
    query = sa.select(given.account).where(
        given.to_account == account_id, given.from_on <= on, given.until_on > on
    )
    return tuple(sorted(set(await connection.scalars(query))))


async def account_by_login(connection: AsyncConnection, login: str) -> str | None:
    """Account id behind a login; None when there is none."""
    query = sa.select(account_profile.c.account).where(account_profile.c.login == login.lower())
    found: str | None = await connection.scalar(query)
    return found


async def home_unit(connection: AsyncConnection, account_id: str) -> str | None:
    """Unit that an account belongs to; None when there is no such account, or it is closed."""
    query = sa.select(account.c.unit).where(
        account.c.account == account_id, account.c.closed_at.is_(None)
    )
    found: str | None = await connection.scalar(query)
    return found


async def list_accounts(
    connection: AsyncConnection, on: date, *, unit: str = "", after: str = "", limit: int = 100
) -> Sequence[AccountRow]:
    """Accounts by login, each with the posts that it holds on a date.

    Args:
        connection: To the store.
        on: Civil date of the posts.
        unit: Only accounts of this unit and those below it; empty: all.
        after: Login after which the page starts; empty: the first page.
        limit: Most rows of a page.
    """
    query = (
        sa.select(account, *_PROFILE)
        .join_from(account, account_profile, account.c.account == account_profile.c.account)
        .where(account_profile.c.login > after)
        .order_by(account_profile.c.login)
        .limit(limit)
    )
    if unit:
        query = query.where(account.c.unit.in_(await subtree_codes(connection, unit, on)))
    rows = (await connection.execute(query)).all()
    posts = await _posts_of(connection, [row.account for row in rows], on)
    return [_account(row, posts.get(row.account, ())) for row in rows]


async def emails_of(connection: AsyncConnection, accounts: Sequence[str]) -> dict[str, str]:
    """E-mail addresses of the accounts that have one."""
    query = sa.select(account_profile.c.account, account_profile.c.email).where(
        account_profile.c.account.in_(accounts), account_profile.c.email != ""
    )
    return {row.account: row.email for row in await connection.execute(query)}


async def active_accounts(connection: AsyncConnection, accounts: Sequence[str]) -> frozenset[str]:
    """Those of the accounts that are not closed."""
    query = sa.select(account.c.account).where(
        account.c.account.in_(accounts), account.c.closed_at.is_(None)
    )
    return frozenset(await connection.scalars(query))


_PROFILE = (
    account_profile.c.login,
    account_profile.c.display_name,
    account_profile.c.email,
)


def _holding(on: date) -> tuple[sa.ColumnElement[bool], ...]:
    posts = account_post.c
    return posts.from_on <= on, sa.or_(posts.until_on.is_(None), posts.until_on > on)


async def _has_delegation(connection: AsyncConnection, giver: str, to: str, on: date) -> bool:
    return giver in await delegators_of(connection, to, on)


async def _home(connection: AsyncConnection, account_id: str) -> str:
    unit = await home_unit(connection, account_id)
    if unit is None:
        raise NotFoundError("account_unknown", "没有这个账号，或已经注销。")
    return unit


def _acting_unit(home: str, posts: Sequence[Post]) -> str:
    units = [post.unit for post in posts]
    return home if home in units or not units else units[0]


async def _units_in_charge(connection: AsyncConnection, code: str, on: date) -> tuple[str, ...]:
    """A general branch's branches; what the committee may do follows from roles, not from lists."""
    unit = await unit_by_code(connection, code, on)
    if unit is None or unit.kind is not UnitKind.GENERAL_BRANCH:
        return ()
    return tuple(sorted(await subtree_codes(connection, code, on) - {code}))


async def _branches_of(
    connection: AsyncConnection, units: Iterable[str], on: date
) -> tuple[str, ...]:
    below = [await _units_in_charge(connection, code, on) for code in sorted(units)]
    return tuple(sorted({code for codes in below for code in codes}))


def _check_duties_apart(own: Sequence[Post], lent: Sequence[Post]) -> None:
    """Posts may have changed since the delegation was given."""
    try:
        check_duties_apart([post.role for post in lent], [post.role for post in own])
    except RuleRefusedError as error:
        raise AccessDeniedError(error.code, f"{error.message}此项委托已不能使用。") from error


async def _posts_of(
    connection: AsyncConnection, accounts: Sequence[str], on: date
) -> dict[str, tuple[Post, ...]]:
    query = (
        sa.select(account_post)
        .where(account_post.c.account.in_(accounts), *_holding(on))
        .order_by(account_post.c.unit, account_post.c.role)
    )
    found: dict[str, tuple[Post, ...]] = {}
    for row in await connection.execute(query):
        found[row.account] = (*found.get(row.account, ()), _post(row))
    return found


def _post(row: sa.Row[Any]) -> Post:
    return Post(Role(row.role), row.unit, row.from_on, row.until_on)


def _account(row: sa.Row[Any], posts: tuple[Post, ...]) -> AccountRow:
    return AccountRow(
        account=row.account,
        login=row.login,
        display_name=row.display_name,
        email=row.email,
        unit=row.unit,
        is_closed=row.closed_at is not None,
        is_locked=row.is_locked,
        locked_until_at=row.locked_until_at,
        must_change_password=row.must_change_password,
        posts=posts,
    )
