"""The ledger says what the fold says, and finds what it is asked for."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hypothesis import HealthCheck, given, settings

from models.facts import Fact
from models.rectification.ledger_entry import LedgerEntry, ledger_entry
from store.ledger_table import ledger_item
from store.read_models.ledger import _BLANK, number_key, row_after
from tests.store.ledger_events import folded, histories
from wire.codec import to_json
from wire.messages import RecordedEvent

_COMPUTED = {"unit", "effective_due_on"}


def test_the_table_has_a_column_for_every_field_of_an_entry() -> None:
    names = {field.name for field in fields(LedgerEntry)} - {"unit"}
    extra = {"stream", "number_key", "version", "changed_at", "due_key", "searched"}
    assert {column.name for column in ledger_item.c} == names | extra


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories())
def test_a_row_built_event_by_event_is_the_entry_of_the_folded_state(
    facts: list[Fact[Any]],
) -> None:
    row: dict[str, Any] = dict(_BLANK)
    for fact in facts:
        row |= row_after([as_recorded(fact)])
    entry = to_json(ledger_entry(folded(facts)))
    for name in entry.keys() - _COMPUTED:
        assert _json(row[name]) == entry[name], name


def test_numbers_sort_as_people_count() -> None:
    numbers = ["FP2026-10", "FP2026-9", "FP2025-100", "FP2026-9-R1"]
    assert sorted(numbers, key=number_key) == [
        "FP2025-100",
        "FP2026-9",
        "FP2026-9-R1",
        "FP2026-10",
    ]


def _json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def as_recorded(fact: Fact[Any], stream: str = "dw/rectification/FP2026-001") -> RecordedEvent:
    return RecordedEvent(
        stream=stream,
        version=fact.version,
        id="",
        type=fact.event.type,
        schema_version=1,
        data=to_json(fact.event),
        actor=fact.actor,
        occurred_at=fact.at,
        recorded_at=fact.at,
        step=fact.step,
        command_hash="",
        correlation=stream,
        imported=False,
        hash="",
    )
