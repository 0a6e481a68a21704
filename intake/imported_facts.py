"""What an imported record means as facts: each occurred on its own day, all recorded today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from models.calendar import at_shanghai
from models.facts import Actor, Command, Decider, Event, Fact, Request
from models.ids import derived_id
from models.terms import Terms
from wire.codec import to_json
from wire.messages import AppendRequest, NewEvent

# A ledger tells days, not hours. At noon in Shanghai the UTC date is the same.
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class ImportedStep:
    """One record on its way to becoming a stream of its own.

    Attributes:
        stream: The stream that it opens.
        request: The command that brings it in.
        events: What the rules make of it.
        content_hash: Hash of the record, however it was read; see ADR 0016.
    """

    stream: str
    request: Request[Command]
    events: Sequence[Event]
    content_hash: str


@dataclass(frozen=True, slots=True)
class ImportedFacts:
    """Who imports, when, and under which terms open entities live from then on.

    Attributes:
        actor: Who imports.
        at: Instant of the import, aware UTC.
        terms: Policy and calendar.
    """

    actor: Actor
    at: datetime
    terms: Terms

    def decide(
        self, decider: Decider[Any, Any, Any], stream: str, command: Command, content_hash: str
    ) -> ImportedStep:
        """What the rules make of a record.

        Raises:
            InvalidInputError: They have something against it.
            RuleRefusedError: The actor may not import at all.
        """
        # The id follows from the content: the same record imported twice is the same step.
        step = derived_id("import", stream, content_hash)
        request: Request[Command] = Request(step, self.actor, self.at, command)
        events = decider.decide(decider.initial(), request, self.terms)
        return ImportedStep(stream, request, events, content_hash)

    def append_request(
        self,
        decider: Decider[Any, Any, Any],
        step: ImportedStep,
        days: Sequence[date],
        correlation: str = "",
    ) -> AppendRequest:
        """The append that brings a record in, each event on its civil day in `days`."""
        instants = [min(at_shanghai(day, _NOON), self.at) for day in days]
        return AppendRequest(
            stream=step.stream,
            expected_version=0,
            expected_head="",
            step=step.request.id,
            command_hash=step.content_hash,
            actor=self.actor,
            occurred_at=instants[0],
            correlation=correlation or step.stream,
            events=tuple(
                NewEvent(event.type, event.schema_version, to_json(event), at)
                for event, at in zip(step.events, instants, strict=True)
            ),
            imported=True,
            next_clock_at=self._next_clock_at(decider, step, instants),
        )

    def _next_clock_at(
        self, decider: Decider[Any, Any, Any], step: ImportedStep, instants: Sequence[datetime]
    ) -> datetime | None:
        state = decider.initial()
        for version, (event, at) in enumerate(zip(step.events, instants, strict=True), start=1):
            state = decider.evolve(state, Fact(version, at, self.actor, step.request.id, event))
        return min((clock.fires_at for clock in decider.clocks(state, self.terms)), default=None)
