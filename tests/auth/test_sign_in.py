"""Proving who one is: tokens, expiry, lockout, and nothing learnt by guessing."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from auth.accounts import Accounts, NewAccount
from auth.port import SignIn
from auth.sign_in import PasswordSignIn
from models.account.roles import Role
from models.calendar import on_shanghai
from models.errors import AccessDeniedError, RuleRefusedError
from models.facts import SYSTEM, Actor
from models.ids import stream_id
from models.org_unit.register_row import SINCE_ALWAYS
from models.sign_in.rules import number_for
from store.event_store import EventStore
from store.tables import event
from tests.auth.conftest import Clock

PASSWORD = "Correct-Horse-7"
MANAGER = Actor("a-manager", ("sys_admin",), "DW")


@pytest.fixture
async def secretary(accounts: Accounts) -> str:
    new = NewAccount(
        "Secretary-Z1", "Z1", (Role.GB_SECRETARY,), SINCE_ALWAYS, "总支书记", is_sample=True
    )
    return await accounts.open(new, PASSWORD, SYSTEM)


async def denied(sign_in: SignIn, login: str, password: str) -> str:
    with pytest.raises(AccessDeniedError) as caught:
        await sign_in.sign_in(login, password)
    return caught.value.code


async def expired(sign_in: SignIn, token: str) -> str:
    with pytest.raises(AccessDeniedError) as caught:
        await sign_in.actor_for(token)
    return caught.value.code


async def facts(engine: AsyncEngine, account: str, at: datetime) -> list[str]:
    stream = stream_id("dw", "sign_in", number_for(account, on_shanghai(at)))
    async with engine.connect() as connection:
        return [fact.type for fact in await EventStore().read(connection, stream)]


async def test_who_knows_the_password_becomes_the_actor(
    sign_in: PasswordSignIn, secretary: str
) -> None:
    signed_in = await sign_in.sign_in(" secretary-z1 ", PASSWORD)
    assert signed_in.account == secretary
    assert not signed_in.must_change_password
    actor = await sign_in.actor_for(signed_in.token)
    assert actor == Actor(
        secretary,
        ("gb_secretary",),
        "Z1",
        ("Z1-01",),
        own_units=("Z1",),
        own_roles=("gb_secretary",),
        own_branches=("Z1-01",),
    )


async def test_every_sign_in_and_failure_is_a_fact_without_personal_data(
    organization: AsyncEngine, sign_in: PasswordSignIn, secretary: str, clock: Clock
) -> None:
    await denied(sign_in, "secretary-z1", "wrong")
    signed_in = await sign_in.sign_in("secretary-z1", PASSWORD)
    await sign_in.sign_out(signed_in.token)
    assert await facts(organization, secretary, clock.at) == [
        "sign_in.failed",
        "sign_in.succeeded",
        "sign_in.ended",
    ]
    async with organization.connect() as connection:
        rows = (await connection.execute(sa.select(event.c.envelope, event.c.payload))).all()
    written = b"".join(row.envelope + row.payload for row in rows)
    for secret in (
        b"secretary-z1",
        PASSWORD.encode(),
        signed_in.token.encode(),
        "总支书记".encode(),
    ):
        assert secret not in written


async def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(
    organization: AsyncEngine, sign_in: PasswordSignIn, secretary: str, clock: Clock
) -> None:
    assert await denied(sign_in, "secretary-z1", "wrong") == "sign_in_failed"
    assert await denied(sign_in, "nobody", "wrong") == "sign_in_failed"
    assert await facts(organization, "unknown", clock.at) == ["sign_in.failed"]


async def test_five_failures_lock_a_login_for_a_quarter_of_an_hour(
    sign_in: PasswordSignIn, secretary: str, clock: Clock
) -> None:
    answers = [await denied(sign_in, "secretary-z1", "wrong") for _ in range(5)]
    assert answers == ["sign_in_failed"] * 4 + ["sign_in_locked"]
    assert await denied(sign_in, "secretary-z1", PASSWORD) == "sign_in_locked"
    clock.turn(minutes=14, seconds=59)
    assert await denied(sign_in, "secretary-z1", PASSWORD) == "sign_in_locked"
    clock.turn(seconds=1)
    assert await sign_in.sign_in("secretary-z1", PASSWORD)


async def test_an_unknown_login_locks_like_a_known_one(sign_in: PasswordSignIn) -> None:
    answers = [await denied(sign_in, "nobody", "wrong") for _ in range(5)]
    assert answers == ["sign_in_failed"] * 4 + ["sign_in_locked"]


async def test_guesses_in_parallel_are_counted_one_by_one(
    sign_in: PasswordSignIn, secretary: str
) -> None:
    guesses = [denied(sign_in, "secretary-z1", f"wrong-{n}") for n in range(12)]
    answers = await asyncio.gather(*guesses)
    assert answers.count("sign_in_failed") == 4


async def test_right_passwords_in_parallel_lock_nobody(
    sign_in: PasswordSignIn, secretary: str
) -> None:
    sessions = await asyncio.gather(*(sign_in.sign_in("secretary-z1", PASSWORD) for _ in range(12)))
    assert len({one.token for one in sessions}) == 12


async def test_a_success_and_time_make_failures_forgotten(
    sign_in: PasswordSignIn, secretary: str, clock: Clock
) -> None:
    for _ in range(4):
        await denied(sign_in, "secretary-z1", "wrong")
    await sign_in.sign_in("secretary-z1", PASSWORD)
    for _ in range(4):
        assert await denied(sign_in, "secretary-z1", "wrong") == "sign_in_failed"
    clock.turn(minutes=15)
    assert await denied(sign_in, "secretary-z1", "wrong") == "sign_in_failed"


async def test_a_session_ends_when_it_is_not_used(
    sign_in: PasswordSignIn, secretary: str, clock: Clock
) -> None:
    token = (await sign_in.sign_in("secretary-z1", PASSWORD)).token
    clock.turn(minutes=29)
    await sign_in.actor_for(token)
    clock.turn(minutes=29)
    await sign_in.actor_for(token)
    clock.turn(minutes=30)
    assert await expired(sign_in, token) == "session_expired"


async def test_a_session_ends_after_half_a_day_in_any_case(
    sign_in: PasswordSignIn, secretary: str, clock: Clock
) -> None:
    signed_in = await sign_in.sign_in("secretary-z1", PASSWORD)
    for _ in range(35):
        clock.turn(minutes=20)
        await sign_in.actor_for(signed_in.token)
    clock.turn(minutes=20)
    assert clock.at == signed_in.expires_at
    assert await expired(sign_in, signed_in.token) == "session_expired"


async def test_only_the_digest_of_a_token_is_stored(
    organization: AsyncEngine, sign_in: PasswordSignIn, secretary: str
) -> None:
    token = (await sign_in.sign_in("secretary-z1", PASSWORD)).token
    async with organization.connect() as connection:
        rows = (await connection.execute(sa.text("SELECT session::text FROM session"))).all()
    assert rows
    assert token not in str(rows)
    assert len(token) >= 43  # 256 bits in base64


async def test_a_token_that_nobody_was_given_is_refused(sign_in: PasswordSignIn) -> None:
    assert await expired(sign_in, "guessed") == "not_signed_in"


@pytest.mark.parametrize("ending", ["lock", "close", "reset", "sign_out"])
async def test_a_session_ends_with_lock_closing_new_password_and_sign_out(
    accounts: Accounts, sign_in: PasswordSignIn, secretary: str, ending: str
) -> None:
    token = (await sign_in.sign_in("secretary-z1", PASSWORD)).token
    if ending == "lock":
        await accounts.lock(secretary, "可疑登录", MANAGER)
    elif ending == "close":
        await accounts.close(secretary, "调离", MANAGER)
    elif ending == "reset":
        await accounts.reset_password(secretary, MANAGER)
    else:
        await sign_in.sign_out(token)
    assert await expired(sign_in, token) == "not_signed_in"


async def test_a_locked_account_signs_in_again_after_unlocking(
    accounts: Accounts, sign_in: PasswordSignIn, secretary: str
) -> None:
    for _ in range(5):
        await denied(sign_in, "secretary-z1", "wrong")
    await accounts.unlock(secretary, MANAGER)
    assert await sign_in.sign_in("secretary-z1", PASSWORD)
    await accounts.lock(secretary, "可疑登录", MANAGER)
    assert await denied(sign_in, "secretary-z1", PASSWORD) == "sign_in_locked"


async def test_a_closed_account_gets_the_same_answer_as_a_wrong_password(
    accounts: Accounts, sign_in: PasswordSignIn, secretary: str
) -> None:
    await accounts.close(secretary, "调离", MANAGER)
    assert await denied(sign_in, "secretary-z1", PASSWORD) == "sign_in_failed"


async def test_a_changed_password_replaces_the_generated_one(
    accounts: Accounts, sign_in: PasswordSignIn, secretary: str
) -> None:
    with pytest.raises(AccessDeniedError):
        await accounts.change_password(secretary, "wrong", "Another-Horse-8")
    await accounts.change_password(secretary, PASSWORD, "Another-Horse-8")
    signed_in = await sign_in.sign_in("secretary-z1", "Another-Horse-8")
    assert not signed_in.must_change_password
    assert await denied(sign_in, "secretary-z1", PASSWORD) == "sign_in_failed"


async def test_who_acts_for_another_has_the_others_posts_and_both_names(
    accounts: Accounts, sign_in: PasswordSignIn, secretary: str
) -> None:
    deputy = await accounts.open(
        NewAccount("deputy-d01", "D01", (Role.OWNER,), SINCE_ALWAYS, is_sample=True),
        PASSWORD,
        SYSTEM,
    )
    token = (await sign_in.sign_in("deputy-d01", PASSWORD)).token
    with pytest.raises(AccessDeniedError, match="委托"):
        await sign_in.actor_for(token, on_behalf_of=secretary)
    today = on_shanghai(datetime.now(UTC))
    await accounts.delegate(
        secretary, deputy, today, today.replace(year=today.year + 1, day=1), Actor(secretary)
    )
    actor = await sign_in.actor_for(token, on_behalf_of=secretary)
    assert (actor.account, actor.on_behalf_of) == (deputy, secretary)
    assert (actor.roles, actor.unit, actor.units_in_charge) == (("gb_secretary",), "Z1", ("Z1-01",))


async def test_a_login_is_taken_once(accounts: Accounts, secretary: str) -> None:
    new = NewAccount("secretary-z1", "D01", (), SINCE_ALWAYS)
    with pytest.raises(RuleRefusedError, match="已被使用"):
        await accounts.open(new, PASSWORD, SYSTEM)
