"""Turns rows that were accepted into facts: the second of the two passes of an import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from intake.fields import Field
from intake.history import command_for
from intake.ledger_row import LedgerRow
from models.account.roles import Role
from models.calendar import at_shanghai
from models.errors import InvalidInputError
from models.facts import Actor, Command, Fact, Request
from models.ids import derived_id, stream_id
from models.rectification.decider import RECTIFICATION
from models.rectification.events import Closed, RectificationEvent
from models.rectification.importing import occurred_on
from models.terms import Terms
from wire.codec import to_json
from wire.messages import AppendRequest, NewEvent

ENTITY = "rectification"
# A ledger tells days, not hours. At noon in Shanghai the UTC date is the same.
_NOON = time(12)

# Which column a field of the command came from, for what the rules refuse.
_FIELDS = {
    "number": Field.NUMBER,
    "owner_unit": Field.UNIT,
    "parent_unit": Field.UNIT,
    "problem": Field.PROBLEM,
    "goal": Field.GOAL,
    "category": Field.CATEGORY,
    "severity": Field.SEVERITY,
    "source": Field.SOURCE,
    "party_plus": Field.SYSTEM,
    "work_axis": Field.WORK_AXIS,
    "cause": Field.CAUSE,
    "cause_kind": Field.CAUSE,
    "measures": Field.MEASURES,
    "owner_post": Field.OWNER,
    "liaison_post": Field.LEADER,
    "found_on": Field.FOUND,
    "due_on": Field.DUE,
    "extended_due_on": Field.EXTENDED,
    "progress": Field.PROGRESS,
    "state": Field.PROGRESS,
    "verifier_post": Field.VERIFIER,
    "opinion": Field.OPINION,
    "closed_on": Field.CLOSED,
    "rebound_no": Field.REBOUND,
    "remark": Field.REMARK,
}


@dataclass(frozen=True, slots=True)
class Recorder:
    """Decides what each row means as history.

    Attributes:
        committee: First part of the stream ids.
        actor: Who imports.
        at: Instant of the import, aware UTC.
        terms: Policy and calendar that open items live under from now on.
        parents: Code of the unit above, by code.
        secretaries: Role of a unit's own secretary, by the unit's code.
    """

    committee: str
    actor: Actor
    at: datetime
    terms: Terms
    parents: Mapping[str, str]
    secretaries: Mapping[str, Role]

    def objection(self, row: LedgerRow) -> tuple[Field, str] | None:
        """What the rules of an item have against a row; None when they have nothing.

        Raises:
            RuleRefusedError: The actor may not import at all.
        """
        try:
            self._decide(row)
        except InvalidInputError as error:
            return _FIELDS.get(error.field, Field.NUMBER), error.message.rstrip("。")
        return None

    def requests(self, rows: Iterable[LedgerRow]) -> Iterator[AppendRequest]:
        """Appends that bring the rows in, each opening one stream."""
        for row in rows:
            yield self._request(row)

    def stream_of(self, number: str) -> str:
        """Stream of the item with a number."""
        return stream_id(self.committee, ENTITY, number)

    def _decide(self, row: LedgerRow) -> tuple[Request[Command], Sequence[RectificationEvent]]:
        secretary = self.secretaries.get(row.unit, Role.BRANCH_SECRETARY)
        command = command_for(row, self.parents.get(row.unit, ""), self.committee, secretary)
        # The id follows from the content: the same row imported twice is the same step.
        step = derived_id("import", self.stream_of(row.number), row.content_hash)
        request: Request[Command] = Request(step, self.actor, self.at, command)
        return request, RECTIFICATION.decide(RECTIFICATION.initial(), request, self.terms)

    def _request(self, row: LedgerRow) -> AppendRequest:
        request, events = self._decide(row)
        stream = self.stream_of(row.number)
        closed = next((event for event in events if isinstance(event, Closed)), None)
        instants = [self._noon(occurred_on(event, closed)) for event in events]
        return AppendRequest(
            stream=stream,
            expected_version=0,
            expected_head="",
            step=request.id,
            # What caused the step is the row, however it was read; see ADR 0016.
            command_hash=row.content_hash,
            actor=self.actor,
            occurred_at=instants[0],
            correlation=stream,
            events=tuple(
                NewEvent(event.type, event.schema_version, to_json(event), at)
                for event, at in zip(events, instants, strict=True)
            ),
            imported=True,
            next_clock_at=self._next_clock_at(request, events, instants),
        )

    def _noon(self, day: date) -> datetime:
        return min(at_shanghai(day, _NOON), self.at)

    def _next_clock_at(
        self,
        request: Request[Command],
        events: Sequence[RectificationEvent],
        instants: Sequence[datetime],
    ) -> datetime | None:
        state = RECTIFICATION.initial()
        for version, (event, at) in enumerate(zip(events, instants, strict=True), start=1):
            state = RECTIFICATION.evolve(state, Fact(version, at, self.actor, request.id, event))
        fires = [clock.fires_at for clock in RECTIFICATION.clocks(state, self.terms)]
        return min(fires, default=None)
