"""Renders the report of a finished look-back and stores the files under their hashes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from activities.gathering.rendered_files import stored
from documents.docx import render as as_docx
from documents.pdf import render as as_pdf
from models.account.roles import ROLE_LABELS
from models.calendar import on_shanghai
from models.document import OfficialDocument
from models.look_back.decider import LOOK_BACK
from models.look_back.report import report
from models.look_back.state import LookBackState
from store.event_store import EventStore
from store.evidence import EvidenceStore
from store.folding import fold
from store.queries.accounts import posts_on
from store.queries.terms import terms_at
from store.queries.unit_names import all_unit_names
from wire.codec import to_json
from wire.starts import CommandOrder


class LookBackDocuments:
    """Gatherer `look_back_documents`: `documents`, the report as .docx and PDF.

    Rendering twice gives the same bytes and so the same files; the first answer stands.
    """

    def __init__(self, engine: AsyncEngine, kept: EvidenceStore) -> None:
        self._engine, self._kept = engine, kept

    async def __call__(self, order: CommandOrder) -> Mapping[str, Any]:
        """Names, hashes, sizes and media types of the stored files."""
        today = on_shanghai(order.occurred_at or datetime.now(UTC))
        async with self._engine.connect() as connection:
            recorded = await EventStore().read(connection, order.stream)
            state: LookBackState = fold(LOOK_BACK, recorded)
            terms = await terms_at(connection, state.terms)
            names = {unit.code: unit.name for unit in await all_unit_names(connection)}
            posts = await _posts(connection, state, today)
        document = report(state, names, posts, terms.policy.bulletin)
        contents = await asyncio.to_thread(_rendered, document)
        files = await stored(self._engine, self._kept, order, contents)
        return {"documents": [to_json(file) for file in files]}


async def _posts(connection: AsyncConnection, state: LookBackState, on: date) -> Mapping[str, str]:
    """Posts of everyone who closed an item of the sample; the account tells equal posts apart."""
    accounts = {
        account
        for item in state.items
        for account in (*item.candidate.verifiers, *item.candidate.countersigners)
    }
    found: dict[str, str] = {}
    for account in sorted(accounts):
        roles = dict.fromkeys(post.role for post in await posts_on(connection, account, on))
        labels = "、".join(ROLE_LABELS[role] for role in roles)
        found[account] = f"{labels}（{account}）" if labels else account
    return found


def _rendered(document: OfficialDocument) -> Mapping[str, bytes]:
    return {"docx": as_docx(document), "pdf": as_pdf(document)}
