"""An act for another person rests on one post of that person, but both persons count."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auth.accounts import Accounts, NewAccount
from auth.sign_in import PasswordSignIn
from models.account.commands import GrantPost
from models.account.roles import Role
from models.calendar import on_shanghai
from models.errors import AccessDeniedError
from models.facts import SYSTEM, Actor
from models.org_unit.register_row import SINCE_ALWAYS
from tests.auth.conftest import Clock

PASSWORD = "Correct-Horse-7"


@pytest.fixture
async def giver(accounts: Accounts) -> str:
    """Secretary of a branch who verifies for the committee as well."""
    new = NewAccount("giver", "DW", (Role.VERIFIER,), SINCE_ALWAYS, is_sample=True)
    account = await accounts.open(new, PASSWORD, SYSTEM)
    await accounts.grant(account, GrantPost(Role.GB_SECRETARY, "Z1", SINCE_ALWAYS), SYSTEM)
    return account


@pytest.fixture
async def taker(accounts: Accounts, giver: str, clock: Clock) -> str:
    """Somebody without a post who stands in for the giver this week."""
    account = await accounts.open(
        NewAccount("taker", "D01", (), SINCE_ALWAYS, is_sample=True), PASSWORD, SYSTEM
    )
    today = on_shanghai(clock.at)
    await accounts.delegate(giver, account, today, today + timedelta(days=7), Actor(giver))
    return account


async def test_the_units_and_posts_of_both_count(
    sign_in: PasswordSignIn, giver: str, taker: str
) -> None:
    token = (await sign_in.sign_in("taker", PASSWORD)).token
    actor = await sign_in.actor_for(token, unit="DW", on_behalf_of=giver)
    assert actor.roles == ("verifier",)
    assert actor.own_units == ("D01", "DW", "Z1")
    assert actor.own_roles == ("gb_secretary", "verifier")
    assert actor.own_branches == ("Z1-01",)


async def test_a_post_of_another_duty_ends_the_use_of_a_delegation(
    accounts: Accounts, sign_in: PasswordSignIn, giver: str, taker: str
) -> None:
    await accounts.grant(taker, GrantPost(Role.AUDITOR, "DW", SINCE_ALWAYS), SYSTEM)
    token = (await sign_in.sign_in("taker", PASSWORD)).token
    with pytest.raises(AccessDeniedError) as caught:
        await sign_in.actor_for(token, on_behalf_of=giver)
    assert caught.value.code == "duties_mixed"
