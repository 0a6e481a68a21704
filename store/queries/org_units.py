"""The tree of units as it stood on any date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.org_unit.commands import OtherUnit
from models.org_unit.kinds import UnitKind, UnitTier
from store.people_tables import org_unit_span


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit during a span of days in which nothing about it changed.

    Attributes:
        valid_from: First day.
        valid_to: First day on which it was no longer so; None: it still is.
        merged_into: Successor, on the last span of a unit that was merged; else None.
    """

    code: str
    name: str
    kind: UnitKind
    parent: str
    tier: UnitTier | None
    leader_post: str
    location: str
    members_count: int | None
    valid_from: date
    valid_to: date | None
    merged_into: str | None


async def unit_by_code(connection: AsyncConnection, code: str, on: date) -> UnitRow | None:
    """The unit with a code as of a date; None when it did not exist on that day."""
    query = _standing(on).where(org_unit_span.c.code == code)
    row = (await connection.execute(query)).one_or_none()
    return _unit(row) if row else None


async def units_by_name(connection: AsyncConnection, name: str, on: date) -> Sequence[UnitRow]:
    """Units of exactly that name as of a date; usually one, but nothing forbids two."""
    query = _standing(on).where(org_unit_span.c.name == name.strip())
    return [_unit(row) for row in await connection.execute(query)]


async def unit_history(connection: AsyncConnection, code: str) -> Sequence[UnitRow]:
    """Every span of a unit, oldest first; empty when the code was never used."""
    query = (
        sa.select(org_unit_span)
        .where(org_unit_span.c.code == code)
        .order_by(org_unit_span.c.valid_from)
    )
    return [_unit(row) for row in await connection.execute(query)]


async def unit_tree(connection: AsyncConnection, on: date) -> Sequence[UnitRow]:
    """Every unit as of a date, by code."""
    return [_unit(row) for row in await connection.execute(_standing(on))]


async def subtree_codes(connection: AsyncConnection, code: str, on: date) -> frozenset[str]:
    """A unit's code and those of all units below it as of a date."""
    below: dict[str, list[str]] = {}
    for unit in await unit_tree(connection, on):
        below.setdefault(unit.parent, []).append(unit.code)
    found, waiting = set[str](), [code]
    while waiting:
        next_code = waiting.pop()
        if next_code not in found:
            found.add(next_code)
            waiting.extend(below.get(next_code, ()))
    return frozenset(found)


async def codes_above(connection: AsyncConnection, code: str, on: date) -> tuple[str, ...]:
    """Codes of the units above a unit as of a date, nearest first."""
    parents = {unit.code: unit.parent for unit in await unit_tree(connection, on)}
    above: list[str] = []
    while (code := parents.get(code, "")) and code not in above:
        above.append(code)
    return tuple(above)


async def general_branch_of(connection: AsyncConnection, code: str, on: date) -> str | None:
    """Code of the general branch that a unit belongs to; None directly under the committee."""
    unit = await unit_by_code(connection, code, on)
    while unit is not None and unit.kind is not UnitKind.GENERAL_BRANCH:
        unit = await unit_by_code(connection, unit.parent, on) if unit.parent else None
    return unit.code if unit else None


async def root_code(connection: AsyncConnection, on: date) -> str | None:
    """Code of the committee itself; None before it is registered."""
    query = _standing(on).where(org_unit_span.c.kind == UnitKind.COMMITTEE.value).limit(1)
    row = (await connection.execute(query)).one_or_none()
    return _unit(row).code if row else None


async def other_unit(connection: AsyncConnection, code: str, on: date) -> OtherUnit:
    """What the rules of one unit need to know of another as of a date."""
    unit = await unit_by_code(connection, code, on)
    if unit is None:
        return OtherUnit(code, UnitKind.BRANCH, is_active=False)
    return OtherUnit(code, unit.kind, True, await codes_above(connection, code, on))


def _standing(on: date) -> sa.Select[Any]:
    span = org_unit_span.c
    is_open = sa.or_(span.valid_to.is_(None), span.valid_to > on)
    return sa.select(org_unit_span).where(span.valid_from <= on, is_open).order_by(span.code)


def _unit(row: sa.Row[Any]) -> UnitRow:
    return UnitRow(
        code=row.code,
        name=row.name,
        kind=UnitKind(row.kind),
        parent=row.parent,
        tier=UnitTier(row.tier) if row.tier else None,
        leader_post=row.leader_post,
        location=row.location,
        members_count=row.members_count,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        merged_into=row.merged_into,
    )
