"""Finds the people whom a command names: account ids behind logins, and where they belong.

Where a person belongs comes from the roster alone, for rules that keep duties apart rest on it.
Which fields name a person is told by the command's classes: beside each stands its belonging.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, get_args, get_type_hints

from sqlalchemy.ext.asyncio import AsyncConnection

from models.errors import InvalidInputError
from models.rectification.belonging import Belonging
from store.queries.accounts import account_by_login, belonging_of, home_unit
from wire.codec import to_json

_UNIT = "verifier_unit"


async def with_people(
    connection: AsyncConnection, kind: Any, data: Mapping[str, Any], today: date, where: str = ""
) -> dict[str, Any]:
    """The fields of a class, and of every class inside it, with accounts and belongings.

    An account id stays what it is; a belonging that the data brings along is overwritten.

    Args:
        connection: To the store.
        kind: The dataclass that the data describe.
        data: Its fields as JSON values, checked already.
        today: Civil date of the roster.
        where: Place of the data in the whole, for errors.

    Raises:
        InvalidInputError: A login does not exist (any more); names the field.
    """
    filled = dict(data)
    hints = get_type_hints(kind)
    for name, part in _parts(hints):
        if filled.get(name):
            place = f"{where}{name}"
            filled[name] = await _inside(connection, part, filled[name], today, place)
    for name, belonging in _persons(hints):
        if filled.get(name):
            account, unit = await _account(connection, str(filled[name]), f"{where}{name}")
            filled[name] = account
            filled[belonging] = to_json(await belonging_of(connection, account, today))
            if _UNIT in hints and _UNIT.startswith(name):
                filled[_UNIT] = unit
    return filled


async def _inside(
    connection: AsyncConnection, kind: Any, value: Any, today: date, where: str
) -> Any:
    if isinstance(value, Mapping):
        return await with_people(connection, kind, value, today, f"{where}.")
    return [
        await with_people(connection, kind, each, today, f"{where}.{place}.")
        for place, each in enumerate(value)
    ]


async def _account(connection: AsyncConnection, given: str, field: str) -> tuple[str, str]:
    account = await account_by_login(connection, given) or given
    unit = await home_unit(connection, account)
    if unit is None:
        message = f"没有账号“{given}”，或已经注销，请核对登录名。"
        raise InvalidInputError("account_unknown", message, field)
    return account, unit


def _persons(hints: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Fields that name a person, each with the field of its belonging."""
    for name, hint in hints.items():
        if hint is Belonging:
            yield name.removesuffix("belonging").rstrip("_") or "account", name


def _parts(hints: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Fields that hold one or several values of another class, each with that class."""
    for name, hint in hints.items():
        for part in (hint, *get_args(hint)):
            if dataclasses.is_dataclass(part) and part is not Belonging:
                yield name, part
