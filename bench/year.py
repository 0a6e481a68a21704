"""The whole of 2026 for 48 units through the real workflows: nothing missed, nothing untraceable.

`--quick` plays one quarter. `year_chain` plays three years of a small committee.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
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

YEAR = 2026
_QUARTER_ON = date(YEAR, 4, 20)
MOST_EVENTS = 51_200  # at which the engine ends a workflow by force; it warns at 10 240


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
    """The whole year; `quick` only its first quarter."""
    until_on = _QUARTER_ON if quick else None
    asked = Asked(Given(sample.UNITS), YEAR, Behaviour(), until_on=until_on)
    outcome, seen = asyncio.run(played(asked))
    return _measures(outcome, seen, is_whole=not quick)


async def played(asked: Asked) -> tuple[Outcome, Seen]:
    """Play, and look around before the world is taken down."""
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
        Measure("longest history", seen.longest_history, "events", MOST_EVENTS, True),
        Measure("events", year.events, "events", details=details),
        Measure("wall time", outcome.wall_seconds, "seconds"),
        Measure("events a second", outcome.events_per_second, "events/s"),
    ]
