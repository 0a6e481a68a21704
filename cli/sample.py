"""Loads the sample on the first start: units, accounts, ledger, reviews, and the year's plan.

What lies before the present month comes in as history; the rest lives from then on.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sample
from models.calendar import on_shanghai
from models.errors import RuleRefusedError, TransientError
from models.facts import SYSTEM
from runtime.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

    from web.parts import Parts

_LOOKS, _LOOK_EVERY_SECONDS = 300, 0.1
_PLANNING = (
    ("orgofficer1", "begin"),
    ("orgofficer1", "propose"),
    ("orgofficer1", "submit"),
    ("secretary", "approve"),
)
# The sample has no records of the branches that their general branches reviewed on paper.
_PARTIAL = "本系统年内启用，此前党总支受托复盘以纸质记录为准。"


async def load(settings: Settings) -> None:
    """Load the sample; what stands already stays as it is, so repeating it is safe."""
    from auth.bootstrap import create_sample_accounts
    from web.parts import open_parts

    async with open_parts(settings) as parts:
        await _load_units(parts.engine, settings.committee)
        await create_sample_accounts(parts.engine, settings.committee, settings.data_dir)
        await _load_ledger(parts.engine, settings.committee)
        await _load_reviews(parts.engine, settings.committee)
        await parts.gateway.start_opening()
        await _plan_the_year(parts)


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


async def _load_reviews(engine: AsyncEngine, committee: str) -> None:
    """The reviews of the months that are over."""
    from intake.review_import import open_review_import

    now = datetime.now(UTC)
    last_on = on_shanghai(now).replace(day=1) - timedelta(days=1)
    entry = await open_review_import(engine, sample.REVIEWS, committee, SYSTEM, now, last_on)
    await entry.write()


async def _plan_the_year(parts: Parts) -> None:
    """The year's plan: made by an officer, approved by the secretary, as people do it."""
    from auth.credentials import read_credentials
    from store.queries.accounts import actor_of
    from web.year_desk import YearDesk

    today = on_shanghai(datetime.now(UTC))
    number, desk = str(today.year), YearDesk(parts)
    fields: dict[str, dict[str, Any]] = {
        "begin": {"year": today.year},
        "propose": {"partial_reason": _PARTIAL},
    }
    accounts = {one.login: one.account for one in read_credentials(parts.settings.data_dir)}
    for login, command in _PLANNING:
        async with parts.engine.connect() as connection:
            actor = await actor_of(connection, accounts[login], today)
        data = fields.get(command, {})
        key = f"sample-plan-{number}-{command}"
        try:
            await desk.carry_out("annual_plan", actor, number, command, data, key)
        except RuleRefusedError as refusal:
            # On the last days of a year nothing can be planned; the rest of the sample still lives.
            print(f"示例未编制年度计划：{refusal.message}")
            return
        if command == "begin":
            await _until_units_are_known(parts, number)


async def _until_units_are_known(parts: Parts, number: str) -> None:
    """The plan asks the register by itself, a moment after it has begun."""
    from store.queries.year import state_of

    for _ in range(_LOOKS):
        async with parts.engine.connect() as connection:
            plan = await state_of(connection, parts.gateway.stream("annual_plan", number))
        if plan is not None and plan.units:
            return
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
    raise TransientError("plan_without_units", "年度计划迟迟没有取得单位名册，请稍后重新启动。")
