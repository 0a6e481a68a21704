"""Composition root of the worker process: settings, engine, channels, Worker, run."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import PollerBehaviorAutoscaling, Worker, WorkerDeploymentConfig

from activities.entities import EntityActivities
from activities.facts import FactActivities
from activities.gathering import gatherers
from activities.notices import NoticeActivities
from runtime.logs import configure_logs
from runtime.readiness import report_ready
from runtime.settings import Settings
from runtime.temporal_client import connect
from store.engine import open_engine
from store.entity_inputs import EntityInputs
from store.evidence import EvidenceDirectory
from store.housekeeping import Housekeeping
from web.gateway import Gateway
from web.outstanding import Outstanding
from workflows.annual_plan import AnnualPlanWorkflow
from workflows.bulletin import BulletinWorkflow
from workflows.common_issue import CommonIssueWorkflow
from workflows.digest import DigestWorkflow
from workflows.look_back import LookBackWorkflow
from workflows.opening import OpeningWorkflow
from workflows.rectification import RectificationWorkflow
from workflows.review import ReviewWorkflow
from workflows.sandbox import workflow_runner
from workflows.terms_rollout import TermsRolloutWorkflow

WORKFLOWS = [
    RectificationWorkflow,
    AnnualPlanWorkflow,
    ReviewWorkflow,
    BulletinWorkflow,
    LookBackWorkflow,
    CommonIssueWorkflow,
    OpeningWorkflow,
    TermsRolloutWorkflow,
    DigestWorkflow,
]
DEPLOYMENT = "fupan"
# What was decided while Temporal was away waits no longer than this.
LOOK_EVERY_SECONDS = 60.0


def build_worker(settings: Settings, client: Client, engine: AsyncEngine) -> Worker:
    """The worker with everything that it serves."""
    gateway = Gateway(client, EntityInputs(engine), settings.committee, settings.task_queue)
    kept = EvidenceDirectory(settings.evidence_path)
    rooms = (
        FactActivities(engine, settings.simulation),
        EntityActivities(engine, gateway, gatherers(engine, settings.committee, kept)),
        NoticeActivities.from_settings(settings, engine, gateway, settings.public_url),
    )
    return Worker(
        client,
        task_queue=settings.task_queue,
        workflows=WORKFLOWS,
        activities=[activity for room in rooms for activity in room.all()],
        workflow_runner=workflow_runner(),
        # More at a time starve the interpreter when thousands replay after a restart.
        max_concurrent_workflow_tasks=settings.worker_workflow_tasks,
        max_cached_workflows=settings.worker_cached_workflows,
        max_concurrent_activities=settings.worker_activities,
        workflow_task_poller_behavior=PollerBehaviorAutoscaling(),
        activity_task_poller_behavior=PollerBehaviorAutoscaling(),
        graceful_shutdown_timeout=timedelta(seconds=10),
        deployment_config=_release(settings),
    )


def _release(settings: Settings) -> WorkerDeploymentConfig | None:
    """Pinned to a release when the operator names one (docs/adr, unversioned by default)."""
    if not settings.worker_build_id:
        return None
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(DEPLOYMENT, settings.worker_build_id),
        use_worker_versioning=True,
        default_versioning_behavior=VersioningBehavior.PINNED,
    )


async def serve(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT, then finish what is under way."""
    configure_logs(settings)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    engine = open_engine(settings.app_database(), settings.database_pool_size)
    client = await connect(settings)
    async with build_worker(settings, client, engine):
        gateway = Gateway(client, EntityInputs(engine), settings.committee, settings.task_queue)
        outstanding = Outstanding(engine, gateway, settings.committee)
        await outstanding.start_all()
        report_ready()
        housekeeping = Housekeeping(engine, EvidenceDirectory(settings.evidence_path))
        while not await _is_set_within(stop, LOOK_EVERY_SECONDS):
            await outstanding.start_new()
            await housekeeping.look(datetime.now(UTC))
    await engine.dispose()


async def _is_set_within(event: asyncio.Event, seconds: float) -> bool:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()
