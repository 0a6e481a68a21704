"""Imports into a real store: the sample, all or nothing, and the same file twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

import sample
from intake.ledger_import import LedgerImport, open_ledger_import
from intake.verdicts import Verdict
from models.errors import (
    ConfigurationError,
    InvalidInputError,
    RuleRefusedError,
    VersionConflictError,
)
from models.facts import Actor
from models.rectification.decider import RECTIFICATION
from models.rectification.state import RectificationState
from store.event_store import EventStore
from store.folding import fold
from store.starts import waiting
from store.tables import event
from tests.intake.books import NOW, REGISTRAR, row, save
from tests.intake.importing import import_units

EXPECTED = json.loads(
    (Path(__file__).parent / "ledger_2026.expected.json").read_text(encoding="utf-8")
)
_COMPARED = (
    "row",
    "verdict",
    "number",
    "unit",
    "found",
    "due",
    "extended",
    "closed",
    "category",
    "rebound",
)


@asynccontextmanager
async def opened(
    engine: AsyncEngine, path: Path = sample.LEDGER, actor: Actor = REGISTRAR
) -> AsyncIterator[LedgerImport]:
    async with open_ledger_import(engine, path, "dw", actor, NOW) as entry:
        yield entry


async def said_of(entry: LedgerImport) -> list[dict[str, Any]]:
    return [judged.as_json() async for judged in entry.judge()]


async def preview(engine: AsyncEngine, path: Path = sample.LEDGER) -> list[dict[str, Any]]:
    async with opened(engine, path) as entry:
        return await said_of(entry)


async def apply(engine: AsyncEngine, path: Path = sample.LEDGER) -> int:
    async with opened(engine, path) as entry:
        await said_of(entry)
        return await entry.write()


async def count_events(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return int(await connection.scalar(sa.select(sa.func.count()).select_from(event)) or 0)


async def item(engine: AsyncEngine, number: str) -> RectificationState:
    async with engine.connect() as connection:
        state: RectificationState = fold(
            RECTIFICATION, await EventStore().read(connection, f"dw/rectification/{number}")
        )
    return state


async def test_the_sample_gives_exactly_the_expected_rows_and_refusals(
    engine: AsyncEngine,
) -> None:
    await import_units(engine)
    said = await preview(engine)
    assert len(said) == len(EXPECTED)
    for got, expected in zip(said, EXPECTED, strict=True):
        if expected["verdict"] == "import":
            assert {word: got[word] for word in _COMPARED} == {
                word: expected[word] for word in _COMPARED
            }
        else:
            assert (got["row"], got["verdict"], got["column"]) == (
                expected["row"],
                "reject",
                expected["column"],
            )
            assert got["number"] == expected["number"]
            assert got["reason"]


async def test_a_preview_writes_nothing(engine: AsyncEngine) -> None:
    await import_units(engine)
    before = await count_events(engine)
    await preview(engine)
    assert await count_events(engine) == before


async def test_accepted_rows_are_written_with_their_own_dates_and_marked_imported(
    engine: AsyncEngine,
) -> None:
    await import_units(engine)
    assert await apply(engine) == 110
    async with engine.connect() as connection:
        facts = await EventStore().read(connection, "dw/rectification/FP2026-005")
    days = [(fact.type, fact.occurred_at.date().isoformat()) for fact in facts]
    assert days[:2] == [
        ("rectification.imported", "2026-06-05"),
        ("rectification.closed", "2026-08-07"),
    ]
    assert all(fact.imported and fact.recorded_at > fact.occurred_at for fact in facts)
    assert facts[0].data["extended_due_on"] == "2026-08-04"


@pytest.mark.parametrize(
    ("unit", "secretary"),
    [
        ("中共示例矿委员会", "committee_secretary"),
        ("采煤科党总支", "gb_secretary"),
        ("安装区党支部", "branch_secretary"),
    ],
)
async def test_the_units_own_secretary_signs_for_a_row(
    engine: AsyncEngine, tmp_path: Path, unit: str, secretary: str
) -> None:
    await import_units(engine)
    await apply(engine, save(tmp_path / "one.xlsx", [row(责任单位=unit, 问题编号="T-1")]))
    assert (await item(engine, "T-1")).secretary_role == secretary


async def test_the_same_file_a_second_time_changes_nothing(engine: AsyncEngine) -> None:
    await import_units(engine)
    await apply(engine)
    before = await count_events(engine)
    said = await preview(engine)
    assert Counter(one["verdict"] for one in said) == {"unchanged": 110, "reject": 10}
    assert await apply(engine) == 0
    assert await count_events(engine) == before


async def test_a_number_in_the_store_with_other_content_is_refused(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    await import_units(engine)
    await apply(engine, save(tmp_path / "a.xlsx", [row()]))
    said = await preview(engine, save(tmp_path / "b.xlsx", [row(问题表现="另一个问题")]))
    assert (said[0]["verdict"], said[0]["column"]) == ("reject", "问题编号")


async def test_open_items_wait_for_a_workflow_and_old_closed_ones_do_not(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    await import_units(engine)
    data = [row(问题编号="OPEN"), row(问题编号="OLD", 销号日期="2026-03-20")]
    await apply(engine, save(tmp_path / "a.xlsx", data))
    async with engine.connect() as connection:
        assert await waiting(connection, 10) == ["dw/rectification/OPEN"]
    assert (await item(engine, "OLD")).closed_on is not None


async def test_nothing_is_written_when_somebody_takes_a_number_between_the_passes(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    await import_units(engine)
    path = save(tmp_path / "a.xlsx", [row(问题编号="A"), row(问题编号="B")])
    async with opened(engine, path) as slow:
        await said_of(slow)
        await apply(engine, save(tmp_path / "b.xlsx", [row(问题编号="B", 问题表现="别的")]))
        before = await count_events(engine)
        with pytest.raises(VersionConflictError):
            await slow.write()
    assert await count_events(engine) == before


async def test_a_file_that_changes_between_the_passes_is_not_written(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    await import_units(engine)
    path = save(tmp_path / "a.xlsx", [row()])
    before = await count_events(engine)
    async with opened(engine, path) as entry:
        await said_of(entry)
        with path.open("ab") as file:
            file.write(b"\0")
        with pytest.raises(ConfigurationError, match="改动"):
            await entry.write()
    assert await count_events(engine) == before


async def test_whoever_may_not_import_learns_it_before_anything_is_written(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    await import_units(engine)
    owner = Actor(account="a-2", roles=("owner",), unit="D09")
    async with opened(engine, save(tmp_path / "a.xlsx", [row()]), owner) as entry:
        with pytest.raises(RuleRefusedError):
            await said_of(entry)


async def test_a_ledger_before_any_unit_says_what_to_do_first(engine: AsyncEngine) -> None:
    with pytest.raises(InvalidInputError, match="import units"):
        await preview(engine)


async def test_units_come_in_once_and_then_are_unchanged(engine: AsyncEngine) -> None:
    first, again = await import_units(engine), await import_units(engine)
    assert {unit.verdict for unit in first} == {Verdict.IMPORT}
    assert {unit.verdict for unit in again} == {Verdict.UNCHANGED}
    assert len(first) == len(again) == 49


async def test_a_changed_register_records_renames_and_moves(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    await import_units(engine)
    text = sample.UNITS.read_text(encoding="utf-8-sig")
    text = text.replace("D09,选煤厂党支部", "D09,洗选中心党支部")
    text = text.replace("供电队党支部,党支部,Z5,sub", "供电队党支部,党支部,DW,direct")
    path = tmp_path / "units.csv"
    path.write_text(text, encoding="gb18030")
    judged = await import_units(engine, path)
    changed = {unit.code: [one.name for one in unit.commands] for unit in judged if unit.commands}
    assert changed == {"D09": ["rename"], "Z5-03": ["move"]}
    # A ledger that still uses the old name is understood.
    said = await preview(engine)
    assert said[0]["unit"] == "D09"
