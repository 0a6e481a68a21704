"""Fills in what a client need not know, or must not say, of a command in a room of the year."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from models.calendar import on_shanghai
from models.errors import InvalidInputError
from models.ids import stream_id
from models.org_unit.kinds import UnitTier
from models.review.state import ReviewState
from models.rooms import DECIDERS
from store.queries.org_units import general_branch_of, subtree_codes
from store.queries.year import state_of
from web.command_forms import REVIEW
from web.desk import Asked
from web.filling_in import above, standing_unit
from web.people_named import with_people


async def filled_for_year(
    connection: AsyncConnection, asked: Asked, committee: str
) -> dict[str, Any]:
    """The command's fields, complete but for a number to be drawn.

    Raises:
        InvalidInputError: A login or a unit code does not exist (any more); names the field.
    """
    today = on_shanghai(datetime.now(UTC))
    kind = DECIDERS[asked.entity].commands[asked.command]
    filled = await with_people(connection, kind, asked.data, today)
    match asked.entity, asked.command:
        case "annual_plan", "begin":
            return {**filled, "committee": committee, "year": _year(asked.number)}
        case "review", "plan":
            unit = await standing_unit(connection, str(filled["unit"]), today, "unit")
            tier = unit.tier or UnitTier.DIRECT
            known = {"unit_name": unit.name, "tier": tier.value, "committee": committee}
            return {**filled, **known, **above(unit)}
        case "review", "appoint_team":
            return {**filled, "kin": await _kin(connection, committee, asked.number)}
    return filled


def number_wanted(asked: Asked) -> str:
    """The first number to try for something that has none yet: year, month and unit."""
    return f"{asked.data['month']}-{asked.data['unit']}"


async def _kin(connection: AsyncConnection, committee: str, number: str) -> list[str]:
    """Units of the reviewed unit's general branch; none where there is no such branch."""
    state = await state_of(connection, stream_id(committee, REVIEW, number))
    if not isinstance(state, ReviewState):
        return []
    today = on_shanghai(datetime.now(UTC))
    branch = await general_branch_of(connection, state.unit, today)
    return sorted(await subtree_codes(connection, branch, today)) if branch else []


def _year(number: str) -> int:
    if not (number.isascii() and number.isdecimal()):
        raise InvalidInputError("bad_number", "年度计划的编号就是年度，如 2026。", "number")
    return int(number)
