"""What passwords must be like."""

from __future__ import annotations

import pytest

from auth.passwords import check_strength, generate_password, hash_password, matches
from models.errors import InvalidInputError


@pytest.mark.parametrize(
    "password", ["Abcdef12", "abcdef1-", "ABCDEF1-", "密码Abcdefg", "a" * 126 + "A1"]
)
def test_eight_characters_of_three_classes_are_enough(password: str) -> None:
    check_strength(password, "login")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Abcde12", "password_length"),
        ("A1" + "a" * 127, "password_length"),
        ("abcdefgh1", "password_simple"),
        ("xSecretary1x", "password_has_login"),
    ],
)
def test_a_weak_password_is_refused(password: str, code: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        check_strength(password, "secretary")
    assert caught.value.code == code


def test_generated_passwords_keep_the_rules_and_differ() -> None:
    passwords = {generate_password("sysadmin") for _ in range(500)}
    assert len(passwords) == 500
    for password in passwords:
        check_strength(password, "sysadmin")
        assert password[0].isalnum()


async def test_a_hash_matches_its_password_only() -> None:
    password_hash = await hash_password("Correct-Horse-7")
    assert "Correct" not in password_hash
    assert await matches(password_hash, "Correct-Horse-7")
    assert not await matches(password_hash, "Correct-Horse-8")
    assert not await matches(None, "Correct-Horse-7")
    assert not await matches("no hash at all", "Correct-Horse-7")
