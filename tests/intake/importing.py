"""Brings the sample's units into a store, for tests that need somebody to be responsible."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

import sample
from intake.unit_import import JudgedUnit, open_unit_import
from intake.verdicts import Verdict
from tests.intake.books import NOW, REGISTRAR


async def import_units(engine: AsyncEngine, path: Path = sample.UNITS) -> list[JudgedUnit]:
    """Import a register; nothing is written when it has a fault."""
    entry = await open_unit_import(engine, path, "dw", REGISTRAR, NOW)
    judged = await entry.judge()
    if all(unit.verdict is not Verdict.REJECT for unit in judged):
        await entry.write(judged)
    return judged
