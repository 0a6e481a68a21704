"""Units of a whole year, each with its first and last day: what a plan of the year begins from."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.annual_plan.records import UnitRecord
from models.org_unit.kinds import UnitKind
from store.people_tables import org_unit_span


async def units_of_year(connection: AsyncConnection, year: int, on: date) -> list[UnitRecord]:
    """Every unit but the committee that exists on some day of a year, by code.

    Name, place and tier are those of the day, or the nearest known ones: the last of a unit that
    has ended, the first of one that is yet to begin.
    """
    span = org_unit_span.c
    rows = await connection.execute(
        sa.select(org_unit_span)
        .where(span.kind != UnitKind.COMMITTEE.value)
        .order_by(span.code, span.valid_from)
    )
    spans: dict[str, list[sa.Row[Any]]] = {}
    for row in rows:
        spans.setdefault(row.code, []).append(row)
    units = [_unit(those, on) for those in spans.values()]
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    return [
        unit
        for unit in units
        if unit.from_on < after and (unit.to_on is None or unit.to_on > first)
    ]


def _unit(spans: list[sa.Row[Any]], on: date) -> UnitRecord:
    begun = [span for span in spans if span.valid_from <= on]
    now, last = (begun or spans[:1])[-1], spans[-1]
    return UnitRecord(
        code=now.code,
        name=now.name,
        kind=now.kind,
        parent=now.parent,
        tier=now.tier or "direct",
        from_on=spans[0].valid_from,
        to_on=last.valid_to,
        merged_into=last.merged_into or "",
    )
