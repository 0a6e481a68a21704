"""Nothing is decided here: the rows have been judged by the time their refusal is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.facts import Fact, Request
from models.ledger_import.commands import RecordRefusal
from models.ledger_import.events import LedgerImportEvent, Refused


@dataclass(frozen=True, slots=True)
class LedgerImportState:
    """How often a file was to be brought in and was not."""

    refusals: int = 0


def decide(state: LedgerImportState, request: Request[RecordRefusal]) -> Sequence[Refused]:
    """The event that records what happened."""
    command = request.command
    return [Refused(command.sha256, command.row_count, command.refused_count)]


def evolve(state: LedgerImportState, fact: Fact[LedgerImportEvent]) -> LedgerImportState:
    """The count after one more fact."""
    if isinstance(fact.event, Refused):
        return replace(state, refusals=state.refusals + 1)
    return state
