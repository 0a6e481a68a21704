"""The ways an item can go, one recorded history each."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta

from bench.life import DEPUTY, HEAD, OFFICER, OWNER, SECRETARY, VERIFIER, whole_life
from models.facts import Actor
from models.rectification.decider import RECTIFICATION
from tests.replay.room import Room
from tests.workflows.items import Item
from workflows.rectification import RectificationWorkflow

MARCH_23 = datetime(2026, 3, 23, 2, 0, tzinfo=UTC)
DUE_ON = date(2026, 4, 30)
MEASURES = [{"text": "建立倒班补学表", "owner": "党支部书记", "due_on": "2026-04-20"}]
AUDITOR = Actor("a-auditor", ("auditor",), "DW")


async def _in_progress(item: Item) -> None:
    await item.issue(DUE_ON)
    await item.send("accept", SECRETARY)
    await item.send("submit_plan", SECRETARY, measures=MEASURES)
    await item.send("approve_plan", OFFICER)


async def closed_and_archived(item: Item) -> None:
    """Returned plan, extension, rejected and accepted closure, observation, archive."""
    for step in whole_life(item.number, DUE_ON, date(2026, 3, 23)):
        await item.take(step)
    await item.env.fast_forward(item.handle, timedelta(days=300))
    await item.handle.result()


async def overdue_for_months(item: Item) -> None:
    """Every reminder, level and repetition until the end of September."""
    await _in_progress(item)
    await item.wait_until(date(2026, 9, 30))


async def rebounded(item: Item) -> None:
    """Closed, found to have come back, continued by a linked item."""
    for step in whole_life(item.number, DUE_ON, date(2026, 3, 23)):
        await item.take(step)
    await item.send("reopen", AUDITOR, finding="回头看发现问题再次出现")
    await item.handle.result()


async def refused_and_terminated(item: Item) -> None:
    """A refused attempt, then the end by the head of the department."""
    await _in_progress(item)
    with contextlib.suppress(AssertionError):
        await item.send("approve_plan", OWNER)
    await item.send("terminate", HEAD, reason="单位撤销")
    await item.handle.result()


async def continued_as_new(item: Item) -> None:
    """So many reports that the run gives way to another; the last run is recorded."""
    await _in_progress(item)
    for number in range(120):
        await item.send("report_progress", OWNER, progress=f"第{number + 1}次填报")
    await item.send("request_closure", SECRETARY, summary="完成", no_evidence_reason="现场可见")
    await item.send("reject_closure", VERIFIER, reason="记录不全")


async def extension_denied(item: Item) -> None:
    """Asked in time, denied, overdue on the original date."""
    await _in_progress(item)
    await item.send(
        "request_extension", SECRETARY, due_on="2026-05-08", reason="检修", progress="六成"
    )
    await item.send("deny_extension", DEPUTY, reason="可以按期完成")
    await item.wait_until(date(2026, 5, 12))


ITEMS = Room(
    RectificationWorkflow,
    RECTIFICATION,
    lambda env, task_queue, world: Item(env, task_queue, world, MARCH_23),
    (
        closed_and_archived,
        overdue_for_months,
        rebounded,
        refused_and_terminated,
        continued_as_new,
        extension_denied,
    ),
)
