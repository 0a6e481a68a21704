"""Fills in what a client need not know: account ids behind logins, units, who stands above them.

What is found out becomes part of the command and so of the fact; nothing is looked up later.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from models.account.roles import Role
from models.calendar import on_shanghai
from models.errors import InvalidInputError
from models.org_unit.kinds import UnitKind
from store.queries.accounts import account_by_login, home_unit
from store.queries.org_units import unit_by_code

_PERSONS = ("owner", "verifier")
# Unit of a person, by the person's field, per command.
_UNIT_OF_PERSON = {
    "issue": ("verifier", "verifier_unit"),
    "assign_verifier": ("verifier", "unit"),
}
# Unit whose superior the entity wants to know, per command.
_UNIT_BELOW = {"issue": "owner_unit", "transfer": "unit"}
# Who signs for a unit, by its kind.
_SECRETARIES = {
    UnitKind.COMMITTEE: Role.COMMITTEE_SECRETARY,
    UnitKind.GENERAL_BRANCH: Role.GB_SECRETARY,
    UnitKind.BRANCH: Role.BRANCH_SECRETARY,
}


async def filled_in(
    connection: AsyncConnection, command: str, data: Mapping[str, Any], committee: str
) -> dict[str, Any]:
    """The command's fields, complete.

    Raises:
        InvalidInputError: A login or a unit code does not exist; names the field.
    """
    filled = dict(data)
    today = on_shanghai(datetime.now(UTC))
    for field in _PERSONS:
        if filled.get(field):
            filled[field] = await _account(connection, str(filled[field]), field)
    await _fill_unit_of_person(connection, command, filled)
    await _fill_superior(connection, command, filled, today)
    if command == "issue":
        filled["committee"] = committee
    return filled


async def _account(connection: AsyncConnection, given: str, field: str) -> str:
    """Account id behind a login; an account id stays what it is."""
    account = await account_by_login(connection, given)
    if account is not None:
        return account
    if await home_unit(connection, given) is None:
        raise InvalidInputError("account_unknown", f"没有账号“{given}”，请核对登录名。", field)
    return given


async def _fill_unit_of_person(
    connection: AsyncConnection, command: str, filled: dict[str, Any]
) -> None:
    person, unit = _UNIT_OF_PERSON.get(command, ("", ""))
    if filled.get(person) and not filled.get(unit):
        filled[unit] = await home_unit(connection, str(filled[person])) or ""


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
    filled["secretary_role"] = _SECRETARIES[unit.kind].value
