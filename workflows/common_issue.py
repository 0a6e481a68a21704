"""One common issue. Its rules stand in `models/common_issue`."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from models.common_issue.decider import COMMON_ISSUE
    from wire.messages import EntityInput
    from workflows.entity import Entity


@workflow.defn(name="common_issue")
class CommonIssueWorkflow(Entity):
    """The common issue's life; workflow id = stream id."""

    @workflow.init
    def __init__(self, start: EntityInput) -> None:
        super().__init__(COMMON_ISSUE, start)

    @workflow.run
    async def run(self, start: EntityInput) -> None:
        """Live until every unit has answered, or the proposal was dismissed."""
        await self.live()
