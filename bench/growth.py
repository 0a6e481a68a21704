"""What it costs to have many items: 20 000 open ones and 100 000 in all, on the embedded stack.

Items come in through the real importer and get their workflows the usual way. The machine's own
speed shows in every absolute figure, so wherever there is one, the ratio to a smaller instance or
to a yardstick of the same run is what counts.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from auth.bootstrap import create_sample_accounts
from bench.cold_start import ColdStart, command_at_random, start_again
from bench.due_moments import Appointment, Delays, keep_appointment
from bench.footprint import database_megabytes, memory_of_parts, temporal_megabytes
from bench.growing_ledger import import_items, import_units, number_of_item
from bench.ledger_pages import PageCost, page_costs
from bench.measure import Measure
from bench.opening_speed import Opening, bare_starts_a_second, watch_opening
from bench.stack import Desk, Stack, open_desk, running_stack

_TOLD_WITHIN_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How far it grows.

    Attributes:
        few: Open items of an instance that has hardly begun.
        short: Items when the ledger is measured first.
        open_items: Open ones in the end.
        items: All of them in the end.
        commands: Commands over random items after the restart.
        due: Items that are due on one morning, and again all in one second.
        spread_seconds: Over how many seconds the first lot is spread.
        lead_seconds: How long before their moment items are opened.
        bare: Workflows of the yardstick.
        page_goal: Most that a page may cost more on the long ledger; None when the short one does
            not fill a page.
    """

    few: int
    short: int
    open_items: int
    items: int
    commands: int
    due: int
    spread_seconds: int
    lead_seconds: int
    bare: int
    page_goal: float | None


FULL = Plan(20, 1_000, 20_000, 100_000, 2_000, 500, 60, 90, 500, 1.5)
QUICK = Plan(5, 60, 150, 600, 60, 20, 3, 8, 40, None)


def bench(quick: bool) -> list[Measure]:
    """Grow step by step, measure after each, then let items become due."""
    return asyncio.run(_run(QUICK if quick else FULL))


async def _run(plan: Plan) -> list[Measure]:
    with running_stack(simulation="true") as stack:
        stack.start("api")
        await _people(stack)
        await _grow(stack, range(plan.few))
        few = await start_again(stack, plan.few)
        yardstick = await _yardstick(stack, plan.bare)
        await _grow(stack, range(plan.few, plan.short))
        short = await _pages(stack)
        opening = await _grow(stack, range(plan.short, plan.open_items))
        measures = [
            *_opening_measures(opening, yardstick),
            *_memory_measures(stack, "all opened"),
            *await _closed_items(stack, range(plan.open_items, plan.items)),
            *_page_measures(short, await _pages(stack), plan.page_goal),
            *_restart_measures(few, await start_again(stack, plan.open_items)),
            *await _commands(stack, plan),
        ]
        return measures + await _due_measures(stack, plan)


async def _people(stack: Stack) -> None:
    """Units, and an account for every post of theirs: notices go to somebody."""
    import_units(stack.directory)
    async with open_desk(stack) as desk:
        await create_sample_accounts(desk.engine, desk.settings.committee, stack.directory)


def _say(what: str) -> None:
    """For whoever waits: a full run takes a while."""
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


async def _grow(stack: Stack, places: range) -> Opening:
    """Import open items and wait until all of them live."""
    _say(f"open items {places.start} to {places.stop}")
    seconds = import_items(stack.directory, places, is_open=True)
    async with open_desk(stack) as desk:
        return await watch_opening(desk, len(places), seconds)


async def _yardstick(stack: Stack, count: int) -> float:
    _say("yardstick")
    async with open_desk(stack) as desk:
        like = await desk.inputs.from_facts(_stream(desk, 0))
        if like is None:
            raise AssertionError("the first item has no facts")
        return await bare_starts_a_second(stack, desk, like, count)


