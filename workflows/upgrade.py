"""How a running entity comes onto a newer release; the only place that uses the engine's preview.

With versioned workers an entity stays pinned to the release that started its run and moves to the
current one when it continues as new. Without versioning both functions change nothing.
"""

from __future__ import annotations

from typing import Any, NoReturn

from temporalio import workflow
from temporalio.workflow import ContinueAsNewVersioningBehavior


def is_upgrade_waiting() -> bool:
    """True when another release has become current since this run started."""
    return workflow.info().is_target_worker_deployment_version_changed()


def continue_on_newest_release(argument: Any) -> NoReturn:
    """Continue as new, on the current release if there is one."""
    if workflow.info().get_current_deployment_version() is None:
        workflow.continue_as_new(argument)
    workflow.continue_as_new(
        argument, initial_versioning_behavior=ContinueAsNewVersioningBehavior.AUTO_UPGRADE
    )
