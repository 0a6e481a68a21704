"""Starts workflows for streams whose facts came first: imports, recovery after a lost server."""

from __future__ import annotations

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows import ports

PAGE = 50  # streams an activity takes at a time: some seconds of work


@workflow.defn(name="opening")
class OpeningWorkflow:
    """Drains the list of streams that wait for a workflow, then ends."""

    @workflow.run
    async def run(self, opened: int = 0) -> int:
        """How many streams were taken off the list in all."""
        while True:
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(opened)
            taken = await workflow.execute_activity(
                ports.open_waiting_entities,
                PAGE,
                start_to_close_timeout=timedelta(minutes=2),
            )
            if not taken:
                return opened
            opened += taken
