"""A ledger that was not taken leaves a fact of the attempt."""

from __future__ import annotations

from datetime import UTC, datetime

from models.errors import RuleRefusedError
from models.facts import Actor, Fact, Request
from models.ledger_import.commands import RecordRefusal
from models.ledger_import.decider import LEDGER_IMPORT
from models.ledger_import.events import AttemptRefused, Refused
from models.ledger_import.rules import LedgerImportState
from models.terms import Terms

AT = datetime(2026, 6, 10, tzinfo=UTC)
SOMEONE = Actor("a-1", ("sys_admin",), "DW")
REFUSAL = RecordRefusal("ab" * 32, 40, 3)


def request() -> Request[RecordRefusal]:
    return Request("c", SOMEONE, AT, REFUSAL)


def test_file_rows_and_refused_rows_are_recorded_and_attempts_counted() -> None:
    (event,) = LEDGER_IMPORT.decide(LEDGER_IMPORT.initial(), request(), Terms())
    assert event == Refused("ab" * 32, 40, 3)
    state = LEDGER_IMPORT.initial()
    for version in (1, 2):
        state = LEDGER_IMPORT.evolve(state, Fact(version, AT, SOMEONE, "c", event))
    assert state == LedgerImportState(refusals=2)


def test_a_refused_attempt_changes_nothing_and_a_stream_never_ends() -> None:
    event = LEDGER_IMPORT.refusal(request(), RuleRefusedError("code", "说明"))
    assert event == AttemptRefused("record_refusal", "code", "说明")
    state = LEDGER_IMPORT.evolve(LedgerImportState(), Fact(1, AT, SOMEONE, "c", event))
    assert state == LedgerImportState()
    assert not LEDGER_IMPORT.is_finished(state)
