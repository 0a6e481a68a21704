"""Which units exist on a day, and whose post signs for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from models.calendar import on_shanghai
from models.common_issue.campaign import AskedUnit
from models.org_unit.kinds import UnitKind
from models.org_unit.secretaries import SECRETARIES
from store.queries.org_units import unit_tree
from wire.codec import to_json
from wire.starts import CommandOrder


class ActiveUnits:
    """Gatherer `active_units`: `units`, all general branches and branches on the order's day."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def __call__(self, order: CommandOrder) -> Mapping[str, Any]:
        """Units by code; the committee asks and does not answer."""
        today = on_shanghai(order.occurred_at or datetime.now(UTC))
        async with self._engine.connect() as connection:
            tree = await unit_tree(connection, today)
        committees = {unit.code for unit in tree if unit.kind is UnitKind.COMMITTEE}
        return {
            "units": [
                to_json(
                    AskedUnit(
                        unit.code,
                        unit.name,
                        "" if unit.parent in committees else unit.parent,
                        SECRETARIES[unit.kind].value,
                    )
                )
                for unit in tree
                if unit.code not in committees
            ]
        }
