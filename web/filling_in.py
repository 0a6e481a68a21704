"""Fills in what a client need not know, or must not say: accounts, units, who stands above them.

What is found out becomes part of the command; nothing is looked up later. Where a named person
belongs comes from the roster alone, for rules that keep duties apart rest on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from models.calendar import on_shanghai
from models.errors import InvalidInputError
from models.org_unit.secretaries import SECRETARIES
from store.queries.accounts import account_by_login, belonging_of, home_unit
from store.queries.org_units import unit_by_code
from wire.codec import to_json

_PERSONS = ("owner", "verifier")
# Field for the unit of a named verifier, per command.
_VERIFIER_UNIT = {"issue": "verifier_unit", "assign_verifier": "unit"}
# Unit whose superior the entity wants to know, per command.
_UNIT_BELOW = {"issue": "owner_unit", "transfer": "unit"}


async def filled_in(
    connection: AsyncConnection, command: str, data: Mapping[str, Any], committee: str
) -> dict[str, Any]:
    """The command's fields, complete.

    Raises:
        InvalidInputError: A login or a unit code does not exist (any more); names the field.
    """
    filled = dict(data)
    today = on_shanghai(datetime.now(UTC))
    for person in _PERSONS:
        if filled.get(person):
            await _fill_person(connection, command, filled, person, today)
    await _fill_superior(connection, command, filled, today)
    if command == "issue":
        filled["committee"] = committee
    return filled


async def _fill_person(
    connection: AsyncConnection, command: str, filled: dict[str, Any], person: str, today: date
) -> None:
    """Account id behind a login, and where the account belongs; an account id stays what it is."""
    given = str(filled[person])
    account = await account_by_login(connection, given) or given
    unit = await home_unit(connection, account)
    if unit is None:
        message = f"没有账号“{given}”，或已经注销，请核对登录名。"
        raise InvalidInputError("account_unknown", message, person)
    filled[person] = account
    filled[f"{person}_belonging"] = to_json(await belonging_of(connection, account, today))
    if person == "verifier":
        filled[_VERIFIER_UNIT[command]] = unit


async def _fill_superior(
    connection: AsyncConnection, command: str, filled: dict[str, Any], today: date
) -> None:
    field = _UNIT_BELOW.get(command)
    if field is None:
        return
    code = str(filled[field])
    unit = await unit_by_code(connection, code, today)
    if unit is None:
        raise InvalidInputError("unit_unknown", f"没有编码为“{code}”的现行单位。", field)
    filled["parent_unit"] = unit.parent
    filled["secretary_role"] = SECRETARIES[unit.kind].value
