"""Every name that a unit goes or went by, for ledgers of other years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from store.people_tables import org_unit_span


@dataclass(frozen=True, slots=True)
class UnitNamesRow:
    """A unit with its last name, the unit last above it, and the names that it had before."""

    code: str
    name: str
    parent: str
    former_names: tuple[str, ...]


async def all_unit_names(connection: AsyncConnection) -> Sequence[UnitNamesRow]:
    """Every unit that ever stood, by code."""
    span = org_unit_span.c
    rows = await connection.execute(
        sa.select(span.code, span.name, span.parent).order_by(span.code, span.valid_from)
    )
    found: dict[str, UnitNamesRow] = {}
    for row in rows:
        earlier = found.get(row.code)
        names = (*earlier.former_names, earlier.name) if earlier else ()
        former = tuple(name for name in dict.fromkeys(names) if name != row.name)
        found[row.code] = UnitNamesRow(row.code, row.name, row.parent, former)
    return list(found.values())
