"""What workflows ask of the world. Activities of the same names answer; see `activities/`.

Only the signatures stand here, so that a workflow cannot reach an implementation.
"""

from __future__ import annotations

from temporalio import activity

from models.terms import Terms, TermsVersion
from wire.messages import AppendRequest, AppendResult, LoadedStream, OutstandingEffect
from wire.notices import DeliverRequest, DeliverResult, DispatchRequest, DispatchResult
from wire.starts import CommandOrder, RolloutPage, RolloutProgress


@activity.defn(name="append_facts")
async def append_facts(request: AppendRequest) -> AppendResult:
    """Store the events of one step, facts and read models in one transaction. Idempotent."""
    raise NotImplementedError


@activity.defn(name="load_stream")
async def load_stream(stream: str) -> LoadedStream:
    """Fold a stream from the store; version 0 when it has no facts."""
    raise NotImplementedError


@activity.defn(name="load_terms")
async def load_terms(version: TermsVersion) -> Terms:
    """Policy and calendar of a version; both are immutable."""
    raise NotImplementedError


@activity.defn(name="outstanding_effects")
async def outstanding_effects(stream: str) -> list[OutstandingEffect]:
    """Effects of a stream's facts that have left no trace yet, oldest first."""
    raise NotImplementedError


@activity.defn(name="dispatch_notices")
async def dispatch_notices(request: DispatchRequest) -> DispatchResult:
    """Put a notice into the inbox of everyone concerned and see to its delivery. Idempotent."""
    raise NotImplementedError


@activity.defn(name="deliver_digest")
async def deliver_digest(request: DeliverRequest) -> DeliverResult:
    """Send what waits for one person by every channel and record what became of it."""
    raise NotImplementedError


@activity.defn(name="command_entity")
async def command_entity(order: CommandOrder) -> None:
    """Open another entity or tell it something. Idempotent by the order's command id."""
    raise NotImplementedError


@activity.defn(name="open_waiting_entities")
async def open_waiting_entities(limit: int) -> int:
    """Start workflows for streams that wait for one; returns how many were taken off the list."""
    raise NotImplementedError


@activity.defn(name="roll_out_terms")
async def roll_out_terms(page: RolloutPage) -> RolloutProgress:
    """Hand new terms to one page of open entities; returns where to go on."""
    raise NotImplementedError
