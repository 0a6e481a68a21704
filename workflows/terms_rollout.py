"""Hands a new policy or calendar to the open entities that it shall reach, page by page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from wire.starts import RolloutPage
    from workflows import ports


@workflow.defn(name="terms_rollout")
class TermsRolloutWorkflow:
    """One rollout of one version; every entity records the adoption in its own stream."""

    @workflow.run
    async def run(self, page: RolloutPage, done: int = 0) -> int:
        """How many entities adopted the terms."""
        while True:
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(args=[page, done])
            progress = await workflow.execute_activity(
                ports.roll_out_terms,
                page,
                start_to_close_timeout=timedelta(minutes=10),
                heartbeat_timeout=timedelta(minutes=1),
            )
            done += progress.done
            if progress.after is None:
                return done
            page = replace(page, after=progress.after)
