"""A real server whose time can be skipped; nothing is ever downloaded."""

from __future__ import annotations

from datetime import timedelta

from temporalio.testing import WorkflowEnvironment

from runtime.embedded.temporal import binary, dynamic_config
from runtime.payloads import DATA_CONVERTER


async def time_skipping_server() -> WorkflowEnvironment:
    """Each workflow that is started skips time by itself unless told otherwise."""
    return await WorkflowEnvironment.start_time_skipping_v2(
        data_converter=DATA_CONVERTER,
        dev_server_existing_path=str(binary()),
        dev_server_extra_args=dynamic_config(has_time_skipping=True),
        dev_server_startup_timeout=timedelta(seconds=60),
    )
