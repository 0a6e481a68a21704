"""Decider of refused imports; its streams are `{committee}/ledger_import/{sha256 of the file}`."""

from __future__ import annotations

from models.clockless import ClocklessDecider
from models.ledger_import.commands import COMMANDS, RecordRefusal
from models.ledger_import.events import EVENTS, AttemptRefused, LedgerImportEvent
from models.ledger_import.rules import LedgerImportState, decide, evolve

LEDGER_IMPORT: ClocklessDecider[LedgerImportState, RecordRefusal, LedgerImportEvent] = (
    ClocklessDecider(
        entity="ledger_import",
        commands=COMMANDS,
        events=EVENTS,
        state_type=LedgerImportState,
        rules=decide,
        fold=evolve,
        refused=AttemptRefused,
        ended=lambda state: False,
    )
)
