"""The ways a year can go."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from temporalio.testing import WorkflowEnvironment

from models.annual_plan.decider import ANNUAL_PLAN
from models.facts import SYSTEM
from tests.replay.room import Room
from tests.unit.annual_plan.builders import DEPUTY, HEAD, OFFICER, direct_units
from tests.workflows.annual_plans import AnnualPlan
from tests.workflows.memory import MemoryWorld
from wire.codec import to_json
from workflows.annual_plan import AnnualPlanWorkflow


async def first_quarter(plan: AnnualPlan) -> None:
    """Returned once, approved, months opened and confirmed, reviews moved, the quarter ended."""
    units = direct_units(12)
    data = {"year": 2026, "committee": plan.committee}
    await plan.open("begin", SYSTEM, **data, units=[to_json(unit) for unit in units])
    await plan.accepted("propose", OFFICER)
    await plan.accepted("submit", OFFICER)
    await plan.accepted("return_plan", DEPUTY, reason="三月过满")
    await plan.approve()
    await plan.live_through([1])
    await plan.gathered("refresh_units", units=[to_json(unit) for unit in units])
    await plan.wait_until(date(2026, 2, 12))
    await _move_a_review(plan)
    await plan.wait_until(date(2026, 4, 2))
    await plan.ordered("begin")


async def _move_a_review(plan: AnnualPlan) -> None:
    """February's review is put off, and called off in the end."""
    state = await plan.state()
    slot = next(each for each in state.slots if each.month == 2)
    told = {"unit": slot.unit, "review": slot.review}
    await plan.accepted("record_postponed", SYSTEM, **told, month="2026-03", reason="检修")
    await plan.accepted("record_cancelled", SYSTEM, **told, reason="停产")


async def whole_year(plan: AnnualPlan) -> None:
    """A unit a month, more than one run holds, to the proof of coverage."""
    await plan.begin(direct_units(12))
    await plan.live_through(range(1, 13))
    await plan.wait_until(date(2027, 1, 8))
    await plan.accepted("close_year", HEAD, note="全覆盖")
    await plan.handle.result()


def _of_2026(env: WorkflowEnvironment, task_queue: str, world: MemoryWorld) -> AnnualPlan:
    return AnnualPlan(env, task_queue, world, f"dw{uuid4().hex[:6]}/annual_plan/2026")


ANNUAL_PLANS = Room(AnnualPlanWorkflow, ANNUAL_PLAN, _of_2026, (first_quarter, whole_year))
