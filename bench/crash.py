"""Kills worker, Temporal and PostgreSQL under a stream of commands and looks for what was lost.

Every client resends a command under the same id until it is acknowledged, as people's programs
do. Afterwards each acknowledged command must stand in the facts exactly once, every entity's state
must equal the fold of its stream and its row in the ledger, and every level that is due must have
been raised once.
"""

from __future__ import annotations

import asyncio
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.life import UNIT, Step, whole_life
from bench.measure import Measure
from bench.stack import Desk, Stack, open_desk, running_stack
from models.calendar import on_shanghai
from models.errors import TransientError
from models.facts import Actor
from models.ids import event_id
from models.rooms import DECIDERS
from store.event_store import EventStore
from store.streams import all_streams, load
from store.verification import verify
from wire.messages import EntityInput, Receipt, RecordedEvent

LEVELS = {"yellow", "orange", "red", "raise"}


@dataclass(frozen=True)
class Plan:
    """How much is killed, and how many clients and overdue items there are."""

    worker_kills: int
    temporal_kills: int
    postgresql_stops: int
    clients: int
    overdue_items: int


FULL = Plan(200, 20, 20, clients=8, overdue_items=120)
QUICK = Plan(6, 2, 2, clients=4, overdue_items=10)


@dataclass
class Log:
    """What clients were told."""

    receipts: dict[str, tuple[Step, Receipt]] = field(default_factory=dict)
    resent: int = 0
    is_over: bool = False


def bench(quick: bool) -> list[Measure]:
    """Run the plan and count every kind of damage; all goals are zero."""
    return asyncio.run(_run(QUICK if quick else FULL))


async def _run(plan: Plan) -> list[Measure]:
    began = time.monotonic()
    with running_stack() as stack:
        log = Log()
        async with open_desk(stack) as desk:
            overdue = await _import_overdue(desk, plan.overdue_items)
            clients = [
                asyncio.create_task(_client(desk, log, number)) for number in range(plan.clients)
            ]
            try:
                await asyncio.to_thread(_rampage, stack, plan)
            finally:
                log.is_over = True
            await asyncio.gather(*clients)
            await _quiet(desk, overdue)
            return await _findings(stack, desk, plan, log, overdue, time.monotonic() - began)


def _rampage(stack: Stack, plan: Plan) -> None:
    """Kill in random order and at random moments, also while something is still starting."""
    chance = random.Random(20260430)
    victims = (
        ["worker"] * plan.worker_kills
        + ["temporal"] * plan.temporal_kills
        + ["postgresql"] * plan.postgresql_stops
    )
    chance.shuffle(victims)
    for number, victim in enumerate(victims, start=1):
        print(f"{number}/{len(victims)} {victim}", file=sys.stderr, flush=True)
        time.sleep(chance.uniform(0.0, 2.0))
        stack.kill(victim)
        stack.launch(victim)
        if chance.random() < 0.9:  # one time in ten the next blow falls during the start
            stack.wait(victim)
        for name in ("worker", "sequencer"):
            _revive(stack, name)
    for name in ("postgresql", "temporal", "sequencer", "worker"):
        _revive(stack, name)
        stack.wait(name)


def _revive(stack: Stack, name: str) -> None:
    """What died of another's death is started again, as the supervisor does."""
    if not stack.is_running(name):
        stack.launch(name)


async def _client(desk: Desk, log: Log, number: int) -> None:
    """Drive one item after another through its whole life until the killing is over."""
    round_no = 0
    while not log.is_over:
        round_no += 1
        today = on_shanghai(datetime.now(UTC))
        item = f"CR{number:02d}-{round_no:04d}"
        for step in whole_life(item, today + timedelta(days=60), today):
            log.receipts[step.command_id] = (step, await _insist(desk, log, step))


async def _insist(desk: Desk, log: Log, step: Step) -> Receipt:
    while True:
        try:
            return await desk.gateway.execute(
                "rectification", step.number, step.name, step.data, step.actor, step.command_id
            )
        except TransientError:
            log.resent += 1
        except OSError:  # the gateway's own look into the database met a stopped server
            log.resent += 1
            await asyncio.sleep(0.2)


async def _import_overdue(desk: Desk, count: int) -> list[str]:
    """Items whose every level is due already: each must be raised once, whatever dies."""
    due_on = on_shanghai(datetime.now(UTC)) - timedelta(days=45)
    numbers = [f"OD-{number:04d}" for number in range(count)]
    importer = Actor("a-import", ("sys_admin",), "DW")
    for number in numbers:
        data: dict[str, Any] = {
            "number": number,
            "owner_unit": UNIT,
            "owner_post": "党支部书记",
            "found_on": str(due_on - timedelta(days=30)),
            "due_on": str(due_on),
            "problem": "主题党日与生产“两层皮”",
            "cause": "载体选得不准",
            "goal": "主题党日与工序任务挂钩",
            "category": "fixed_term",
            "state": "in_progress",
        }
        await desk.gateway.execute(
            "rectification", number, "import_history", data, importer, f"import-{number}"
        )
    return numbers


