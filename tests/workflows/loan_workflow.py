"""The loan's workflow: as thin as every other one."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from tests.workflows.loan import LOAN
    from wire.messages import EntityInput
    from workflows.entity import Entity


@workflow.defn(name="loan")
class LoanWorkflow(Entity):
    @workflow.init
    def __init__(self, start: EntityInput) -> None:
        super().__init__(LOAN, start)

    @workflow.run
    async def run(self, start: EntityInput) -> None:
        await self.live()
