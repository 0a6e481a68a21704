"""Which units a year has, and how weak each of them is, for an annual plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from models.annual_plan.records import UnitRecord
from models.calendar import on_shanghai
from models.ids import number_of, stream_id
from store.queries.unit_weakness import Weakness, weakness_by_unit
from store.queries.unit_years import units_of_year
from store.queries.year import state_of, states_of
from wire.codec import to_json
from wire.starts import CommandOrder

_REBOUND_YEARS = 2
_YEARS_READ = 3


class RegisterUnits:
    """Gatherer `register_units`: `units`, every unit of the plan's year as of the order's day."""

    def __init__(self, engine: AsyncEngine, committee: str) -> None:
        self._engine = engine
        self._committee = committee

    async def __call__(self, order: CommandOrder) -> Mapping[str, Any]:
        """Units with their spans, last coverage and weaknesses."""
        today = on_shanghai(order.occurred_at or datetime.now(UTC))
        year = int(number_of(order.stream))
        async with self._engine.connect() as connection:
            units = await units_of_year(connection, year, today)
            weakness = await weakness_by_unit(connection, date(today.year - _REBOUND_YEARS, 1, 1))
            covered = await self._last_covered(connection, year, today)
        return {"units": [to_json(_record(unit, weakness, covered)) for unit in units]}

    async def _last_covered(
        self, connection: AsyncConnection, year: int, today: date
    ) -> Mapping[str, tuple[date, str]]:
        """Day and number of each unit's last review whose feedback was issued by that day."""
        last: dict[str, tuple[date, str]] = {}
        before = stream_id(self._committee, "annual_plan", str(year - 1))
        if (plan := await state_of(connection, before)) is not None:
            for unit in plan.units:
                if unit.last_covered_on is not None:
                    last[unit.code] = (unit.last_covered_on, unit.last_review)
        for each in range(year - _YEARS_READ + 1, year + 1):
            reviews = await states_of(connection, "review", each, self._committee)
            for review in reviews.values():
                if review.feedback_on is not None and review.feedback_on <= today:
                    found = (review.feedback_on, review.number)
                    last[review.unit] = max(found, last.get(review.unit, found))
        return last


def _record(
    unit: UnitRecord, weakness: Mapping[str, Weakness], covered: Mapping[str, tuple[date, str]]
) -> UnitRecord:
    weak = weakness.get(unit.code, Weakness())
    on, review = covered.get(unit.code, (None, ""))
    return replace(
        unit,
        last_covered_on=on,
        last_review=review,
        open_items=weak.open_items,
        rebounds=weak.rebounds,
        red_items=weak.red_items,
    )
