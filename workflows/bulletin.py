"""One quarterly bulletin, from frozen figures to acknowledgement; rules in `models/bulletin`."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from models.bulletin.decider import BULLETIN
    from wire.messages import EntityInput
    from workflows.entity import Entity


@workflow.defn(name="bulletin")
class BulletinWorkflow(Entity):
    """The bulletin's life; workflow id = stream id."""

    @workflow.init
    def __init__(self, start: EntityInput) -> None:
        super().__init__(BULLETIN, start)

    @workflow.run
    async def run(self, start: EntityInput) -> None:
        """Live until everybody has acknowledged it and another one has corrected it."""
        await self.live()
