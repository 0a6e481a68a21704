"""One rectification item, from issue to archive. Its rules stand in `models/rectification`."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from models.rectification.decider import RECTIFICATION
    from wire.messages import EntityInput
    from workflows.entity import Entity


@workflow.defn(name="rectification")
class RectificationWorkflow(Entity):
    """The item's life; workflow id = stream id."""

    @workflow.init
    def __init__(self, start: EntityInput) -> None:
        super().__init__(RECTIFICATION, start)

    @workflow.run
    async def run(self, start: EntityInput) -> None:
        """Live until the item is archived, transferred or terminated."""
        await self.live()