async def _pages(stack: Stack) -> Mapping[str, PageCost]:
    _say("pages")
    async with open_desk(stack) as desk:
        return await page_costs(desk)


def _page_measures(
    short: Mapping[str, PageCost], long: Mapping[str, PageCost], goal: float | None
) -> list[Measure]:
    return [
        Measure(
            f"page {name}: long ÷ short ledger",
            long[name].ratio / short[name].ratio,
            goal=goal,
            at_most=True,
            details={"short_ms": asdict(short[name]), "long_ms": asdict(long[name])},
        )
        for name in short
    ]


def _opening_measures(opening: Opening, yardstick: float) -> list[Measure]:
    details = {**asdict(opening), "bare_starts_a_second": round(yardstick, 1)}
    measures = [
        Measure("workflows opened a second", opening.rate, "items/s", details=details),
        Measure("opening ÷ bare starts", opening.rate / yardstick, details=details),
    ]
    if opening.early:  # a short list is gone before its parts can be told apart
        slowing = opening.late / opening.early
        measures.append(Measure("opening: last quarter ÷ first", slowing, details=details))
    return measures


async def _closed_items(stack: Stack, places: range) -> list[Measure]:
    """The rest of the ledger, long closed: it needs room, but no workflow."""
    _say(f"closed items {places.start} to {places.stop}")
    seconds = import_items(stack.directory, places, is_open=False)
    async with open_desk(stack) as desk:
        database = await database_megabytes(desk)
    return [
        Measure("closed items imported a second", len(places) / seconds, "items/s"),
        Measure("database, whole ledger", database, "MB"),
    ]


def _memory_measures(stack: Stack, when: str) -> list[Measure]:
    parts = memory_of_parts(stack)
    measures = [
        Measure(f"memory of {name}, {when}", memory.now, "MB", details={"most": memory.most})
        for name, memory in parts.items()
    ]
    return [*measures, Measure(f"file of Temporal, {when}", temporal_megabytes(stack), "MB")]


def _restart_measures(few: ColdStart, many: ColdStart) -> list[Measure]:
    details = {"few": asdict(few), "many": asdict(many)}
    return [
        Measure("start to first answer", many.seconds, "s", details=details),
        Measure("start: many ÷ few items", many.seconds / few.seconds, details=details),
    ]


async def _commands(stack: Stack, plan: Plan) -> list[Measure]:
    """Commands that meet sleeping items, and what the worker keeps of them afterwards."""
    _say("commands")
    seconds, times = await command_at_random(stack, plan.open_items, plan.commands)
    cuts = statistics.quantiles(times, n=20, method="inclusive")
    details = {"p50_ms": round(cuts[9] * 1000, 1), "p95_ms": round(cuts[18] * 1000, 1)}
    rate = Measure("commands a second, random items", plan.commands / seconds, "commands/s")
    return [replace(rate, details=details), *_memory_measures(stack, "after commands")]


async def _due_measures(stack: Stack, plan: Plan) -> list[Measure]:
    """Items due on one morning: spread as a policy would, then all in the same second."""
    _say("due moments")
    spread = Appointment("DS", plan.due, plan.spread_seconds, plan.lead_seconds)
    burst = Appointment("DB", plan.due, 0, plan.lead_seconds)
    async with open_desk(stack) as desk:
        return [
            *_delay_measures("spread", await keep_appointment(desk, spread), _TOLD_WITHIN_SECONDS),
            *_delay_measures("same second", await keep_appointment(desk, burst), None),
        ]


def _delay_measures(name: str, delays: Delays, goal: float | None) -> list[Measure]:
    details = asdict(delays)
    return [
        Measure(f"due to level raised, {name}: p95", delays.raised.p95, "s", details=details),
        Measure(f"due to notice, {name}: p95", delays.told.p95, "s", goal, True, details),
    ]


def _stream(desk: Desk, place: int) -> str:
    return desk.gateway.stream("rectification", number_of_item(place))
