"""A whole year of the plan, its downtime and its successors, on a server whose time is skipped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from models.annual_plan.decider import ANNUAL_PLAN
from models.annual_plan.records import UnitRecord
from models.annual_plan.state import AnnualPlanState
from models.calendar import on_shanghai
from models.facts import SYSTEM
from tests.unit.annual_plan.builders import (
    DEPUTY,
    HEAD,
    OFFICER,
    direct_units,
    sample_units,
)
from tests.workflows.conftest import StartWorker
from tests.workflows.items import TERMS
from tests.workflows.memory import MemoryWorld
from tests.workflows.year_entity import YearEntity
from wire.codec import from_json, to_json
from workflows.annual_plan import AnnualPlanWorkflow
from workflows.entity import HISTORY_EVENTS_PER_RUN

DECEMBER_8 = datetime(2025, 12, 8, 2, 0, tzinfo=UTC)


@pytest.fixture
def world() -> MemoryWorld:
    return MemoryWorld(ANNUAL_PLAN, {TERMS.version: TERMS})


@pytest.fixture
async def worker(start_worker: StartWorker, world: MemoryWorld) -> Any:
    return start_worker([AnnualPlanWorkflow], world.activities())


@pytest.fixture
def committee() -> str:
    return f"dw{uuid4().hex[:6]}"


@pytest.fixture
def plan(
    temporal: WorkflowEnvironment, task_queue: str, world: MemoryWorld, committee: str
) -> YearEntity:
    return YearEntity(temporal, task_queue, world, f"{committee}/annual_plan/2026", DECEMBER_8)


async def allowed(plan: YearEntity, name: str, actor: Any, **data: Any) -> None:
    receipt = await plan.send(name, actor, **data)
    assert receipt.refusal is None, receipt.refusal


async def begin(plan: YearEntity, units: Sequence[UnitRecord], year: int = 2026) -> None:
    """The plan of a year, approved by another person."""
    data = {"year": year, "committee": plan.stream.split("/", maxsplit=1)[0]}
    await plan.open("begin", SYSTEM, **data, units=[to_json(unit) for unit in units])
    await approve(plan)


async def approve(plan: YearEntity) -> None:
    await allowed(plan, "propose", OFFICER)
    await allowed(plan, "submit", OFFICER)
    await allowed(plan, "approve", DEPUTY, opinion="同意")


async def live_through(plan: YearEntity, months: Sequence[int], year: int = 2026) -> None:
    """Each month is confirmed, and each of its reviews issues its feedback."""
    for month in months:
        await plan.wait_until(date(year, month, 12))
        state: AnnualPlanState = await plan.state()
        done = state.covered_units()
        if month in state.unconfirmed:
            await allowed(plan, "confirm_month", OFFICER, month=month)
        for slot in state.slots:
            if slot.review and slot.unit not in done:
                told = {"unit": slot.unit, "review": slot.review, "on": f"{year}-{month:02}-12"}
                await allowed(plan, "record_covered", SYSTEM, **told)


def days_of(plan: YearEntity, kind: str) -> list[date]:
    """Civil dates of all events of a type."""
    return [
        on_shanghai(step.occurred_at)
        for step in plan.world.steps(plan.stream)
        for event in step.events
        if event.type == f"annual_plan.{kind}"
    ]


def late(plan: YearEntity, kind: str) -> list[bool]:
    return [
        int(str(event.data["late_by_seconds"])) > 0
        for step in plan.world.steps(plan.stream)
        for event in step.events
        if event.type == f"annual_plan.{kind}"
    ]


async def test_a_whole_year_of_the_sample_is_covered(
    worker: Any, plan: YearEntity, world: MemoryWorld
) -> None:
    async with worker:
        await begin(plan, sample_units())
        first_run = (await plan.handle.describe()).run_id
        await live_through(plan, range(1, 13))
        await plan.wait_until(date(2027, 1, 8))
        state = await plan.state()
        assert len(state.covered) == 48
        assert {slot.unit for slot in state.slots} == state.covered_units()
        assert (await plan.handle.describe()).run_id != first_run
        await allowed(plan, "close_year", HEAD, note="全覆盖")
        await plan.handle.result()
    assert world.fold(plan.stream).stage == "closed"
    assert days_of(plan, "month_opened") == [
        date(2026, 1, 4),
        date(2026, 2, 2),
        date(2026, 3, 2),
        date(2026, 4, 1),
        date(2026, 5, 6),
        date(2026, 6, 1),
        date(2026, 7, 1),
        date(2026, 8, 3),
        date(2026, 9, 1),
        date(2026, 10, 8),
        date(2026, 11, 2),
        date(2026, 12, 1),
    ]
    assert days_of(plan, "quarter_ended")[:3] == [
        date(2026, 4, 1),
        date(2026, 7, 1),
        date(2026, 10, 8),
    ]
    assert len(days_of(plan, "quarter_ended")) == 4
    assert len(days_of(plan, "half_ended")) == 2
    assert days_of(plan, "next_year_opened") == [date(2026, 12, 1)]
    assert days_of(plan, "coverage_forecast") == [date(2026, 10, 1)]
    opened = [order.stream for order in world.orders if order.command == "plan"]
    assert len(opened) == len(set(opened)) == 48
    begun = [order.entity for order in world.orders if order.command == "begin"]
    assert sorted(begun) == ["annual_plan", *["bulletin"] * 4, *["look_back"] * 2]
    assert not any(late(plan, "month_opened"))


async def test_months_missed_in_downtime_open_once_each_and_late(
    start_worker: StartWorker, plan: YearEntity, world: MemoryWorld
) -> None:
    async with start_worker([AnnualPlanWorkflow], world.activities()):
        await begin(plan, direct_units(20))
        await live_through(plan, [1])
    await plan.handle.terminate()
    loaded = await world.load_stream(plan.stream)
    async with start_worker([AnnualPlanWorkflow], world.activities()):
        await plan.revive(loaded, datetime(2026, 4, 20, 2, tzinfo=UTC))
        await plan.wait_until(date(2026, 5, 20))
        assert late(plan, "month_opened") == [False, True, True, True, False]
        assert late(plan, "quarter_ended") == [True]
        assert world.fold(plan.stream) == await plan.state()


async def test_a_chain_of_three_years_begins_each_from_the_one_before(
    worker: Any,
    plan: YearEntity,
    world: MemoryWorld,
    temporal: WorkflowEnvironment,
    task_queue: str,
    committee: str,
) -> None:
    units = direct_units(24)
    async with worker:
        await begin(plan, units)
        for year in (2026, 2027, 2028):
            await live_through(plan, range(1, 13), year)
            state = await plan.state()
            assert len(state.covered) == 24
            orders = await plan.ordered("begin", 7 * (year - 2025) - 2)
            order = next(each for each in orders if each.stream.endswith(f"annual_plan/{year + 1}"))
            await plan.wait_until(date(year + 1, 1, 20))
            await allowed(plan, "close_year", HEAD)
            await plan.handle.result()
            described = await plan.handle.describe()
            assert described.status is WorkflowExecutionStatus.COMPLETED
            assert described.history_length < 2 * HISTORY_EVENTS_PER_RUN
            if year == 2028:
                break
            starts_at = datetime(year, 12, 2, 2, tzinfo=UTC)
            plan = YearEntity(temporal, task_queue, world, order.stream, starts_at)
            reviewed = {each.unit: each for each in state.covered}
            gathered = [
                to_json(
                    from_json(
                        UnitRecord,
                        {
                            **to_json(unit),
                            "last_covered_on": reviewed[unit.code].on.isoformat(),
                            "last_review": reviewed[unit.code].review,
                        },
                    )
                )
                for unit in units
            ]
            assert order.gather == "register_units"
            await plan.open("begin", order.actor, **{**order.data, "units": gathered})
            await approve(plan)
