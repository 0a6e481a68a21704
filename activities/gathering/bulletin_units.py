"""Which units exist, for a bulletin that waits for their acknowledgement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from models.calendar import on_shanghai
from store.queries.bulletin import addressees_on
from wire.starts import CommandOrder


class BulletinUnits:
    """Gatherer `bulletin_units`: `active`, codes of the direct units on the order's day."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def __call__(self, order: CommandOrder) -> Mapping[str, Any]:
        """Codes of the units."""
        today = on_shanghai(order.occurred_at or datetime.now(UTC))
        async with self._engine.connect() as connection:
            units = await addressees_on(connection, today)
        return {"active": [unit.code for unit in units]}