async def _quiet(desk: Desk, overdue: Sequence[str]) -> None:
    """Wait until every due level has been raised."""
    async with asyncio.timeout(300):
        while True:
            raised = [await _levels(desk, number) for number in overdue]
            if all(set(levels) >= LEVELS for levels in raised):
                return
            await asyncio.sleep(0.5)


async def _levels(desk: Desk, number: str) -> list[str]:
    facts = await _facts(desk, desk.gateway.stream("rectification", number))
    return [
        str(fact.data["level"])
        for fact in facts
        if fact.type == "rectification.level_raised" and fact.data["subject"] == "item"
    ]


async def _facts(desk: Desk, stream: str) -> list[RecordedEvent]:
    async with desk.engine.connect() as connection:
        return await EventStore().read(connection, stream)


def _task_failures(stack: Stack) -> dict[str, int]:
    """Workflow tasks that failed and were tried again, by the engine's code for the cause."""
    text = (stack.directory / "log" / "worker.log").read_text(encoding="utf-8", errors="replace")
    return dict(Counter(re.findall(r"TMPRL\d+", text)))


async def _findings(
    stack: Stack, desk: Desk, plan: Plan, log: Log, overdue: Sequence[str], seconds: float
) -> list[Measure]:
    lost = [step for step, receipt in log.receipts.values() if not await stands(desk, receipt)]
    twice = await doubled(desk, "rectification")
    off = await astray(desk, "rectification")
    raised = Counter[int]()
    for number in overdue:
        levels = Counter(await _levels(desk, number))
        raised.update(levels[level] for level in LEVELS)
    async with desk.engine.connect() as connection:
        fault = await verify(connection)
    details: dict[str, Any] = {
        "workflow_task_failures": _task_failures(stack),
        "worker_kills": plan.worker_kills,
        "temporal_kills": plan.temporal_kills,
        "postgresql_immediate_stops": plan.postgresql_stops,
        "commands_resent": log.resent,
        "seconds": round(seconds),
        "first_fault": str(fault) if fault else None,
    }
    wrong_levels = sum(count for times, count in raised.items() if times != 1)
    return [
        Measure("commands acknowledged", len(log.receipts), "commands", details=details),
        Measure("acknowledged commands lost", len(lost), "commands", 0, at_most=True),
        Measure("events stored twice", twice, "events", 0, at_most=True),
        Measure("entities whose state is not the fold", off, "entities", 0, at_most=True),
        Measure("faults found by verify (first only)", int(fault is not None), "faults", 0, True),
        Measure("due levels raised not exactly once", wrong_levels, "levels", 0, at_most=True),
        Measure("due levels raised exactly once", raised[1], "levels"),
    ]


async def stands(desk: Desk, receipt: Receipt) -> bool:
    """True when the facts hold exactly what the receipt said, where it said."""
    facts = {fact.version: fact for fact in await _facts(desk, receipt.stream)}
    first = receipt.version - len(receipt.events) + 1
    return all(
        (fact := facts.get(first + index)) is not None
        and fact.type == kind
        and fact.id == str(event_id(receipt.stream, receipt.command_id, index))
        for index, kind in enumerate(receipt.events)
    )


async def doubled(desk: Desk, entity: str) -> int:
    """Events of a step that stands at two places of a stream."""
    count = 0
    async with desk.engine.connect() as connection:
        for stream in await all_streams(connection, desk.settings.committee, entity):
            facts = await EventStore().read(connection, stream)
            places: dict[str, list[int]] = {}
            for fact in facts:
                places.setdefault(fact.step, []).append(fact.version)
            count += sum(
                versions != list(range(versions[0], versions[0] + len(versions)))
                for versions in places.values()
            )
    return count


async def astray(desk: Desk, entity: str) -> int:
    """Running entities whose own state differs from the fold of their facts."""
    count = 0
    decider = DECIDERS[entity]
    async with desk.engine.connect() as connection:
        streams = await all_streams(connection, desk.settings.committee, entity)
    for stream in streams:
        handle = desk.client.get_workflow_handle(stream)
        own: EntityInput = await handle.query(
            "snapshot", result_type=EntityInput, rpc_timeout=timedelta(seconds=30)
        )
        async with desk.engine.connect() as connection:
            loaded = await load(connection, stream, decider)
        count += (own.version, own.state, own.head) != (
            loaded.version,
            loaded.state,
            loaded.head,
        )
    return count
