"""What a look-back may look at, as of its order's instant, and the seed of its sample."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from models.calendar import on_shanghai
from models.look_back.half_year import first_day, last_day
from models.look_back.population import candidate_of
from models.rectification.decider import RECTIFICATION
from models.review.state import ReviewState
from store.event_store import EventStore
from store.folding import as_fact
from store.queries.look_back import closed_between
from store.queries.year import states_of
from wire.codec import to_json
from wire.starts import CommandOrder

_SEED_BYTES = 16


class LookBackPopulation:
    """Gatherer `look_back_population`: `population`, `units` and `seed` for year and half.

    The seed is drawn anew by every try; the first answer that reaches the look-back stands, and
    nobody could know it before the items of the half-year were closed.
    """

    def __init__(self, engine: AsyncEngine, committee: str) -> None:
        self._engine, self._committee = engine, committee

    async def __call__(self, order: CommandOrder) -> Mapping[str, Any]:
        """Candidates in the ledger's order, codes of the reviewed units, and a random seed."""
        year, half = int(order.data["year"]), int(order.data["half"])
        as_of = order.occurred_at or datetime.now(UTC)
        async with self._engine.connect() as connection:
            reviews = await self._reviews(connection, year, half)
            last_on = max(on_shanghai(as_of), last_day(year, half))
            streams = await closed_between(
                connection, self._committee, first_day(year, half), last_on
            )
            population = []
            for stream in streams:
                recorded = await EventStore().read(connection, stream)
                facts = [as_fact(RECTIFICATION, it) for it in recorded if it.occurred_at <= as_of]
                if (candidate := candidate_of(facts, reviews, year, half)) is not None:
                    population.append(to_json(candidate))
        return {
            "population": population,
            "units": sorted(set(reviews.values())),
            "seed": secrets.token_hex(_SEED_BYTES),
        }

    async def _reviews(
        self, connection: AsyncConnection, year: int, half: int
    ) -> Mapping[str, str]:
        """Reviewed unit by number of each review whose feedback was issued in the half-year."""
        first_on, last_on = first_day(year, half), last_day(year, half)
        found: dict[str, str] = {}
        for each in (year - 1, year):  # a review of December may be answered in January
            states: Mapping[str, ReviewState] = await states_of(
                connection, "review", each, self._committee
            )
            for state in states.values():
                if state.feedback_on is not None and first_on <= state.feedback_on <= last_on:
                    found[state.number] = state.unit
        return found
