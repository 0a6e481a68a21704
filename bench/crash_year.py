"""A compressed year, killed at every step boundary of each of its workflows.

The worker is killed when an append of each kind of event has been decided but not stored, stored
but not told, and shortly after; at random; and with it Temporal and PostgreSQL. People resend
until acknowledged. Afterwards nothing may be lost, nothing doubled, and every state must be the
fold of its facts.
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from time import monotonic

from bench.crash_year_checks import findings
from bench.crash_year_clock import YearClock
from bench.crash_year_holds import BEFORE, COMMIT, Holds
from bench.crash_year_kills import AFTER, Killer, KillPlan
from bench.crash_year_play import YearPlayer
from bench.crash_year_stack import YearStack, running_year_stack
from bench.crash_year_worker import YearGateway, YearInputs
from bench.measure import Measure
from bench.stack import Desk
from models.calendar import at_shanghai
from models.rooms import DECIDERS
from models.year import OVERVIEWS
from runtime.temporal_client import connect
from simulation.behaviour import Behaviour
from simulation.player import last_day
from simulation.world import Given, first_day, furnish
from store.engine import open_engine

YEAR = 2026
_UNITS = """编码,名称,类型,上级编码,复盘层级,党员数,负责人职务,工作地点
DW,中共示例矿委员会,党委,,,,党委书记,
Z1,采煤科党总支,党总支,DW,direct,,党总支书记,井下
Z1-01,综采一队党支部,党支部,Z1,sub,15,党支部书记,井下
Z1-02,综采二队党支部,党支部,Z1,sub,28,党支部书记,井下
D01,安装区党支部,党支部,DW,direct,30,党支部书记,井下
D02,防突科党支部,党支部,DW,direct,32,党支部书记,井下
D03,内维段党支部,党支部,DW,direct,40,党支部书记,井下
"""
BEHAVIOUR = Behaviour(
    weaknesses_min=1,
    weaknesses_max=2,
    objection_percent=20,
    closure_rejected_percent=20,
    plan_returned_percent=20,
    postponed_percent=15,
)
ROOMS = ("document_register", *OVERVIEWS)


@dataclass(frozen=True)
class Plan:
    """How much of the year is played, and how much is killed."""

    until_on: date
    kills: KillPlan
    pause_seconds: float


def _types() -> tuple[str, ...]:
    return tuple(type_ for room in ROOMS for type_ in DECIDERS[room].events)


FULL = Plan(
    last_day(YEAR), KillPlan(_types(), (BEFORE, COMMIT, AFTER), 20, 10, 10), pause_seconds=6.0
)
QUICK = Plan(
    date(YEAR, 1, 8),
    KillPlan(
        ("annual_plan.approved", "annual_plan.month_opened", "review.planned"), (COMMIT,), 0, 1, 1
    ),
    pause_seconds=5.0,
)


def bench(quick: bool) -> list[Measure]:
    """Play, kill, and count every kind of damage; all goals are zero."""
    return asyncio.run(_run(QUICK if quick else FULL))


async def _run(plan: Plan) -> list[Measure]:
    with running_year_stack() as stack:
        settings = stack.settings
        engine = open_engine(settings.app_database(), 20)
        client = await connect(settings)
        inputs = YearInputs(engine, stack.offset)
        gateway = YearGateway(client, inputs, settings, stack.offset)
        desk = Desk(settings, engine, client, gateway, inputs)
        try:
            return await _play(stack, desk, plan)
        finally:
            await engine.dispose()


async def _play(stack: YearStack, desk: Desk, plan: Plan) -> list[Measure]:
    began = monotonic()
    clock = YearClock(desk.client, stack.offset)
    with tempfile.TemporaryDirectory() as room:
        units = Path(room) / "units.csv"
        units.write_text(_UNITS, encoding="utf-8")
        begins_at = at_shanghai(first_day(YEAR), time(8, 30))
        terms, roster = await furnish(desk.engine, Given(units), begins_at)
    player = YearPlayer(desk, clock, roster, terms, BEHAVIOUR)
    killer = Killer(stack, desk.client, clock, Holds(stack.instance.postgresql_admin), plan.kills)
    await killer.set_up()
    rampage = asyncio.create_task(killer.rampage(plan.pause_seconds))
    playing = asyncio.create_task(player.play(YEAR, plan.until_on))
    await asyncio.wait({rampage, playing}, return_when=asyncio.FIRST_COMPLETED)
    if not playing.done():
        playing.cancel()
        await rampage  # tells why it ended
    rampage.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await rampage
    await killer.finish()
    await playing
    return await findings(desk, player, killer.log, round(monotonic() - began))
