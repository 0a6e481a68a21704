"""Passwords: what they must be like, how they are made, and how they are kept."""

from __future__ import annotations

import asyncio
import secrets
import string
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models.errors import InvalidInputError

T = TypeVar("T")

MIN_CHARACTERS = 8
MAX_CHARACTERS = 128  # longer ones would only cost us computing time
MIN_CLASSES = 3
_GENERATED_CHARACTERS = 16
# Without characters that look alike on paper: 0 O o 1 l I.
_ALPHABET = "".join(
    character
    for character in string.ascii_letters + string.digits + "-_+="
    if character not in "0Oo1lI"
)
# OWASP's choice for argon2id: 19 MiB, 2 passes. About 25 ms on the machine of 2026.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# argon2 lets go of the interpreter while it computes; a few threads keep memory bounded, and the
# event loop free.
_THREADS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="password")


def check_strength(password: str, login: str) -> None:
    """Refuse a password that is short, simple or contains the login (GB/T 22239 身份鉴别).

    Raises:
        InvalidInputError: Says what is missing.
    """
    if not MIN_CHARACTERS <= len(password) <= MAX_CHARACTERS:
        raise InvalidInputError(
            "password_length", f"密码应为 {MIN_CHARACTERS}～{MAX_CHARACTERS} 个字符。", "password"
        )
    if _classes(password) < MIN_CLASSES:
        raise InvalidInputError(
            "password_simple",
            "密码应含大写字母、小写字母、数字、其他字符中的至少三类。",
            "password",
        )
    if login and login.lower() in password.lower():
        raise InvalidInputError("password_has_login", "密码不能包含登录名。", "password")


def generate_password(login: str) -> str:
    """A random password of about 90 bits that keeps the rules."""
    while True:
        password = "".join(secrets.choice(_ALPHABET) for _ in range(_GENERATED_CHARACTERS))
        has_login = login.lower() in password.lower()
        # A leading dash would be taken for an option on a command line.
        if password[0].isalnum() and _classes(password) >= MIN_CLASSES and not has_login:
            return password


async def hash_password(password: str) -> str:
    """Hash for storing, with its own salt and parameters in it."""
    return await _in_thread(partial(_HASHER.hash, password))


async def matches(password_hash: str | None, password: str) -> bool:
    """True when the password belongs to the hash; None stands for an unknown login.

    An unknown login costs as much time as a known one, so the time betrays nothing.
    """
    is_match = await _in_thread(partial(_verify, password_hash or _decoy(), password))
    return is_match and password_hash is not None


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password[: MAX_CHARACTERS + 1])
    except (VerificationError, InvalidHashError):
        return False


def _classes(password: str) -> int:
    kinds = (str.islower, str.isupper, str.isdigit)
    known = sum(any(kind(character) for character in password) for kind in kinds)
    others = any(not any(kind(character) for kind in kinds) for character in password)
    return known + others


@cache
def _decoy() -> str:
    return _HASHER.hash(secrets.token_urlsafe())


async def _in_thread(work: partial[T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(_THREADS, work)
