"""The figures that a bulletin begins with, frozen at a place of the global order (ADR 0046)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from models.errors import TransientError
from store.queries.bulletin import figures_at, is_ordered_up_to, newest_fact
from wire.codec import to_json
from wire.starts import CommandOrder

_LOOK_EVERY_SECONDS = 0.05
_PATIENCE_SECONDS = 20.0


class BulletinFigures:
    """Gatherer `bulletin_figures`: `figures` of the order's quarter as of the order's instant."""

    def __init__(self, engine: AsyncEngine, patience_seconds: float = _PATIENCE_SECONDS) -> None:
        self._engine, self._patience = engine, patience_seconds

    async def __call__(self, order: CommandOrder) -> Mapping[str, Any]:
        """Figures as JSON values.

        Raises:
            TransientError: Facts wait for their place in the global order: no sequencer runs.
        """
        await self._let_facts_be_ordered()
        async with self._engine.connect() as connection:
            figures = await figures_at(
                connection,
                order.stream.split("/", 1)[0],
                int(order.data["year"]),
                int(order.data["quarter"]),
                order.occurred_at or datetime.now(UTC),
            )
        return {"figures": to_json(figures)}

    async def _let_facts_be_ordered(self) -> None:
        """Wait until what is stored now can be counted, but for nothing that is written meanwhile.

        Without this a fact of the quarter's last second could miss its own bulletin.
        """
        async with self._engine.connect() as connection:
            newest = await newest_fact(connection)
        looks = max(int(self._patience / _LOOK_EVERY_SECONDS), 1)
        for _ in range(looks):
            async with self._engine.connect() as connection:
                if await is_ordered_up_to(connection, newest):
                    return
            await asyncio.sleep(_LOOK_EVERY_SECONDS)
        raise TransientError("facts_not_ordered", "事实尚未编入全局顺序，请确认排序进程正在运行。")
