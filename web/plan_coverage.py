"""How much of a year is covered, and who would be missed, by the plan's own rules."""

from __future__ import annotations

from datetime import date

from models.annual_plan.coverage import Coverage, coverage
from models.facts import Actor
from store.queries.terms import terms_at
from web.access import Sight
from web.ledger_reading import today
from web.parts import Parts
from web.year_reading import visible
from web.year_rooms import PLANS


async def plan_coverage(parts: Parts, actor: Actor, year: int) -> tuple[date, Coverage]:
    """Today's forecast of a plan, and the day that it is of.

    Raises:
        NotFoundError: No such plan, or not for the actor's eyes.
    """
    stream = parts.gateway.stream(PLANS.entity, str(year))
    async with parts.engine.connect() as connection:
        seen = await visible(connection, actor, stream, Sight.CONTENT)
        terms = await terms_at(connection, seen.state.terms)
    on = today()
    return on, coverage(seen.state, on, terms)
