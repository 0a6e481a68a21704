"""Reviews of the past come in with their own days, their items, and one loop for each finding."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

import sample
from intake.review_import import ReviewImport, open_review_import
from intake.unit_import import open_unit_import
from models.errors import ConfigurationError, InvalidInputError
from models.facts import SYSTEM
from store.event_store import EventStore
from store.ledger_table import ledger_item
from store.terms_editor import TermsEditor
from store.year_table import year_entry

AT = datetime(2026, 11, 21, 2, tzinfo=UTC)


@pytest.fixture
async def store(engine: AsyncEngine) -> AsyncEngine:
    await TermsEditor(engine, "dw").establish()
    entry = await open_unit_import(engine, sample.UNITS, "dw", SYSTEM, AT)
    await entry.write(await entry.judge())
    return engine


async def opened(store: AsyncEngine, path: Path, until_on: date | None = None) -> ReviewImport:
    return await open_review_import(store, path, "dw", SYSTEM, AT, until_on)


def a_file(folder: Path, **changes: Any) -> Path:
    record = json.loads(sample.REVIEWS.read_text(encoding="utf-8"))[0]
    path = folder / "reviews.json"
    path.write_text(json.dumps([{**record, **changes}], ensure_ascii=False), encoding="utf-8")
    return path


async def test_the_samples_reviews_come_in_with_their_items(store: AsyncEngine) -> None:
    entry = await opened(store, sample.REVIEWS, date(2026, 10, 31))
    assert (len(entry.records), entry.left_out) == (17, 3)
    written = await entry.write()
    async with store.connect() as connection:
        items = (await connection.execute(sa.select(ledger_item.c.number))).all()
        reviews = (await connection.execute(sa.select(year_entry))).all()
    assert written == len(items) + len(reviews)
    assert len(reviews) == 17
    assert {row.state for row in reviews} == {"tracking", "closed"}
    assert len(items) == sum(len(record.weaknesses) for record in entry.records)


async def test_a_second_import_of_the_same_file_writes_nothing(store: AsyncEngine) -> None:
    assert await (await opened(store, sample.REVIEWS)).write() > 0
    assert await (await opened(store, sample.REVIEWS)).write() == 0


async def test_facts_keep_their_days_and_each_finding_has_its_loop(store: AsyncEngine) -> None:
    await (await opened(store, sample.REVIEWS)).write()
    async with store.connect() as connection:
        review = await EventStore().read(connection, "dw/review/2026-01-D01")
        item = await EventStore().read(connection, "dw/rectification/2026-01-D01-01")
    assert all(fact.imported for fact in (*review, *item))
    assert review[0].occurred_at.date() == date.fromisoformat(review[0].data["feedback_on"])
    assert item[0].correlation == "dw/review/2026-01-D01#3"  # two strengths stand before it
    assert item[0].data["review"] == "2026-01-D01"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"month": "2026-13"}, "month"),
        ({"forms": ["喝茶"]}, "forms"),
        ({"unit": "X99"}, "unit"),
        ({"weather": "晴"}, "weather"),
        ({"held_on": "2026-02-03"}, "held_on"),
    ],
)
async def test_a_faulty_record_is_named_and_nothing_is_written(
    store: AsyncEngine, tmp_path: Path, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        await (await opened(store, a_file(tmp_path, **changes))).write()
    assert caught.value.field == field
    async with store.connect() as connection:
        assert (await connection.execute(sa.select(year_entry))).all() == []


@pytest.mark.parametrize("content", ["no json", "{}"])
async def test_a_file_that_holds_no_records_is_refused(
    store: AsyncEngine, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "reviews.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=path.stem):
        await opened(store, path)
