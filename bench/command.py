"""Round trip of a command against a bare update, and what one item's life costs the engine.

Both go through the same server (with its poll flags), in alternating pairs, each served by a
worker process of its own. The bare update's body has as many bytes as the command's.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle

from bench import bare
from bench.life import OFFICER, OWNER, SECRETARY, issue_data, whole_life
from bench.measure import Measure
from bench.stack import Desk, Stack, open_desk, running_stack
from models.calendar import on_shanghai

_WARM_UP = 30
_NUMBER = "FP2026-001"
# What an engine bills, by the event that shows it in the history.
_BILLABLE = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED: "start",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED: "update",
    EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED: "activity",
    EventType.EVENT_TYPE_TIMER_STARTED: "timer",
}


def bench(quick: bool) -> list[Measure]:
    """Pairs of both calls, p50 and p95 as ratios; then the cost of a whole life."""
    return asyncio.run(_run(pairs=60 if quick else 600))


async def _run(pairs: int) -> list[Measure]:
    with running_stack() as stack:
        yardstick = _start_yardstick(stack)
        try:
            async with open_desk(stack) as desk:
                handle = await _start_bare(stack)
                ours, bare_times = await _pairs(desk, handle, pairs)
                return [*_ratios(ours, bare_times), *await _cost_of_a_life(desk)]
        finally:
            yardstick.terminate()
            yardstick.wait()


def _start_yardstick(stack: Stack) -> subprocess.Popen[bytes]:
    instance = stack.instance
    arguments = [instance.temporal, instance.temporal_namespace, instance.postgresql_admin]
    return subprocess.Popen([sys.executable, "-m", "bench.bare", *arguments])


async def _start_bare(stack: Stack) -> WorkflowHandle[Any, Any]:
    instance = stack.instance
    client = await Client.connect(instance.temporal, namespace=instance.temporal_namespace)
    return await client.start_workflow("bare", id=f"bare-{uuid4()}", task_queue=bare.QUEUE)


async def _pairs(
    desk: Desk, handle: WorkflowHandle[Any, Any], pairs: int
) -> tuple[list[float], list[float]]:
    await _open_item(desk, _NUMBER)
    body = json.dumps({"progress": "已完成补学表编制，正在逐人销账"}, ensure_ascii=False)

    async def ours() -> None:
        await desk.gateway.execute(
            "rectification", _NUMBER, "report_progress", json.loads(body), OWNER, str(uuid4())
        )

    async def yardstick() -> None:
        row_id = str(uuid4())
        await handle.execute_update(
            "put", args=[row_id, body], id=row_id, rpc_timeout=timedelta(seconds=10)
        )

    for _ in range(_WARM_UP):
        await ours()
        await yardstick()
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(pairs):
        # Alternate who goes first, so that neither always meets the other's aftermath.
        order = (ours, yardstick) if number % 2 else (yardstick, ours)
        for call in order:
            times[0 if call is ours else 1].append(await _timed(call))
    return times


async def _timed(call: Callable[[], Awaitable[None]]) -> float:
    began = time.perf_counter()
    await call()
    return time.perf_counter() - began


def _ratios(ours: list[float], bare_times: list[float]) -> list[Measure]:
    measures = []
    for name, place in (("p50", 49), ("p95", 94)):
        mine = statistics.quantiles(ours, n=100)[place]
        theirs = statistics.quantiles(bare_times, n=100)[place]
        details = {"ours_ms": round(mine * 1000, 2), "bare_ms": round(theirs * 1000, 2)}
        measures.append(
            Measure(f"command ÷ bare update, {name}", mine / theirs, "ratio", 1.3, True, details)
        )
    return measures


async def _open_item(desk: Desk, number: str) -> None:
    due_on = on_shanghai(datetime.now(UTC)) + timedelta(days=60)
    measures = [{"text": "建立倒班补学表", "owner": "党支部书记", "due_on": str(due_on)}]
    for name, actor, data in (
        ("issue", OFFICER, issue_data(number, due_on)),
        ("accept", SECRETARY, {}),
        ("submit_plan", SECRETARY, {"measures": measures}),
        ("approve_plan", OFFICER, {}),
    ):
        await desk.gateway.execute("rectification", number, name, data, actor, str(uuid4()))


async def _cost_of_a_life(desk: Desk) -> list[Measure]:
    """History events and billable actions from issue to closure, effects included."""
    today = on_shanghai(datetime.now(UTC))
    commands = list(whole_life("FP2026-002", today + timedelta(days=60), today))
    for step in commands:
        await desk.gateway.execute(
            "rectification", step.number, step.name, step.data, step.actor, step.command_id
        )
    handle = desk.client.get_workflow_handle(desk.gateway.stream("rectification", "FP2026-002"))
    history = await _settled_history(handle, len(commands))
    actions: Counter[str] = Counter()
    for event in history.events:
        if kind := _BILLABLE.get(event.event_type):
            actions[kind] += 1
    # Every command needs an accepted update and one append; the life needs its start; a timer
    # has to wait for the first clock and again whenever a command moves it.
    minimum = 1 + 2 * len(commands) + 1
    details = {"commands": len(commands), "actions": dict(actions), "minimum": minimum}
    return [
        Measure("history events of one life", len(history.events), "events"),
        Measure("billable actions of one life", sum(actions.values()), "actions", details=details),
        Measure("actions ÷ minimum conceivable", sum(actions.values()) / minimum, details=details),
    ]


async def _settled_history(handle: WorkflowHandle[Any, Any], commands: int) -> Any:
    """The history once every effect has been carried out."""
    async with asyncio.timeout(60):
        while True:
            history = await handle.fetch_history()
            scheduled = sum(
                e.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED for e in history.events
            )
            completed = sum(
                e.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED for e in history.events
            )
            if scheduled == completed >= commands:
                return history
            await asyncio.sleep(0.2)
