"""Hands a new policy or calendar to the open entities that it shall reach, page by page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from wire.starts import RolloutOutcome, RolloutPage
    from workflows import ports


@workflow.defn(name="terms_rollout")
class TermsRolloutWorkflow:
    """One walk through everyone whom one decision reaches; each records the adoption itself.

    Who could not adopt is named and passed over: who is behind is known from the facts, so the
    next rollout of the same decision meets nobody else.
    """

    @workflow.run
    async def run(self, page: RolloutPage) -> RolloutOutcome:
        """How many adopted, and who could not."""
        while True:
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(page)
            progress = await workflow.execute_activity(
                ports.roll_out_terms,
                page,
                start_to_close_timeout=timedelta(minutes=10),
                heartbeat_timeout=timedelta(minutes=1),
            )
            outcome = page.before.after(progress)
            if progress.after is None:
                return outcome
            page = replace(page, after=progress.after, before=outcome)
