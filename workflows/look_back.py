"""One half-year's look-back. Its rules stand in `models/look_back`."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from models.look_back.decider import LOOK_BACK
    from wire.messages import EntityInput
    from workflows.entity import Entity


@workflow.defn(name="look_back")
class LookBackWorkflow(Entity):
    """The look-back's life; workflow id = stream id."""

    @workflow.init
    def __init__(self, start: EntityInput) -> None:
        super().__init__(LOOK_BACK, start)

    @workflow.run
    async def run(self, start: EntityInput) -> None:
        """Live until the report is on record."""
        await self.live()
