"""Entities are pinned to a release and come onto the next one when they continue as new."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from uuid import uuid4

from temporalio.api.workflowservice.v1 import (
    DescribeWorkerDeploymentRequest,
    SetWorkerDeploymentCurrentVersionRequest,
)
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker, WorkerDeploymentConfig

from tests.workflows.loan import LOAN
from tests.workflows.loan_workflow import LoanWorkflow
from tests.workflows.memory import MemoryWorld
from tests.workflows.test_entity import Library
from workflows.sandbox import workflow_runner


def versioned_worker(
    env: WorkflowEnvironment, task_queue: str, deployment: str, build: str, world: MemoryWorld
) -> Worker:
    return Worker(
        env.client,
        task_queue=task_queue,
        workflows=[LoanWorkflow],
        activities=world.activities(),
        workflow_runner=workflow_runner("tests.workflows.loan"),
        deployment_config=WorkerDeploymentConfig(
            version=WorkerDeploymentVersion(deployment, build),
            use_worker_versioning=True,
            default_versioning_behavior=VersioningBehavior.PINNED,
        ),
    )


async def make_current(env: WorkflowEnvironment, deployment: str, build: str) -> None:
    service = env.client.workflow_service
    async with asyncio.timeout(30):
        while True:
            try:
                await service.describe_worker_deployment(
                    DescribeWorkerDeploymentRequest(
                        namespace=env.client.namespace, deployment_name=deployment
                    )
                )
                await service.set_worker_deployment_current_version(
                    SetWorkerDeploymentCurrentVersionRequest(
                        namespace=env.client.namespace, deployment_name=deployment, build_id=build
                    )
                )
                return
            except RPCError:  # the server has not heard of the new worker yet
                await asyncio.sleep(0.1)


async def build_of(library: Library) -> str:
    described = (await library.handle.describe()).raw_description
    return described.workflow_execution_info.versioning_info.deployment_version.build_id


async def test_an_entity_stays_on_its_release_until_it_continues_as_new(
    temporal: WorkflowEnvironment, task_queue: str
) -> None:
    world = MemoryWorld(LOAN)
    library = Library(temporal, task_queue, world)
    deployment = f"fupan-{uuid4()}"
    async with AsyncExitStack() as workers:
        await workers.enter_async_context(
            versioned_worker(temporal, task_queue, deployment, "one", world)
        )
        await make_current(temporal, deployment, "one")
        await library.lend()
        assert await build_of(library) == "one"
        await workers.enter_async_context(
            versioned_worker(temporal, task_queue, deployment, "two", world)
        )
        await make_current(temporal, deployment, "two")
        async with asyncio.timeout(30):
            while await build_of(library) != "two":  # it learns of a release with its next task
                await library.send("leaf")
        pages = (await library.state()).pages
        assert (await library.send("leaf")).version == pages + 2
        assert await library.state() == world.fold(library.stream)
        await library.handle.terminate()
