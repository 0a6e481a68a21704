"""Files of an issued bulletin: made of frozen figures, kept under their hashes, never again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.gathering.bulletin_documents import BulletinDocuments
from models.bulletin.commands import Approve, Begin, Correct, RecordRendering, Submit, TakeNumber
from models.bulletin.decider import BULLETIN
from models.bulletin.state import BulletinState
from models.facts import SYSTEM, Request
from models.rectification.events import Issued
from models.rendering import RenderedFile
from models.terms import Terms
from store.driver import Driver
from store.event_store import EventStore, append_in_transaction
from store.evidence import EvidenceDirectory
from store.evidence_sweep import sweep_evidence
from store.folding import fold
from store.queries.bulletin import figures_at
from store.sequencer import sequence_batch
from tests.store.items import issued, opening_of
from tests.store.requests import opening
from tests.unit.bulletin.life import ADDRESSED, OFFICER, SECRETARY
from wire.codec import from_json, to_json
from wire.messages import NewEvent
from wire.starts import CommandOrder

STREAM = "dw/bulletin/2026-Q1"
AS_OF = datetime(2026, 4, 1, 1, tzinfo=UTC)
ISSUED_AT = datetime(2026, 4, 9, 1, tzinfo=UTC)
ORDER = CommandOrder(
    "bulletin", STREAM, "c", "record_rendering", {}, SYSTEM, "", False, 0, "bulletin_documents"
)


@pytest.fixture
def kept(tmp_path: Path) -> EvidenceDirectory:
    return EvidenceDirectory(tmp_path)


async def found_in_march(engine: AsyncEngine, item: Issued) -> None:
    request = replace(opening_of(item), occurred_at=datetime(2026, 3, 2, 1, tzinfo=UTC))
    await append_in_transaction(engine, request)


async def state_of(engine: AsyncEngine) -> BulletinState:
    async with engine.connect() as connection:
        facts = await EventStore().read(connection, STREAM)
    state: BulletinState = fold(BULLETIN, facts)
    return state


async def carry_out(engine: AsyncEngine, commands: Sequence[tuple[object, object]]) -> None:
    """What the workflow does, without one: decide, append."""
    for place, (actor, command) in enumerate(commands):
        async with engine.connect() as connection:
            facts = await EventStore().read(connection, STREAM)
        step = f"step-{len(facts)}-{place}"
        request: Request[object] = Request(step, actor, ISSUED_AT, command)  # type: ignore[type-var, arg-type]  # any actor and command
        events = BULLETIN.decide(fold(BULLETIN, facts), request, Terms())  # type: ignore[arg-type]  # any command
        new = [NewEvent(each.type, each.schema_version, to_json(each)) for each in events]
        append = opening(STREAM, *new, step=step)
        if facts:
            append = replace(append, expected_version=len(facts), expected_head=facts[-1].hash)
        await append_in_transaction(engine, replace(append, occurred_at=ISSUED_AT))


@pytest.fixture
async def bulletin(engine: AsyncEngine, sequencer: Driver) -> AsyncEngine:
    """An issued bulletin over one overdue item."""
    due_on = date(2026, 3, 20)
    await found_in_march(engine, issued("1", owner_unit="Z1", due_on=due_on))
    await sequence_batch(sequencer)
    async with engine.connect() as connection:
        figures = await figures_at(connection, "dw", 2026, 1, datetime(2026, 12, 1, tzinfo=UTC))
    await carry_out(
        engine,
        [
            (SYSTEM, Begin(year=2026, quarter=1, figures=figures)),
            (OFFICER, Submit()),
            (SECRETARY, Approve()),
            (SYSTEM, TakeNumber(2026, 2, ADDRESSED)),
        ],
    )
    return engine


async def rendered(engine: AsyncEngine, kept: EvidenceDirectory) -> tuple[RenderedFile, ...]:
    found = await BulletinDocuments(engine, kept)(ORDER)
    return from_json(RecordRendering, found).files


async def test_three_files_are_stored_under_their_hashes(
    bulletin: AsyncEngine, kept: EvidenceDirectory
) -> None:
    files = await rendered(bulletin, kept)
    assert [each.name for each in files] == ["2026-Q1.docx", "2026-Q1.pdf", "2026-Q1.xlsx"]
    for each in files:
        content = kept.locate(each.sha256).read_bytes()
        assert sha256(content).hexdigest() == each.sha256
        assert len(content) == each.size_bytes
    assert files[1].media_type == "application/pdf"


async def test_rendering_again_gives_the_same_files_after_more_facts_and_a_correction(
    bulletin: AsyncEngine, kept: EvidenceDirectory, sequencer: Driver
) -> None:
    files = await rendered(bulletin, kept)
    await carry_out(bulletin, [(SYSTEM, RecordRendering(files))])
    await found_in_march(bulletin, issued("2", owner_unit="Z1", due_on=date(2026, 3, 27)))
    await sequence_batch(sequencer)
    await carry_out(bulletin, [(OFFICER, Correct("漏列一项"))])
    assert await rendered(bulletin, kept) == files
    state = await state_of(bulletin)
    assert state.files == files
    assert state.corrected_by == "2026-Q1-C1"


async def test_the_workbook_holds_ledger_overdue_items_and_coverage(
    bulletin: AsyncEngine, kept: EvidenceDirectory
) -> None:
    files = await rendered(bulletin, kept)
    content = kept.locate(files[2].sha256).read_bytes()
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["整改台账", "逾期事项清单", "年度覆盖进度表"]
    rows = list(book["整改台账"].values)
    assert any("问题编号" in row and len(row) == 22 for row in rows)
    assert any(row[1] == "1" for row in rows)


async def test_kept_files_are_not_swept_away(
    bulletin: AsyncEngine, kept: EvidenceDirectory
) -> None:
    files = await rendered(bulletin, kept)
    assert await sweep_evidence(bulletin, kept, datetime(2099, 1, 1, tzinfo=UTC)) == 0
    assert all(kept.locate(each.sha256).exists() for each in files)
