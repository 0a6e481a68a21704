"""What the routes work with; opened once by the process's root, closed when it ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from auth.port import SignIn
from auth.sign_in import PasswordSignIn
from runtime.settings import Settings
from runtime.temporal_client import connect
from store.engine import open_engine
from store.entity_inputs import EntityInputs
from store.evidence import EvidenceDirectory, EvidenceStore
from web.evidence_scan import EvidenceScan
from web.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Parts:
    """The store, the way to the workflows, the place of evidence files, and who asks."""

    settings: Settings
    engine: AsyncEngine
    gateway: Gateway
    inputs: EntityInputs
    evidence: EvidenceStore
    evidence_scan: EvidenceScan
    sign_in: SignIn


@asynccontextmanager
async def open_parts(settings: Settings) -> AsyncIterator[Parts]:
    """Connect to PostgreSQL and Temporal as the settings say; shared by API and command line.

    Raises:
        ConfigurationError: An address is missing, or a setting makes no sense.
        TransientError: Temporal does not answer.
    """
    engine = open_engine(settings.app_database(), settings.database_pool_size)
    try:
        client = await connect(settings)
        inputs = EntityInputs(engine)
        gateway = Gateway(client, inputs, settings.committee, settings.task_queue)
        yield Parts(
            settings,
            engine,
            gateway,
            inputs,
            EvidenceDirectory(settings.evidence_path),
            EvidenceScan(settings.evidence_scan(), settings.evidence_scan_seconds),
            PasswordSignIn(engine, settings.committee),
        )
    finally:
        await engine.dispose()
