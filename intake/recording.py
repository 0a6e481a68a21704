"""Turns rows that were accepted into facts: the second of the two passes of an import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from intake.fields import Field
from intake.history import command_for
from intake.imported_facts import ImportedFacts, ImportedStep
from intake.ledger_row import LedgerRow
from models.account.roles import Role
from models.errors import InvalidInputError
from models.ids import stream_id
from models.rectification.decider import RECTIFICATION
from models.rectification.events import Closed
from models.rectification.importing import occurred_on
from wire.messages import AppendRequest

ENTITY = "rectification"
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
        facts: Who imports, when, and under which terms.
        parents: Code of the unit above, by code.
        secretaries: Role of a unit's own secretary, by the unit's code.
    """

    committee: str
    facts: ImportedFacts
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
            step = self._decide(row)
            yield self.facts.append_request(RECTIFICATION, step, days_of_item(step.events))

    def stream_of(self, number: str) -> str:
        """Stream of the item with a number."""
        return stream_id(self.committee, ENTITY, number)

    def _decide(self, row: LedgerRow) -> ImportedStep:
        secretary = self.secretaries.get(row.unit, Role.BRANCH_SECRETARY)
        command = command_for(row, self.parents.get(row.unit, ""), self.committee, secretary)
        return self.facts.decide(
            RECTIFICATION, self.stream_of(row.number), command, row.content_hash
        )


def days_of_item(events: Sequence[Any]) -> list[date]:
    """Civil day on which each event of an imported item occurred."""
    closed = next((event for event in events if isinstance(event, Closed)), None)
    return [occurred_on(event, closed) for event in events]
