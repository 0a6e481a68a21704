"""Workflow of one annual plan: the driver with the rules of `models.annual_plan`."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from models.annual_plan.decider import ANNUAL_PLAN
    from wire.messages import EntityInput
    from workflows.entity import Entity


@workflow.defn(name="annual_plan")
class AnnualPlanWorkflow(Entity):
    """The year's process manager; workflow id = stream id."""

    @workflow.init
    def __init__(self, start: EntityInput) -> None:
        super().__init__(ANNUAL_PLAN, start)

    @workflow.run
    async def run(self, start: EntityInput) -> None:
        """Live until the year is closed."""
        await self.live()
