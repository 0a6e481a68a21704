"""Changing one's own password with a token: what counts, what ends, and what must come first."""

from __future__ import annotations

import pytest

from auth.accounts import Accounts, NewAccount
from auth.sign_in import PasswordSignIn
from models.account.roles import Role
from models.errors import AccessDeniedError, FupanError, InvalidInputError
from models.facts import SYSTEM
from models.org_unit.register_row import SINCE_ALWAYS

OLD, NEW = "Correct-Horse-7", "Another-Horse-8"


@pytest.fixture
async def secretary(accounts: Accounts) -> str:
    new = NewAccount("secretary-z1", "Z1", (Role.GB_SECRETARY,), SINCE_ALWAYS)
    return await accounts.open(new, OLD, SYSTEM)


async def token_of(sign_in: PasswordSignIn, password: str) -> str:
    return (await sign_in.sign_in("secretary-z1", password)).token


async def refused(sign_in: PasswordSignIn, token: str, old: str, new: str = NEW) -> str:
    with pytest.raises(FupanError) as caught:
        await sign_in.change_password(token, old, new)
    return caught.value.code


async def test_a_made_password_has_to_be_changed_before_anything_else(
    sign_in: PasswordSignIn, secretary: str
) -> None:
    token = await token_of(sign_in, OLD)
    with pytest.raises(AccessDeniedError) as caught:
        await sign_in.actor_for(token)
    assert caught.value.code == "password_initial"
    await sign_in.change_password(token, OLD, NEW)
    assert (await sign_in.actor_for(token)).account == secretary


async def test_all_other_sessions_end(sign_in: PasswordSignIn, secretary: str) -> None:
    other, own = [await token_of(sign_in, OLD) for _ in range(2)]
    await sign_in.change_password(own, OLD, NEW)
    assert await sign_in.actor_for(own)
    with pytest.raises(AccessDeniedError) as caught:
        await sign_in.actor_for(other)
    assert caught.value.code == "not_signed_in"
    assert await token_of(sign_in, NEW)
    with pytest.raises(AccessDeniedError):
        await token_of(sign_in, OLD)


async def test_wrong_guesses_of_the_old_password_lock_the_login(
    sign_in: PasswordSignIn, secretary: str
) -> None:
    token = await token_of(sign_in, OLD)
    codes = [await refused(sign_in, token, "wrong") for _ in range(5)]
    assert codes == ["password_wrong"] * 4 + ["sign_in_locked"]
    assert await refused(sign_in, token, OLD) == "sign_in_locked"
    with pytest.raises(AccessDeniedError) as caught:
        await token_of(sign_in, OLD)
    assert caught.value.code == "sign_in_locked"


async def test_a_weak_or_equal_password_changes_nothing(
    sign_in: PasswordSignIn, secretary: str
) -> None:
    token = await token_of(sign_in, OLD)
    assert await refused(sign_in, token, OLD, "short") == "password_length"
    assert await refused(sign_in, token, OLD, OLD) == "password_same"
    assert await token_of(sign_in, OLD)


async def test_a_token_that_is_no_good_changes_nothing(
    sign_in: PasswordSignIn, secretary: str
) -> None:
    assert await refused(sign_in, "made-up", OLD) == "not_signed_in"


async def test_the_field_at_fault_is_named(sign_in: PasswordSignIn, secretary: str) -> None:
    token = await token_of(sign_in, OLD)
    with pytest.raises(InvalidInputError) as caught:
        await sign_in.change_password(token, OLD, "short")
    assert caught.value.field == "password"
