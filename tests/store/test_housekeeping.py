"""What is cleared away beside the facts, and what stays."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from models.rectification.events import EvidenceAttached
from store.command_keys import claim, command_id_of, command_key
from store.evidence import EvidenceDirectory, remember_name
from store.housekeeping import KEYS_KEPT, Housekeeping
from tests.store.items import issued, store_item, stream_of

NOW = datetime.now(UTC)
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def evidence(tmp_path: Path) -> EvidenceDirectory:
    return EvidenceDirectory(tmp_path)


def kept(evidence: EvidenceDirectory, content: bytes, days: float) -> str:
    with evidence.draft(io.BytesIO(PNG + content), "a.png") as draft:
        evidence.keep(draft)
    at = (NOW - timedelta(days=days)).timestamp()
    os.utime(evidence.locate(draft.sha256), (at, at))
    return draft.sha256


async def named(engine: AsyncEngine, evidence: EvidenceDirectory, content: bytes) -> None:
    async with engine.begin() as connection:
        with evidence.draft(io.BytesIO(PNG + content), "a.png") as draft:
            await remember_name(connection, stream_of("FP2026-001"), draft, "a.png", "a-17")


async def keys(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        query = sa.select(sa.func.count()).select_from(command_key)
        return int(await connection.scalar(query) or 0)


async def test_keys_are_forgotten_when_no_client_resends_them_any_more(
    engine: AsyncEngine, evidence: EvidenceDirectory
) -> None:
    async with engine.begin() as connection:
        await claim(connection, command_id_of("a-1", "k"), {})
    claimed_at = datetime.now(UTC)  # NOW is of the start of the whole suite
    await Housekeeping(engine, evidence).look(claimed_at + KEYS_KEPT - timedelta(minutes=5))
    assert await keys(engine) == 1
    await Housekeeping(engine, evidence).look(claimed_at + KEYS_KEPT + timedelta(minutes=5))
    assert await keys(engine) == 0


async def test_it_tidies_up_once_an_hour(engine: AsyncEngine, evidence: EvidenceDirectory) -> None:
    housekeeping = Housekeeping(engine, evidence)
    await housekeeping.look(NOW)
    orphan = kept(evidence, b"orphan", days=2)
    await housekeeping.look(NOW + timedelta(minutes=59))
    assert evidence.locate(orphan)
    await housekeeping.look(NOW + timedelta(minutes=60))
    assert evidence.kept_before(NOW) == []


async def test_only_old_files_without_name_and_fact_are_swept(
    engine: AsyncEngine, evidence: EvidenceDirectory
) -> None:
    in_a_fact = kept(evidence, b"in a fact, its name erased", days=400)
    with_name = kept(evidence, b"with a name", days=400)
    young = kept(evidence, b"uploaded just now", days=0.9)
    kept(evidence, b"refused", days=1.1)
    await store_item(engine, issued(), EvidenceAttached(in_a_fact, 8, "image/png", 1))
    await named(engine, evidence, b"with a name")
    await Housekeeping(engine, evidence).look(NOW)
    assert evidence.kept_before(NOW) == sorted([in_a_fact, with_name, young])


async def test_a_lost_database_ends_nothing_but_this_look(
    engine: AsyncEngine, evidence: EvidenceDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(*_: object) -> int:
        raise ConnectionError("gone")

    monkeypatch.setattr("store.housekeeping.forget_keys", lost)
    orphan = kept(evidence, b"orphan", days=2)
    await Housekeeping(engine, evidence).look(NOW)
    assert evidence.locate(orphan)
