"""The world in memory: what activities answer when a test wants neither database nor mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from temporalio import activity

from models.errors import VersionConflictError
from models.facts import Decider, Fact
from models.ids import event_id
from models.terms import Terms, TermsVersion
from wire.codec import canonical, from_json, to_json
from wire.messages import (
    AppendRequest,
    AppendResult,
    LoadedStream,
    OutstandingEffect,
    Refusal,
)
from wire.notices import DispatchRequest, DispatchResult
from wire.starts import CommandOrder
from workflows.failures import to_failure


@dataclass
class MemoryWorld:
    """Facts of any number of streams, and everything that was asked of the world.

    Attributes:
        appended: Requests that were stored, in order.
        requested: Every append request, also repeated ones.
        before_append: Called with each request; may raise to play a failing database.
        after_append: Called when stored, before the answer; may raise to lose the answer.
    """

    decider: Decider[Any, Any, Any]
    terms: dict[TermsVersion, Terms] = field(default_factory=dict)
    streams: dict[str, list[AppendRequest]] = field(default_factory=dict)
    requested: list[AppendRequest] = field(default_factory=list)
    dispatched: list[DispatchRequest] = field(default_factory=list)
    orders: list[CommandOrder] = field(default_factory=list)
    outstanding: list[OutstandingEffect] = field(default_factory=list)
    before_append: Callable[[AppendRequest], None] = lambda request: None
    after_append: Callable[[AppendRequest], None] = lambda request: None

    def steps(self, stream: str) -> list[AppendRequest]:
        """Requests stored in a stream, oldest first."""
        return self.streams.get(stream, [])

    def types(self, stream: str) -> list[str]:
        """Wire types of a stream's events, oldest first."""
        return [event.type for step in self.steps(stream) for event in step.events]

    def version(self, stream: str) -> int:
        """Number of events in a stream."""
        return len(self.types(stream))

    def head(self, stream: str) -> str:
        """A stand-in for the chain's head hash."""
        steps = self.steps(stream)
        return sha256(canonical([s.step for s in steps])).hexdigest() if steps else ""

    def fold(self, stream: str) -> Any:
        """State of the stream by its facts alone."""
        state, version = self.decider.initial(), 0
        for step in self.steps(stream):
            for event in step.events:
                version += 1
                body = from_json(self.decider.events[event.type], event.data)
                fact = Fact(version, step.occurred_at, step.actor, step.step, body)
                state = self.decider.evolve(state, fact)
        return state

    @activity.defn(name="append_facts")
    async def append_facts(self, request: AppendRequest) -> AppendResult:
        self.requested.append(request)
        self.before_append(request)
        stored = self.streams.setdefault(request.stream, [])
        if (known := self._known(request)) is not None:
            return known
        if (request.expected_version, request.expected_head) != (
            self.version(request.stream),
            self.head(request.stream),
        ):
            raise to_failure(VersionConflictError("version_conflict", "版本冲突"))
        stored.append(request)
        self.after_append(request)
        return self._result("appended", len(stored) - 1, request.stream)

    def _known(self, request: AppendRequest) -> AppendResult | None:
        ids = {event_id(request.stream, request.step, 0)}
        for place, step in enumerate(self.steps(request.stream)):
            if event_id(step.stream, step.step, 0) in ids:
                same = [to_json(e) for e in step.events] == [to_json(e) for e in request.events]
                outcome = "already_appended" if same else "already_done"
                return self._result(outcome, place, request.stream)
        return None

    def _result(self, outcome: str, place: int, stream: str) -> AppendResult:
        steps = self.steps(stream)
        step = steps[place]
        last = sum(len(s.events) for s in steps[: place + 1])
        refusal = None
        if step.events[0].type.endswith(".attempt_refused"):
            refusal = Refusal(str(step.events[0].data["code"]), "")
        return AppendResult(
            outcome,
            last - len(step.events) + 1,
            last,
            self.head(stream),
            tuple(event.type for event in step.events),
            step.command_hash,
            refusal,
        )

    @activity.defn(name="load_stream")
    async def load_stream(self, stream: str) -> LoadedStream:
        state = self.fold(stream)
        return LoadedStream(
            to_json(state) if self.version(stream) else None,
            self.version(stream),
            self.head(stream),
            stream,
            self.decider.terms_version(state),
        )

    @activity.defn(name="load_terms")
    async def load_terms(self, version: TermsVersion) -> Terms:
        return self.terms[version]

    @activity.defn(name="outstanding_effects")
    async def outstanding_effects(self, stream: str) -> list[OutstandingEffect]:
        return self.outstanding

    @activity.defn(name="dispatch_notices")
    async def dispatch_notices(self, request: DispatchRequest) -> DispatchResult:
        self.dispatched.append(request)
        return DispatchResult()

    @activity.defn(name="command_entity")
    async def command_entity(self, order: CommandOrder) -> None:
        self.orders.append(order)

    def activities(self) -> list[Callable[..., Any]]:
        """Everything that a worker has to register."""
        return [
            self.append_facts,
            self.load_stream,
            self.load_terms,
            self.outstanding_effects,
            self.dispatch_notices,
            self.command_entity,
        ]
