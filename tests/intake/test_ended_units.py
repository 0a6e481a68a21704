"""Units that were merged or dissolved keep their history and get no new work."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

import sample
from intake.ledger_import import open_ledger_import
from intake.unit_import import open_unit_import
from models.errors import RuleRefusedError
from store.queries.org_units import unit_by_code
from store.unit_register import UnitRegister
from tests.intake.books import NOW, REGISTRAR, TODAY, row, save
from tests.intake.importing import import_units

CLOSED = {"问题编号": "T-2", "销号日期": "2026-04-20"}


@pytest.fixture
async def register(engine: AsyncEngine) -> UnitRegister:
    await import_units(engine)
    return UnitRegister(engine, "dw")


async def said_of(engine: AsyncEngine, path: Path, writes: bool = False) -> list[dict[str, Any]]:
    async with open_ledger_import(engine, path, "dw", REGISTRAR, NOW) as entry:
        said = [judged.as_json() async for judged in entry.judge()]
        if writes:
            await entry.write()
    return said


async def test_open_rows_of_a_merged_unit_are_refused_naming_the_successor(
    engine: AsyncEngine, register: UnitRegister, tmp_path: Path
) -> None:
    await register.merge("D09", "D10", TODAY, REGISTRAR)
    refused, closed = await said_of(engine, save(tmp_path / "a.xlsx", [row(), row(**CLOSED)]))
    assert (refused["verdict"], refused["column"]) == ("reject", "责任单位")
    assert "（D10）" in refused["reason"]
    assert closed["verdict"] == "import"


async def test_the_successor_is_whoever_stands_after_all_mergers(
    engine: AsyncEngine, register: UnitRegister, tmp_path: Path
) -> None:
    await register.merge("D09", "D10", date(2026, 5, 1), REGISTRAR)
    await register.merge("D10", "D11", date(2026, 6, 1), REGISTRAR)
    [refused] = await said_of(engine, save(tmp_path / "a.xlsx", [row()]))
    assert "2026-05-01" in refused["reason"]
    assert "（D11）" in refused["reason"]


async def test_open_rows_of_a_dissolved_unit_are_refused(
    engine: AsyncEngine, register: UnitRegister, tmp_path: Path
) -> None:
    await register.dissolve("D09", "机构调整", date(2026, 5, 1), REGISTRAR)
    [refused] = await said_of(engine, save(tmp_path / "a.xlsx", [row()]))
    assert "撤销" in refused["reason"]


async def test_a_unit_that_ends_tomorrow_still_takes_rows(
    engine: AsyncEngine, register: UnitRegister, tmp_path: Path
) -> None:
    await register.merge("D09", "D10", TODAY + timedelta(days=1), REGISTRAR)
    [said] = await said_of(engine, save(tmp_path / "a.xlsx", [row()]))
    assert said["verdict"] == "import"


async def test_rows_that_came_in_before_their_unit_ended_are_unchanged(
    engine: AsyncEngine, register: UnitRegister, tmp_path: Path
) -> None:
    path = save(tmp_path / "a.xlsx", [row()])
    await said_of(engine, path, writes=True)
    await register.merge("D09", "D10", TODAY, REGISTRAR)
    [said] = await said_of(engine, path)
    assert said["verdict"] == "unchanged"


async def test_a_unit_that_ends_while_a_register_is_judged_undoes_the_whole_register(
    engine: AsyncEngine, register: UnitRegister, tmp_path: Path
) -> None:
    text = sample.UNITS.read_text(encoding="utf-8-sig")
    text = text.replace("D01,", "D01,第一", 1).replace("D09,", "D09,第九", 1)
    path = tmp_path / "units.csv"
    path.write_text(text, encoding="utf-8")
    slow = await open_unit_import(engine, path, "dw", REGISTRAR, NOW)
    judged = await slow.judge()
    await register.merge("D09", "D10", TODAY, REGISTRAR)
    with pytest.raises(RuleRefusedError, match="合并"):
        await slow.write(judged)
    async with engine.connect() as connection:
        first = await unit_by_code(connection, "D01", TODAY)
    assert first is not None
    assert not first.name.startswith("第一")
