"""Login, name and address behind an account: personal data, outside the facts, erasable."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from store.people_tables import account_profile

_PROFILE = account_profile.c


@dataclass(frozen=True, slots=True)
class Profile:
    """Personal data of an account; `email` is empty when there is none."""

    account: str
    login: str
    display_name: str
    email: str


async def reserve_login(connection: AsyncConnection, profile: Profile) -> str:
    """Take a login for an account; tells whose it is: another's when it was taken before."""
    await connection.execute(
        insert(account_profile)
        .values(
            account=profile.account,
            login=profile.login,
            display_name=profile.display_name,
            email=profile.email,
        )
        .on_conflict_do_nothing(index_elements=["login"])
    )
    query = sa.select(_PROFILE.account).where(_PROFILE.login == profile.login)
    return str(await connection.scalar(query))


async def profile_of(connection: AsyncConnection, account_id: str) -> Profile | None:
    """Personal data of an account; None when there is none or it was erased."""
    query = sa.select(account_profile).where(_PROFILE.account == account_id)
    row = (await connection.execute(query)).one_or_none()
    return Profile(row.account, row.login, row.display_name, row.email) if row else None


async def logins_of(connection: AsyncConnection, accounts: Collection[str]) -> dict[str, str]:
    """Logins by account id, of those that are accounts."""
    query = sa.select(_PROFILE.account, _PROFILE.login).where(_PROFILE.account.in_(accounts))
    return {row.account: row.login for row in await connection.execute(query)}


async def correct_profile(
    connection: AsyncConnection, account_id: str, display_name: str, email: str
) -> None:
    """Replace name and address."""
    await connection.execute(
        sa.update(account_profile)
        .where(_PROFILE.account == account_id)
        .values(display_name=display_name, email=email)
    )
