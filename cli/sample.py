"""Loads the sample on the first start: units, ledger, and an account for every post."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import sample
from models.facts import SYSTEM
from runtime.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine


async def load(settings: Settings) -> None:
    """Load the sample; what stands already stays as it is, so repeating it is safe."""
    from auth.bootstrap import create_sample_accounts
    from web.parts import open_parts

    async with open_parts(settings) as parts:
        await _load_units(parts.engine, settings.committee)
        await create_sample_accounts(parts.engine, settings.committee, settings.data_dir)
        await _load_ledger(parts.engine, settings.committee)
        await parts.gateway.start_opening()


async def _load_units(engine: AsyncEngine, committee: str) -> None:
    from intake.unit_import import open_unit_import

    entry = await open_unit_import(engine, sample.UNITS, committee, SYSTEM, datetime.now(UTC))
    await entry.write(await entry.judge())


async def _load_ledger(engine: AsyncEngine, committee: str) -> None:
    """The rows that are in order; the faulty ones are part of the sample, too."""
    from intake.ledger_import import open_ledger_import

    opening = open_ledger_import(engine, sample.LEDGER, committee, SYSTEM, datetime.now(UTC))
    async with opening as entry:
        async for _ in entry.judge():
            pass
        await entry.write()
