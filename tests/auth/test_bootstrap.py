"""The first accounts: made on the spot, told once, never made twice."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from auth.bootstrap import create_first_accounts, create_sample_accounts
from auth.credentials import read_credentials, write_credentials
from auth.passwords import check_strength
from auth.sign_in import PasswordSignIn
from models.calendar import on_shanghai
from models.notice.recipients import Post
from store.queries.accounts import list_accounts
from store.queries.rosters import rosters

TODAY = on_shanghai(datetime.now(UTC))


async def test_three_administrators_are_made_with_passwords_of_their_own(
    organization: AsyncEngine, sign_in: PasswordSignIn, tmp_path: Path
) -> None:
    credentials = await create_first_accounts(organization, "dw", tmp_path)
    assert [one.login for one in credentials] == ["sysadmin", "secadmin", "auditadmin"]
    assert len({one.password for one in credentials}) == 3
    for one in credentials:
        check_strength(one.password, one.login)
        signed_in = await sign_in.sign_in(one.login, one.password)
        assert signed_in.must_change_password
        actor = await sign_in.actor_for(signed_in.token, is_initial_password_enough=True)
        assert (actor.account, list(actor.roles)) == (one.account, one.roles)
        assert signed_in.must_change_password


async def test_the_file_can_be_read_by_its_owner_only(
    organization: AsyncEngine, tmp_path: Path
) -> None:
    credentials = await create_first_accounts(organization, "dw", tmp_path)
    path = tmp_path / "credentials.json"
    assert path.stat().st_mode & 0o777 == 0o600
    entry = json.loads(path.read_text())["accounts"][0]
    assert entry == {
        "login": "sysadmin",
        "password": credentials[0].password,
        "account": credentials[0].account,
        "roles": ["sys_admin"],
        "unit": "DW",
    }


async def test_a_second_start_makes_nothing_new(organization: AsyncEngine, tmp_path: Path) -> None:
    first = await create_first_accounts(organization, "dw", tmp_path)
    assert await create_first_accounts(organization, "dw", tmp_path) == first


async def test_a_start_after_a_crash_makes_what_is_missing(
    organization: AsyncEngine, sign_in: PasswordSignIn, tmp_path: Path
) -> None:
    first = await create_first_accounts(organization, "dw", tmp_path)
    write_credentials(tmp_path, [])  # a crash before the file told any account's id
    async with organization.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM account_secret")
    again = await create_first_accounts(organization, "dw", tmp_path)
    assert [one.account for one in again] == [one.account for one in first]
    assert await sign_in.sign_in("sysadmin", again[0].password)


async def test_every_post_of_the_sample_has_its_own_account(
    organization: AsyncEngine, tmp_path: Path
) -> None:
    await create_first_accounts(organization, "dw", tmp_path)
    credentials = await create_sample_accounts(organization, "dw", tmp_path)
    assert credentials[0].login == "sysadmin"
    assert read_credentials(tmp_path) == credentials
    assert len({one.password for one in credentials}) == len(credentials)
    logins = {one.login for one in credentials}
    assert {"secretary-Z1-01", "owner-Z1-01", "secretary-D01", "verifier2"} <= logins


async def test_a_notice_finds_the_nearest_holder_upwards(
    organization: AsyncEngine, tmp_path: Path
) -> None:
    made = await create_sample_accounts(organization, "dw", tmp_path)
    by_login = {one.login: one.account for one in made}

    async def told(role: str, unit: str, on: date = TODAY) -> set[str]:
        async with organization.connect() as connection:
            post = Post(role, unit)
            return set((await rosters(connection, [post], on))[post])

    assert await told("branch_secretary", "Z1-01") == {by_login["secretary-Z1-01"]}
    assert await told("gb_secretary", "Z1-01") == {by_login["secretary-Z1"]}
    assert await told("gb_secretary", "D01") == set()
    assert await told("org_head", "") == {by_login["orghead"]}
    both = {by_login["orgofficer1"], by_login["orgofficer2"]}
    assert await told("org_officer", "Z1-01") == both
    assert await told("branch_secretary", "Z1") == set()


async def test_accounts_are_listed_by_page_and_by_unit(
    organization: AsyncEngine, tmp_path: Path
) -> None:
    made = await create_sample_accounts(organization, "dw", tmp_path)
    async with organization.connect() as connection:
        page = await list_accounts(connection, TODAY, limit=5)
        rest = await list_accounts(connection, TODAY, after=page[-1].login)
        below = await list_accounts(connection, TODAY, unit="Z1")
    assert sorted(one.login.lower() for one in made) == [row.login for row in (*page, *rest)]
    assert [row.login for row in below] == [
        "owner-z1",
        "owner-z1-01",
        "secretary-z1",
        "secretary-z1-01",
    ]
    assert [post.role.value for post in below[2].posts] == ["gb_secretary"]
