"""What piles up beside the facts and is of no use any more. Facts themselves are never touched."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from store.command_keys import forget_keys
from store.evidence import EvidenceStore
from store.evidence_sweep import sweep_evidence

# Far longer than any client resends: the number of an item to issue is found again by its key.
KEYS_KEPT = timedelta(days=90)
ORPHANS_KEPT = timedelta(days=1)
_EVERY = timedelta(hours=1)

_log = structlog.get_logger(__name__)


class Housekeeping:
    """Tidies up once an hour, whenever it is asked; several at once do no harm."""

    def __init__(self, engine: AsyncEngine, evidence: EvidenceStore) -> None:
        self._engine, self._evidence = engine, evidence
        self._next_at: datetime | None = None

    async def look(self, now: datetime) -> None:
        """Tidy up if it is time; what fails now is tried again in an hour."""
        if self._next_at is not None and now < self._next_at:
            return
        self._next_at = now + _EVERY
        try:
            await self._tidy(now)
        except (SQLAlchemyError, OSError):
            _log.warning("housekeeping.interrupted", exc_info=True)

    async def _tidy(self, now: datetime) -> None:
        async with self._engine.begin() as connection:
            keys = await forget_keys(connection, now - KEYS_KEPT)
        files = await sweep_evidence(self._engine, self._evidence, now - ORPHANS_KEPT)
        if keys or files:
            _log.info("housekeeping.done", keys_forgotten=keys, files_swept=files)
