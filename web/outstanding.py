"""Starts what the facts ask for and nobody has started, or a lost Temporal database took along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.digest_restart import restart_digests
from models.errors import FupanError
from store.post_room import PostRoomStore
from store.queries.terms import current_terms
from store.starts import is_any_due
from web.gateway import Gateway
from web.rollouts import start_rollouts

_log = structlog.get_logger(__name__)


class Outstanding:
    """What has to be running. Safe at any time: every id is deterministic."""

    def __init__(self, engine: AsyncEngine, gateway: Gateway, committee: str) -> None:
        self._engine, self._gateway, self._committee = engine, gateway, committee

    async def start_all(self) -> None:
        """Everything; for the start of a worker."""
        await self.start_new()
        with _logged("digests.not_started"):
            await self._start_digests()

    async def start_new(self) -> None:
        """Openings and rollouts whose client died, or found no Temporal; for every minute."""
        with _logged("outstanding.not_started"):
            async with self._engine.connect() as connection:
                is_waiting = await is_any_due(connection)
            if is_waiting:
                await self._gateway.start_opening()
            await start_rollouts(self._engine, self._gateway, self._committee)

    async def _start_digests(self) -> None:
        async with self._engine.connect() as connection:
            terms = (await current_terms(connection)).policy.notices
        room = PostRoomStore(self._engine)
        await restart_digests(room, self._gateway, self._committee, terms, datetime.now(UTC))


@contextmanager
def _logged(name: str) -> Iterator[None]:
    """The worker serves on; the next look finds what was missed."""
    try:
        yield
    except (FupanError, SQLAlchemyError, OSError):
        _log.warning(name, exc_info=True)
