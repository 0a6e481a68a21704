"""Whether the parts that the service stands on answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from store.queries.status import is_sequencer_at_work
from web.parts import Parts

_PATIENCE_SECONDS = 5.0
# A sequencer needs a moment; a fact that waits for longer has none.
PENDING_PATIENCE_SECONDS = 60
_AWAY = (OSError, TimeoutError, SQLAlchemyError)


@dataclass(frozen=True, slots=True)
class PartHealth:
    """One part.

    Attributes:
        part: Its id.
        title: Its name.
        is_ok: True when it answers.
        is_needed: True when nothing can be done without it.
    """

    part: str
    title: str
    is_ok: bool
    is_needed: bool


async def examine(parts: Parts) -> list[PartHealth]:
    """Ask every part, all at once."""
    database, sequencer, temporal, worker = await asyncio.gather(
        _answers(lambda: _ping(parts)),
        _answers(lambda: _is_sequencing(parts)),
        _answers(parts.gateway.is_reachable),
        _answers(parts.gateway.has_worker),
    )
    return [
        PartHealth("postgresql", "数据库", database, True),
        PartHealth("sequencer", "排序进程", sequencer, False),
        PartHealth("temporal", "流程引擎", temporal, True),
        PartHealth("worker", "流程工作进程", worker, False),
    ]


async def _answers(ask: Callable[[], Awaitable[bool]]) -> bool:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await ask()
    except _AWAY:
        return False


async def _ping(parts: Parts) -> bool:
    async with parts.engine.connect() as connection:
        await connection.execute(sa.select(1))
    return True


async def _is_sequencing(parts: Parts) -> bool:
    async with parts.engine.connect() as connection:
        return await is_sequencer_at_work(connection, PENDING_PATIENCE_SECONDS)
