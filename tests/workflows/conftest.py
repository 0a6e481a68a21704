"""One real Temporal server with skippable time for all workflow tests."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import pytest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from workflows.sandbox import workflow_runner

# Without these the dev server polls 20 times a second and skips time in real seconds.
SERVER_FLAGS = [
    flag
    for value in (
        "history.transferProcessorMaxPollRPS=2000",
        "history.timerProcessorMaxPollRPS=2000",
        "history.visibilityProcessorMaxPollRPS=2000",
        'history.timerProcessorMaxTimeShift="10ms"',
        "frontend.WorkflowTimeSkippingEnabled=true",
    )
    for flag in ("--dynamic-config-value", value)
]


@pytest.fixture(scope="session")
async def temporal() -> AsyncIterator[WorkflowEnvironment]:
    """The server from the wheel; nothing is ever downloaded."""
    environment = await WorkflowEnvironment.start_time_skipping_v2(
        data_converter=pydantic_data_converter,
        dev_server_existing_path=str(Path(sys.executable).parent / "temporal"),
        dev_server_extra_args=SERVER_FLAGS,
        dev_server_startup_timeout=timedelta(seconds=60),
    )
    async with environment:
        yield environment


class StartWorker(Protocol):
    """Makes a worker on a queue of its own."""

    def __call__(
        self, workflows: list[type], activities: list[Any]
    ) -> AbstractAsyncContextManager[Worker]: ...


@pytest.fixture
def task_queue() -> str:
    """A queue that no other test listens to."""
    return f"test-{uuid4()}"


@pytest.fixture
def start_worker(temporal: WorkflowEnvironment, task_queue: str) -> StartWorker:
    """Workers with the sandbox settings of the real one."""

    def start(workflows: list[type], activities: list[Any]) -> Worker:
        return Worker(
            temporal.client,
            task_queue=task_queue,
            workflows=workflows,
            activities=activities,
            workflow_runner=workflow_runner("tests.workflows.loan"),
        )

    return start


@pytest.fixture
def client(temporal: WorkflowEnvironment) -> Client:
    """A client of that server."""
    return temporal.client
