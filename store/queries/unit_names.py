"""Every name that a unit goes or went by, for ledgers of other years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.org_unit.kinds import UnitKind
from store.people_tables import org_unit_span


@dataclass(frozen=True, slots=True)
class UnitNamesRow:
    """A unit with its kind, last name, the unit last above it, and the names that it had before.

    Attributes:
        ended_on: First day on which it was no longer there; None while it has no last day.
        merged_into: Code of its successor; empty when there is none.
    """

    code: str
    name: str
    parent: str
    kind: UnitKind
    former_names: tuple[str, ...]
    ended_on: date | None = None
    merged_into: str = ""


async def all_unit_names(connection: AsyncConnection) -> Sequence[UnitNamesRow]:
    """Every unit that ever stood, by code."""
    span = org_unit_span.c
    columns = (span.code, span.name, span.parent, span.kind, span.valid_to, span.merged_into)
    rows = await connection.execute(sa.select(*columns).order_by(span.code, span.valid_from))
    found: dict[str, UnitNamesRow] = {}
    for row in rows:
        earlier = found.get(row.code)
        names = (*earlier.former_names, earlier.name) if earlier else ()
        former = tuple(name for name in dict.fromkeys(names) if name != row.name)
        found[row.code] = UnitNamesRow(
            row.code,
            row.name,
            row.parent,
            UnitKind(row.kind),
            former,
            row.valid_to,
            row.merged_into or "",
        )
    return list(found.values())
