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
from bench.crash_year_holds import Holds
from bench.crash_year_kills import Killer, KillPlan
from bench.crash_year_play import YearPlayer
from bench.crash_year_stack import YearStack, running_year_stack
from bench.crash_year_worker import YearGateway, YearInputs
from bench.measure import Measure
from bench.stack import Desk
from models.calendar import at_shanghai
from models.policy import DEFAULT_LADDERS, Ladder, Level, Policy, Rung
from models.rooms import DECIDERS
from models.year import OVERVIEWS
from runtime.temporal_client import connect
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
ROOMS = ("document_register", *OVERVIEWS)
# What asks something of another entity, or of the entity itself, and what answers it.
_ASKING = (
    "annual_plan.begun",
    "annual_plan.units_refresh_requested",
    "annual_plan.month_opened",
    "annual_plan.quarter_ended",
    "annual_plan.half_ended",
    "annual_plan.common_issue_found",
    "annual_plan.next_year_opened",
    "review.planned",
    "review.feedback_issued",
    "review.postponed",
    "review.cancelled",
    "review.tracking_started",
    "common_issue.accepted",
    "common_issue.replied",
    "bulletin.begun",
    "bulletin.approved",
    "bulletin.issued",
    "bulletin.corrected",
    "look_back.sampled",
    "look_back.judged",
    "look_back.finished",
    "document_register.drawn",
    "rectification.archived",
)


def _policy() -> Policy:
    """Few rungs, and few who are told."""
    ladders = {}
    for subject, ladder in DEFAULT_LADDERS.items():
        roles = next(rung.roles for rung in ladder.rungs if rung.offset_workdays > 0)[:1]
        rungs = (Rung(Level.BLUE, -1, roles), Rung(Level.YELLOW, 1, roles))
        ladders[subject] = Ladder(rungs, repeat_every_workdays=3)
    return Policy(ladders=ladders)


def _types(*rooms: str) -> tuple[str, ...]:
    return tuple(type_ for room in rooms for type_ in DECIDERS[room].events)


@dataclass(frozen=True)
class Plan:
    """How much of the year is played, and what is killed."""

    until_on: date
    kills: KillPlan


FULL = Plan(
    last_day(YEAR),
    KillPlan(
        before=_types(*ROOMS),
        commit=_types(*ROOMS, "rectification"),
        after=_ASKING,
        random_kills=10,
        temporal_kills=8,
        postgresql_stops=8,
        server_every=9,
        pause_seconds=8.0,
    ),
)
_FIRST = ("annual_plan.begun", "annual_plan.month_opened", "review.planned")
QUICK = Plan(
    date(YEAR, 3, 6),
    KillPlan(
        before=("annual_plan.approved",),
        commit=_FIRST,
        after=("annual_plan.units_refreshed", "review.team_appointed"),
        random_kills=1,
        temporal_kills=1,
        postgresql_stops=1,
        server_every=3,
        pause_seconds=5.0,
    ),
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
        terms, roster = await furnish(desk.engine, Given(units, _policy()), begins_at)
    player = YearPlayer(desk, clock, roster, terms)
    killer = Killer(stack, desk.client, clock, Holds(stack.instance.postgresql_admin), plan.kills)
    await killer.set_up()
    rampage = asyncio.create_task(killer.rampage())
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
    whole_year = YEAR if plan.until_on == last_day(YEAR) else None
    return await findings(desk, player, killer, whole_year, round(monotonic() - began))
