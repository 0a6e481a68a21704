"""Renders an issued bulletin and stores the files under their hashes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from activities.gathering.rendered_files import stored
from documents.docx import render as as_docx
from documents.pdf import render as as_pdf
from documents.xlsx import render as as_xlsx
from models.bulletin.attachments import workbook_of
from models.bulletin.document import document_of
from models.bulletin.state import BulletinState
from models.document import OfficialDocument, Workbook
from models.errors import NotFoundError
from models.rooms import DECIDERS
from store.event_store import EventStore
from store.evidence import EvidenceStore
from store.folding import fold
from store.queries.bulletin import found_at, lines_at
from store.queries.terms import terms_at
from wire.codec import to_json
from wire.starts import CommandOrder


class BulletinDocuments:
    """Gatherer `bulletin_documents`: `files`, made of the bulletin's text and frozen figures.

    Rendering twice gives the same bytes and so the same files; the first answer stands.
    """

    def __init__(self, engine: AsyncEngine, kept: EvidenceStore) -> None:
        self._engine, self._kept = engine, kept

    async def __call__(self, order: CommandOrder) -> Mapping[str, Any]:
        """Names, hashes, sizes and media types of the stored files."""
        state = await self._bulletin(order.stream)
        workbook = await self._workbook(state)
        contents = await asyncio.to_thread(_rendered, document_of(state), workbook)
        files = await stored(self._engine, self._kept, order, contents)
        return {"files": [to_json(file) for file in files]}

    async def _bulletin(self, stream: str) -> BulletinState:
        async with self._engine.connect() as connection:
            facts = await EventStore().read(connection, stream)
        state: BulletinState = fold(DECIDERS["bulletin"], facts)
        return state

    async def _workbook(self, state: BulletinState) -> Workbook:
        """The attachments, as of the very facts that the figures were counted from."""
        if state.figures is None:
            raise NotFoundError("bulletin_unknown", "没有这项季度通报，请核对编号。")
        cut = state.figures.cut
        async with self._engine.connect() as connection:
            terms = await terms_at(connection, cut.terms)
            found = await found_at(connection, state.committee, state.period, cut)
            lines = await lines_at(connection, state.committee, found)
        return await asyncio.to_thread(
            workbook_of,
            state.period,
            lines,
            found.units,
            found.reviews,
            terms.policy,
            terms.calendar,
        )


def _rendered(document: OfficialDocument, workbook: Workbook) -> Mapping[str, bytes]:
    return {
        "docx": as_docx(document),
        "pdf": as_pdf(document),
        "xlsx": as_xlsx(workbook),
    }
