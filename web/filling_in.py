"""Fills in what a client need not know, or must not say: accounts, units, who stands above them.

What is found out becomes part of the command; nothing is looked up later.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from models.calendar import on_shanghai
from models.errors import InvalidInputError
from models.org_unit.secretaries import SECRETARIES
from models.rectification.commands import COMMANDS
from store.queries.accounts import home_unit
from store.queries.org_units import UnitRow, unit_by_code
from web.people_named import with_people

# Unit whose superior the entity wants to know, per command.
_UNIT_BELOW = {"issue": "owner_unit", "transfer": "unit"}


async def filled_in(
    connection: AsyncConnection, command: str, data: Mapping[str, Any], committee: str
) -> dict[str, Any]:
    """The fields of a command on an item, complete.

    Raises:
        InvalidInputError: A login or a unit code does not exist (any more); names the field.
    """
    today = on_shanghai(datetime.now(UTC))
    filled = await with_people(connection, COMMANDS[command], data, today)
    if command == "assign_verifier":
        filled["unit"] = await home_unit(connection, filled["verifier"])
    if field := _UNIT_BELOW.get(command):
        unit = await standing_unit(connection, str(filled[field]), today, field)
        filled |= above(unit)
    if command == "issue":
        filled["committee"] = committee
    return filled


async def standing_unit(connection: AsyncConnection, code: str, today: date, field: str) -> UnitRow:
    """The unit behind a code.

    Raises:
        InvalidInputError: There is none today; names the field.
    """
    unit = await unit_by_code(connection, code, today)
    if unit is None:
        raise InvalidInputError("unit_unknown", f"没有编码为“{code}”的现行单位。", field)
    return unit


def above(unit: UnitRow) -> dict[str, str]:
    """Who stands above a unit, and who leads it, as commands want to know it."""
    return {"parent_unit": unit.parent, "secretary_role": SECRETARIES[unit.kind].value}
