"""Clears away evidence files that nothing refers to: of refused uploads, of crashes in between."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from models.rectification.events import EvidenceAttached
from store.evidence import EvidenceStore, evidence_file
from store.tables import event

_CHUNK = 1000


async def sweep_evidence(engine: AsyncEngine, kept: EvidenceStore, before_at: datetime) -> int:
    """Remove files that neither a name nor a fact refers to; returns how many.

    Args:
        engine: Any role that reads.
        kept: Where the files lie.
        before_at: Files stored or uploaded again since then are left alone: their fact may come.
    """
    old = await to_thread(kept.kept_before, before_at)
    swept = 0
    for start in range(0, len(old), _CHUNK):
        chunk = old[start : start + _CHUNK]
        async with engine.connect() as connection:
            orphans = await _orphans(connection, chunk)
        for digest in orphans:
            swept += await to_thread(kept.discard, digest, before_at)
    return swept


async def _orphans(connection: AsyncConnection, digests: Sequence[str]) -> list[str]:
    named = sa.select(evidence_file.c.sha256).where(evidence_file.c.sha256.in_(digests))
    unnamed = set(digests) - set(await connection.scalars(named))
    if not unnamed:
        return []  # the usual case, and the facts need not be read
    data = sa.cast(sa.func.convert_from(event.c.payload, "UTF8"), pg.JSONB)
    recorded = sa.select(data["sha256"].astext).where(
        event.c.type == EvidenceAttached.type, data["sha256"].astext.in_(unnamed)
    )
    return sorted(unnamed - set(await connection.scalars(recorded)))
