"""The whole of 2026 for 48 units through the real workflows: nothing missed, nothing untraceable.

`--quick` plays one quarter. A second run plays three years in a chain of annual plans for a small
committee, to see that no history grows beyond what the engine takes.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import sample
from bench.measure import Measure
from models.ids import entity_of, number_of, stream_id
from models.rectification.state import RectificationState
from models.review.state import ReviewState
from simulation.behaviour import Behaviour
from simulation.player import Player
from simulation.running import Asked, Outcome, simulate
from simulation.world import Given, World

YEAR, CHAIN_YEARS = 2026, 3
_QUARTER_ON = date(YEAR, 4, 20)
_MOST_EVENTS = 51_200  # at which the engine ends a workflow by force; it warns at 10 240
_SMALL = """编码,名称,类型,上级编码,复盘层级,党员数,负责人职务,工作地点
DW,示例党委,党委,,,,党委书记,
D01,安装区党支部,党支部,DW,direct,20,党支部书记,地面
D02,供应科党支部,党支部,DW,direct,18,党支部书记,地面
D03,地测科党支部,党支部,DW,direct,16,党支部书记,地面
"""


@dataclass
class Seen:
    """What was found in the world before it was taken down.

    Attributes:
        opened: What the annual plans opened or ended, by kind of event.
        silent: Open items that are overdue for a week and were never escalated.
        untraceable: What has another loop id than the finding that it came of.
        looked_back: Items judged in a look-back whose loop leads to a review's finding.
        longest_history: Most events in one run of a workflow.
        runs: Runs of workflows, by kind, beyond the first of each.
    """

    opened: Counter[str]
    silent: list[str]
    untraceable: list[str]
    looked_back: int
    longest_history: int
    runs: Counter[str]
    plan_runs: dict[str, int]


def bench(quick: bool) -> list[Measure]:
    """Whole year and chain of years; `quick` only a quarter of the one."""
    until_on = _QUARTER_ON if quick else None
    asked = Asked(Given(sample.UNITS), YEAR, Behaviour(), until_on=until_on)
    outcome, seen = asyncio.run(_play(asked))
    measures = _measures(outcome, seen, is_whole=not quick)
    return measures if quick else measures + _chain()


def _chain() -> list[Measure]:
    """Three years of a small committee, each plan begun by the one before."""
    with tempfile.TemporaryDirectory(prefix="fupan-bench-") as room:
        register = Path(room) / "units.csv"
        register.write_text(_SMALL, encoding="utf-8")
        habits = replace(Behaviour(), weaknesses_min=1, weaknesses_max=2)
        asked = Asked(Given(register), YEAR, habits, years=CHAIN_YEARS)
        outcome, seen = asyncio.run(_play(asked))
    goal = CHAIN_YEARS + 1
    details = {"runs": dict(seen.runs), "plans": seen.plan_runs, "wall": outcome.wall_seconds}
    return [
        Measure("plans in the chain", len(seen.plan_runs), "plans", goal, details=details),
        Measure(
            "longest history of three years", seen.longest_history, "events", _MOST_EVENTS, True
        ),
        Measure("items overdue in silence, three years", len(seen.silent), "items", 0, True),
    ]


async def _play(asked: Asked) -> tuple[Outcome, Seen]:
    found: list[Seen] = []

    async def look(world: World, player: Player) -> None:
        found.append(await _seen(world, player.played.states, asked.last_on))

    outcome = await simulate(asked, look=look)
    return outcome, found[0]


async def _seen(world: World, states: Mapping[str, Any], last_on: date) -> Seen:
    opened = Counter(
        event.type
        for step in world.engine.watched.steps
        for event in step.events
        if entity_of(step.stream) == "annual_plan"
    )
    runs, longest, plans = await _histories(world)
    return Seen(
        opened=opened,
        silent=_silent(world, states, last_on),
        untraceable=_untraceable(world, states),
        looked_back=_looked_back(states),
        longest_history=longest,
        runs=runs,
        plan_runs=plans,
    )


def _silent(world: World, states: Mapping[str, Any], last_on: date) -> list[str]:
    """Rightly open means: in time, or somebody was told that it is not."""
    raised = {
        step.stream
        for step in world.engine.watched.steps
        for event in step.events
        if event.type == "rectification.level_raised" and event.data["subject"] == "item"
    }
    week_ago = last_on - timedelta(days=7)
    return [
        stream
        for stream, state in states.items()
        if isinstance(state, RectificationState)
        and state.is_overdue_on(week_ago)
        and stream not in raised
    ]


def _untraceable(world: World, states: Mapping[str, Any]) -> list[str]:
    """Every fact about an item of a review carries the loop id of a finding of that review."""
    loops: dict[str, set[str]] = {}
    for step in world.engine.watched.steps:
        loops.setdefault(step.stream, set()).add(step.correlation)
    wrong = []
    for stream, state in states.items():
        if not isinstance(state, RectificationState) or not state.review:
            continue
        review = states.get(stream_id(state.committee, "review", state.review))
        known = _loop_ids(review) if isinstance(review, ReviewState) else set()
        if len(loops[stream]) != 1 or not loops[stream] <= known:
            wrong.append(stream)
    return wrong


def _loop_ids(review: ReviewState) -> set[str]:
    return {f"{review.stream}#{finding.no}" for finding in review.findings}


def _looked_back(states: Mapping[str, Any]) -> int:
    """Items of reviews that a look-back has judged."""
    of_reviews = {
        state.number
        for state in states.values()
        if isinstance(state, RectificationState) and state.review
    }
    return sum(
        item.candidate.item in of_reviews and item.verdict is not None
        for stream, state in states.items()
        if entity_of(stream) == "look_back"
        for item in state.items
    )


async def _histories(world: World) -> tuple[Counter[str], int, dict[str, int]]:
    """Continued runs by kind, the longest history, and runs of each annual plan."""
    counts: Counter[str] = Counter()
    longest = 0
    client = world.engine.client
    async for execution in client.list_workflows():
        counts[execution.id] += 1
        # A list knows the length of ended runs only.
        handle = client.get_workflow_handle(execution.id, run_id=execution.run_id)
        longest = max(longest, (await handle.describe()).history_length)
    more: Counter[str] = Counter()
    plans = {}
    for stream, count in counts.items():
        if "/" not in stream:
            continue
        more[entity_of(stream)] += count - 1
        if entity_of(stream) == "annual_plan":
            plans[number_of(stream)] = count
    return more, longest, plans


def _measures(outcome: Outcome, seen: Seen, *, is_whole: bool) -> list[Measure]:
    year = outcome.year
    months, quarters, halves = (12, 4, 2) if is_whole else (4, 1, 0)
    covered = year.covered_direct[-1] + year.covered_sub[-1]
    units = year.units_direct + year.units_sub
    opened = seen.opened
    details = {
        "items": year.items,
        "reviews": sum(year.reviews),
        "escalations": year.escalations,
        "bulletins": [each["document_number"] for each in year.bulletins],
        "look_backs": year.look_backs,
        "common_issues": year.common_issues,
        "refused": year.refused,
        "notices": year.notices_total,
        "runs": dict(seen.runs),
        "wall_seconds": outcome.wall_seconds,
    }
    return [
        Measure("months opened", opened["annual_plan.month_opened"], "months", months),
        Measure("quarters ended", opened["annual_plan.quarter_ended"], "quarters", quarters),
        Measure("halves ended", opened["annual_plan.half_ended"], "halves", halves),
        Measure("units covered", covered, "units", units if is_whole else None),
        Measure("clocks that did not fire", year.stuck, "clocks", 0, True),
        Measure("items overdue in silence", len(seen.silent), "items", 0, True),
        Measure("items that no finding explains", len(seen.untraceable), "items", 0, True),
        Measure("items traced from finding to look-back", seen.looked_back, "items"),
        Measure("longest history", seen.longest_history, "events", _MOST_EVENTS, True),
        Measure("events", year.events, "events", details=details),
        Measure("wall time", outcome.wall_seconds, "seconds"),
        Measure("events a second", outcome.events_per_second, "events/s"),
    ]
