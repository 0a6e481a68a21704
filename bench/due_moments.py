"""From the moment at which an item is due to the notice that says so.

Items are given a shifted clock, so that it is a few minutes before nine on a working day for them,
and a policy that is the real one but for the spread. Everything else is the way of every item.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from temporalio.client import WithStartWorkflowOperation
from temporalio.common import WorkflowIDConflictPolicy

from bench.growing_ledger import branch_of_item
from bench.stack import Desk
from models.calendar import WorkCalendar, at_shanghai, on_shanghai
from models.facts import Actor
from models.ids import jitter
from models.notice.decider import notices_of
from models.terms import Terms
from store.event_store import EventStore
from store.streams import all_streams
from wire.messages import CommandMessage, EntityInput, Receipt, RecordedEvent

_IMPORTER = Actor("a-import", ("sys_admin",), "DW")
_HANDS = 8
_PATIENCE_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Appointment:
    """Items that are due on one morning.

    Attributes:
        prefix: First part of their numbers.
        count: How many there are.
        spread_seconds: Over how many seconds their moments are spread.
        lead_seconds: How long before nine the first one is opened.
    """

    prefix: str
    count: int
    spread_seconds: int
    lead_seconds: int


@dataclass(frozen=True, slots=True)
class Span:
    """Seconds: minimum, median, 95th percentile and maximum."""

    least: float
    p50: float
    p95: float
    most: float


@dataclass(frozen=True, slots=True)
class Delays:
    """How long after the planned instants.

    Attributes:
        raised: Until levels were recorded.
        told: Until notices stood in the inboxes.
        opened_late: Items that were opened after their moment; not counted in the others.
    """

    raised: Span
    told: Span
    opened_late: int


async def keep_appointment(desk: Desk, appointment: Appointment) -> Delays:
    """Open the items, wait until every notice stands, and see how late each was."""
    terms = await _terms(desk, appointment.spread_seconds)
    nine_at = at_shanghai(_next_workday(terms.calendar), terms.policy.notices.fire_at)
    shift = nine_at - timedelta(seconds=appointment.lead_seconds) - datetime.now(UTC)
    # Whole seconds, as the input has them.
    offset = timedelta(seconds=int(shift.total_seconds()))
    await _open_items(desk, appointment, terms, offset)
    await _wait_for_notices(desk, appointment)
    return await _delays(desk, appointment, nine_at - offset)


async def _terms(desk: Desk, spread_seconds: int) -> Terms:
    """Those in force, with another spread; the version stays, for nobody looks them up again."""
    terms = (await desk.inputs.for_new("dw/rectification/none")).terms
    notices = replace(terms.policy.notices, spread_seconds=spread_seconds)
    return replace(terms, policy=replace(terms.policy, notices=notices))


def _next_workday(calendar: WorkCalendar) -> date:
    return calendar.add_workdays(on_shanghai(datetime.now(UTC)), 1)


async def _open_items(
    desk: Desk, appointment: Appointment, terms: Terms, offset: timedelta
) -> None:
    hands = asyncio.Semaphore(_HANDS)
    due_on = terms.calendar.add_workdays(_next_workday(terms.calendar), -1)

    async def open_one(place: int) -> None:
        stream = _stream(desk, appointment, place)
        start = EntityInput(stream, terms=terms, clock_offset_seconds=int(offset.total_seconds()))
        data = _row(place, stream.rpartition("/")[2], due_on)
        message = CommandMessage(f"import-{stream}", "import_history", data, _IMPORTER)
        async with hands:
            await _open_one(desk, start, message)

    await asyncio.gather(*(open_one(place) for place in range(appointment.count)))


async def _open_one(desk: Desk, start: EntityInput, message: CommandMessage) -> None:
    operation: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
        "rectification",
        start,
        id=start.stream,
        task_queue=desk.settings.task_queue,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
    )
    receipt = await desk.client.execute_update_with_start_workflow(
        "execute",
        message,
        id=message.id,
        result_type=Receipt,
        start_workflow_operation=operation,
        rpc_timeout=timedelta(seconds=60),
    )
    if receipt.refusal is not None:
        raise AssertionError(receipt.refusal)


def _row(place: int, number: str, due_on: date) -> dict[str, Any]:
    branch = branch_of_item(place)
    return {
        "number": number,
        "owner_unit": branch.code,
        "parent_unit": branch.parent,
        "owner_post": "党支部书记",
        "found_on": str(due_on - timedelta(days=30)),
        "due_on": str(due_on),
        "problem": "主题党日与生产“两层皮”",
        "cause": "载体选得不准",
        "goal": "主题党日与工序任务挂钩",
        "category": "fixed_term",
        "state": "in_progress",
    }


async def _wait_for_notices(desk: Desk, appointment: Appointment) -> None:
    committee = desk.settings.committee
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while True:
            after = notices_of(desk.gateway.stream("rectification", appointment.prefix))
            async with desk.engine.connect() as connection:
                found = await all_streams(
                    connection, committee, "notice", after, appointment.count + 1
                )
            if sum(stream.startswith(after) for stream in found) == appointment.count:
                return
            await asyncio.sleep(0.5)


async def _delays(desk: Desk, appointment: Appointment, first_at: datetime) -> Delays:
    raised: list[float] = []
    told: list[float] = []
    opened_late = 0
    for place in range(appointment.count):
        stream = _stream(desk, appointment, place)
        planned_at = first_at + jitter(stream, appointment.spread_seconds)
        facts = [*await _facts(desk, stream), *await _facts(desk, notices_of(stream))]
        at = {fact.type: fact.recorded_at for fact in facts}
        if at["rectification.imported"] > planned_at:
            opened_late += 1
            continue
        raised.append((at["rectification.level_raised"] - planned_at).total_seconds())
        told.append((at["notice.posted"] - planned_at).total_seconds())
    return Delays(_span(raised), _span(told), opened_late)


def _span(seconds: Sequence[float]) -> Span:
    cuts = statistics.quantiles(seconds, n=20, method="inclusive")
    return Span(*(round(each, 2) for each in (min(seconds), cuts[9], cuts[18], max(seconds))))


async def _facts(desk: Desk, stream: str) -> list[RecordedEvent]:
    async with desk.engine.connect() as connection:
        return await EventStore().read(connection, stream)


def _stream(desk: Desk, appointment: Appointment, place: int) -> str:
    return desk.gateway.stream("rectification", f"{appointment.prefix}-{place:04d}")
