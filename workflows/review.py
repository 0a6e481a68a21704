"""One review, from plan to the end of its last item. Its rules stand in `models/review`."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from models.review.decider import REVIEW
    from wire.messages import EntityInput
    from workflows.entity import Entity


@workflow.defn(name="review")
class ReviewWorkflow(Entity):
    """The review's life; workflow id = stream id."""

    @workflow.init
    def __init__(self, start: EntityInput) -> None:
        super().__init__(REVIEW, start)

    @workflow.run
    async def run(self, start: EntityInput) -> None:
        """Live until the review is closed or cancelled."""
        await self.live()
