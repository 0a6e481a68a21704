"""A whole year of the plan, its downtime and its successors, on a server whose time is skipped."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from models.annual_plan.decider import ANNUAL_PLAN
from models.annual_plan.records import UnitRecord
from tests.unit.annual_plan.builders import HEAD, direct_units, sample_units
from tests.workflows.annual_plans import AnnualPlan
from tests.workflows.conftest import StartWorker
from tests.workflows.items import TERMS
from tests.workflows.memory import MemoryWorld
from wire.codec import from_json, to_json
from workflows.annual_plan import AnnualPlanWorkflow
from workflows.entity import HISTORY_EVENTS_PER_RUN


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
) -> AnnualPlan:
    return AnnualPlan(temporal, task_queue, world, f"{committee}/annual_plan/2026")


async def test_a_whole_year_of_the_sample_is_covered(
    worker: Any, plan: AnnualPlan, world: MemoryWorld
) -> None:
    async with worker:
        await plan.begin(sample_units())
        first_run = (await plan.handle.describe()).run_id
        await plan.live_through(range(1, 13))
        await plan.wait_until(date(2027, 1, 8))
        state = await plan.state()
        assert len(state.covered) == 48
        assert {slot.unit for slot in state.slots} == state.covered_units()
        assert (await plan.handle.describe()).run_id != first_run
        await plan.accepted("close_year", HEAD, note="全覆盖")
        await plan.handle.result()
    assert world.fold(plan.stream).stage == "closed"
    assert plan.days_of("month_opened") == [
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
    assert plan.days_of("quarter_ended")[:3] == [
        date(2026, 4, 1),
        date(2026, 7, 1),
        date(2026, 10, 8),
    ]
    assert len(plan.days_of("quarter_ended")) == 4
    assert len(plan.days_of("half_ended")) == 2
    assert plan.days_of("next_year_opened") == [date(2026, 12, 1)]
    assert plan.days_of("coverage_forecast") == [date(2026, 10, 1)]
    opened = [order.stream for order in world.orders if order.command == "plan"]
    assert len(opened) == len(set(opened)) == 48
    begun = [order.entity for order in world.orders if order.command == "begin"]
    assert sorted(begun) == ["annual_plan", *["bulletin"] * 4, *["look_back"] * 2]
    assert not any(plan.late("month_opened"))


async def test_months_missed_in_downtime_open_once_each_and_late(
    start_worker: StartWorker, plan: AnnualPlan, world: MemoryWorld
) -> None:
    async with start_worker([AnnualPlanWorkflow], world.activities()):
        await plan.begin(direct_units(20))
        await plan.live_through([1])
    await plan.handle.terminate()
    loaded = await world.load_stream(plan.stream)
    async with start_worker([AnnualPlanWorkflow], world.activities()):
        await plan.revive(loaded, datetime(2026, 4, 20, 2, tzinfo=UTC))
        await plan.wait_until(date(2026, 5, 20))
        assert plan.late("month_opened") == [False, True, True, True, False]
        assert plan.late("quarter_ended") == [True]
        assert world.fold(plan.stream) == await plan.state()


async def test_a_chain_of_three_years_begins_each_from_the_one_before(
    worker: Any,
    plan: AnnualPlan,
    world: MemoryWorld,
    temporal: WorkflowEnvironment,
    task_queue: str,
    committee: str,
) -> None:
    units = direct_units(24)
    async with worker:
        await plan.begin(units)
        for year in (2026, 2027, 2028):
            await plan.live_through(range(1, 13), year)
            state = await plan.state()
            assert len(state.covered) == 24
            orders = await plan.ordered("begin", 7 * (year - 2025) - 2)
            order = next(each for each in orders if each.stream.endswith(f"annual_plan/{year + 1}"))
            await plan.wait_until(date(year + 1, 1, 20))
            await plan.accepted("close_year", HEAD)
            await plan.handle.result()
            described = await plan.handle.describe()
            assert described.status is WorkflowExecutionStatus.COMPLETED
            assert described.history_length < 2 * HISTORY_EVENTS_PER_RUN
            if year == 2028:
                break
            starts_at = datetime(year, 12, 2, 2, tzinfo=UTC)
            plan = AnnualPlan(temporal, task_queue, world, order.stream, starts_at)
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
            await plan.approve()
