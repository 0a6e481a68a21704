"""One real Temporal server with skippable time for all workflow tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol
from uuid import uuid4

import pytest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from tests.workflows.server import time_skipping_server
from workflows.sandbox import workflow_runner


@pytest.fixture(scope="session")
async def temporal() -> AsyncIterator[WorkflowEnvironment]:
    """The server from the wheel; nothing is ever downloaded."""
    async with await time_skipping_server() as environment:
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
