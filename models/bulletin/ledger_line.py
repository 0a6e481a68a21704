"""One line of the 整改台账 that is attached to a bulletin (domain.md §3.1), from stored events.

Like `item_record` it reads the events' data without the item's decider, for the same reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.bulletin.item_record import COUNTED_EVENTS, ItemRecord, StoredEvent, item_record

_OF_LEDGER = (
    "plan_submitted",
    "progress_reported",
    "evidence_attached",
    "verifier_assigned",
    "owner_assigned",
    "extension_requested",
    "closure_requested",
    "verified",
    "checkpoint_reported",
)
# Event types that change a line; nothing else has to be read.
LEDGER_EVENTS = COUNTED_EVENTS | {f"rectification.{name}" for name in _OF_LEDGER}

# Text of the ledger's column by the event's field, where an event brings it.
_TEXTS: dict[str, dict[str, str]] = {
    "progress_reported": {"progress": "progress"},
    "extension_requested": {"progress": "progress"},
    "closure_requested": {"progress": "summary"},
    "checkpoint_reported": {"progress": "summary"},
    "closure_rejected": {"opinion": "reason"},
    "verified": {"opinion": "opinion"},
    "closed": {"opinion": "opinion"},
    "evidence_attached": {"evidence_count": "evidence_count"},
    "verifier_assigned": {"verifier_post": "post"},
    "owner_assigned": {"owner_post": "post"},
}


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """What the attachment shows of one item, beside what is counted of it.

    Attributes:
        record: Number, unit, dates, level.
        source, party_plus, category: Ids of the glossary, or imported words.
        rebound_no: How often the problem has come back.
    """

    record: ItemRecord
    source: str
    party_plus: str
    problem: str
    cause: str
    goal: str
    measures: tuple[str, ...]
    category: str
    owner_post: str
    progress: str
    evidence_count: int
    verifier_post: str
    opinion: str
    rebound_no: int
    remark: str


def ledger_line(events: Iterable[StoredEvent]) -> LedgerLine | None:
    """The line of one item; None when its opening is not among the events."""
    stored = list(events)
    record = item_record(stored)
    if record is None:
        return None
    known: dict[str, Any] = {}
    for kind, _, data in stored:
        name = kind.partition(".")[2]
        if name in {"issued", "imported"}:
            known = _opened(data)
        elif name == "plan_submitted":
            known["measures"] = _measures(data)
        else:
            known |= {column: data[field] for column, field in _TEXTS.get(name, {}).items()}
    return LedgerLine(record=record, **known)


def _opened(data: Mapping[str, Any]) -> dict[str, Any]:
    copied = (
        "source",
        "party_plus",
        "problem",
        "cause",
        "goal",
        "category",
        "owner_post",
        "verifier_post",
        "rebound_no",
        "remark",
    )
    return {name: data[name] for name in copied} | {
        "measures": _measures(data),
        "progress": data.get("progress", ""),
        "evidence_count": 0,
        "opinion": "",
    }


def _measures(data: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(each["text"] for each in data["measures"])


def is_listed(record: ItemRecord, first_on: date, last_on: date) -> bool:
    """True when an item belongs into a quarter's ledger: it was open on any of its days."""
    return record.issued_on <= last_on and all(
        end is None or end >= first_on for end in (record.closed_on, record.ended_on)
    )
