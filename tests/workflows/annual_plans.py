"""An annual plan on the time-skipping server, from December before its year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from temporalio.testing import WorkflowEnvironment

from models.annual_plan.records import UnitRecord
from models.annual_plan.state import AnnualPlanState
from models.calendar import on_shanghai
from models.facts import SYSTEM
from tests.unit.annual_plan.builders import DEPUTY, OFFICER
from tests.workflows.memory import MemoryWorld
from tests.workflows.year_entity import YearEntity
from wire.codec import to_json

DECEMBER_8 = datetime(2025, 12, 8, 2, 0, tzinfo=UTC)


class AnnualPlan(YearEntity):
    """The plan of one year; the first one is that of 2026."""

    def __init__(
        self,
        env: WorkflowEnvironment,
        task_queue: str,
        world: MemoryWorld,
        stream: str,
        starts_at: datetime = DECEMBER_8,
    ) -> None:
        super().__init__(env, task_queue, world, stream, starts_at)

    async def begin(self, units: Sequence[UnitRecord]) -> None:
        """The plan of 2026, approved by another person."""
        data = {"year": 2026, "committee": self.committee}
        await self.open("begin", SYSTEM, **data, units=[to_json(unit) for unit in units])
        await self.approve()

    async def approve(self) -> None:
        await self.accepted("propose", OFFICER)
        await self.accepted("submit", OFFICER)
        await self.accepted("approve", DEPUTY, opinion="同意")

    async def live_through(self, months: Sequence[int], year: int = 2026) -> None:
        """Each month is confirmed, and each of its reviews issues its feedback."""
        for month in months:
            await self.wait_until(date(year, month, 12))
            state: AnnualPlanState = await self.state()
            done = state.covered_units()
            if month in state.unconfirmed:
                await self.accepted("confirm_month", OFFICER, month=month)
            for slot in state.slots:
                if slot.review and slot.unit not in done:
                    told = {"unit": slot.unit, "review": slot.review, "on": f"{year}-{month:02}-12"}
                    await self.accepted("record_covered", SYSTEM, **told)

    def days_of(self, kind: str) -> list[date]:
        """Civil dates of all events of a type."""
        return [
            on_shanghai(step.occurred_at)
            for step in self.world.steps(self.stream)
            for event in step.events
            if event.type == f"annual_plan.{kind}"
        ]

    def late(self, kind: str) -> list[bool]:
        """Whether each event of a type came late."""
        return [
            int(str(event.data["late_by_seconds"])) > 0
            for step in self.world.steps(self.stream)
            for event in step.events
            if event.type == f"annual_plan.{kind}"
        ]
