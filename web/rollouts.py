"""Starts the rollouts that the facts ask for and nobody has started or finished."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine

from store.rollouts import outstanding_rollouts
from web.gateway import Gateway


async def start_rollouts(engine: AsyncEngine, gateway: Gateway, committee: str) -> list[str]:
    """Hand newer terms to open items that are behind; harmless when none is.

    Returns:
        Ids of the workflows that do it now.
    """
    async with engine.connect() as connection:
        pages = await outstanding_rollouts(connection, committee)
    return [await gateway.start_rollout(page) for page in pages]
