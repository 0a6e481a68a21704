"""Keeps the files that were made of a document, under their hashes like evidence."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from io import BytesIO

from sqlalchemy.ext.asyncio import AsyncEngine

from models.ids import number_of
from models.rendering import RenderedFile
from store.evidence import EvidenceStore, remember_name
from wire.starts import CommandOrder


async def stored(
    engine: AsyncEngine, kept: EvidenceStore, order: CommandOrder, contents: Mapping[str, bytes]
) -> list[RenderedFile]:
    """Store contents by file ending as `{number}.{ending}`; storing the same twice is once."""
    number = number_of(order.stream)
    return [
        await _stored(engine, kept, order, f"{number}.{ending}", content)
        for ending, content in contents.items()
    ]


async def _stored(
    engine: AsyncEngine, kept: EvidenceStore, order: CommandOrder, name: str, content: bytes
) -> RenderedFile:
    with kept.draft(BytesIO(content), name) as draft:
        async with engine.begin() as connection:
            # A named file is not swept away before its fact is written.
            await remember_name(connection, order.stream, draft, name, order.actor.account)
        await asyncio.to_thread(kept.keep, draft)
        return RenderedFile(name, draft.sha256, draft.size_bytes, draft.content_type)
