"""The rectification ledger, as the facts of `rectification` leave it.

Events carry absolute values, so a change is a copy of fields. Which fields is written out for each
type: a field of the same name may speak of something else, like the due day of the next item.
`models.rectification.ledger_entry` says the same from the item's state; `fupan verify` compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from itertools import groupby
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.escalation.countdown import Countdown, Subject
from models.policy import Level
from models.rectification import events as happened
from models.rectification.ledger_entry import measures_text
from store.ledger_table import ledger_item
from wire.codec import from_json
from wire.messages import RecordedEvent

Row = dict[str, Any]

_NUMBER_WIDTH = 12

# An item before its first event says otherwise.
_BLANK: Row = {
    "verifier": "",
    "verified_by": "",
    "countersigned_by": "",
    "extended_due_on": None,
    "extension_count": 0,
    "extension_pending": False,
    "transfer_pending": False,
    "level": None,
    "points": 0,
    "progress": "",
    "evidence_count": 0,
    "reject_no": 0,
    "clean_quarters": 0,
    "child": "",
    "opinion": "",
    "closed_on": None,
    "is_on_time": None,
}

_OPENING = (
    "number",
    "state",
    "owner_unit",
    "parent_unit",
    "owner",
    "owner_post",
    "liaison_post",
    "verifier_post",
    "problem",
    "goal",
    "category",
    "source",
    "party_plus",
    "work_axis",
    "cause_kind",
    "cause",
    "severity",
    "remark",
    "issued_on",
    "due_on",
    "deadline_version",
    "provisional",
    "rebound_no",
    "parent",
)

# Fields that are copied to the column of the same name.
_COPIED: Mapping[type, Sequence[str]] = {
    happened.Issued: (*_OPENING, "verifier"),
    happened.Imported: (*_OPENING, "extended_due_on", "extension_count", "progress"),
    happened.Accepted: ("state",),
    happened.PlanSubmitted: ("state",),
    happened.PlanApproved: ("state",),
    happened.PlanReturned: ("state",),
    happened.ProgressReported: ("progress",),
    happened.EvidenceAttached: ("evidence_count",),
    happened.VerifierAssigned: ("verifier",),
    happened.OwnerAssigned: ("owner",),
    happened.ExtensionRequested: ("progress",),
    happened.ExtensionGranted: (
        "extended_due_on",
        "extension_count",
        "deadline_version",
        "provisional",
    ),
    happened.ClosureRequested: ("state",),
    happened.ClosureRejected: ("state", "reject_no"),
    happened.Verified: ("verified_by", "opinion"),
    happened.Closed: ("state", "closed_on", "opinion", "is_on_time", "countersigned_by"),
    happened.ObservationStarted: ("state",),
    happened.Archived: ("state",),
    happened.Rebounded: ("state", "child"),
    happened.Transferred: ("state", "child"),
    happened.Terminated: ("state",),
    happened.CheckpointVerified: ("clean_quarters",),
    happened.TermsAdopted: ("due_on", "deadline_version", "provisional"),
}

# Fields that are copied to a column of another name.
_RENAMED: Mapping[type, Mapping[str, str]] = {
    happened.VerifierAssigned: {"post": "verifier_post"},
    happened.OwnerAssigned: {"post": "owner_post"},
    happened.ClosureRequested: {"summary": "progress"},
    happened.ClosureRejected: {"reason": "opinion"},
    happened.CheckpointReported: {"summary": "progress"},
    happened.LevelRaised: {"points_total": "points"},
}

_NOTHING_PENDING: Row = {"extension_pending": False, "transfer_pending": False}

# Columns that an event sets whatever it says.
_SET: Mapping[type, Row] = {
    happened.ExtensionRequested: {"extension_pending": True},
    happened.ExtensionGranted: {"extension_pending": False},
    happened.ExtensionDenied: {"extension_pending": False},
    happened.ClosureRequested: {"verified_by": ""},
    happened.ClosureRejected: {"verified_by": ""},
    happened.TransferRequested: {"transfer_pending": True},
    happened.TransferDeclined: {"transfer_pending": False},
    happened.Closed: _NOTHING_PENDING,
    happened.Rebounded: _NOTHING_PENDING,
    happened.Transferred: _NOTHING_PENDING,
    happened.Terminated: _NOTHING_PENDING,
}


async def follow_ledger(connection: AsyncConnection, events: Sequence[RecordedEvent]) -> None:
    """Bring the ledger up to these events, each stream's oldest first."""
    new: list[Row] = []
    # Facts of several items may lie between one another. Each item's own have to come together:
    # new rows are written last, so an item's later fact on its own would find no row.
    by_item = sorted(events, key=attrgetter("stream"))  # keeps the order within each item
    for stream, own in groupby(by_item, attrgetter("stream")):
        facts = list(own)
        row = row_after(facts)
        if "number" in row:
            new.append({**_BLANK, **row, "stream": stream})
        else:
            where = ledger_item.c.stream == stream
            await connection.execute(sa.update(ledger_item).where(where).values(row))
    if new:
        await connection.execute(sa.insert(ledger_item), new)


def row_after(facts: Iterable[RecordedEvent]) -> Row:
    """Columns that these facts of one item change, with their values after the last one."""
    row: Row = {}
    for fact in facts:
        row |= _changes(from_json(happened.EVENTS[fact.type], fact.data))
        row |= {"version": fact.version, "changed_at": fact.occurred_at}
    return row


def number_key(number: str) -> str:
    """A number whose text order is the order that people expect: `FP2026-9` before `-10`."""
    return re.sub("[0-9]+", lambda digits: digits[0].zfill(_NUMBER_WIDTH), number)


def _changes(event: happened.RectificationEvent) -> Row:
    kind = type(event)
    row = {name: _plain(getattr(event, name)) for name in _COPIED.get(kind, ())}
    for name, column in _RENAMED.get(kind, {}).items():
        row[column] = _plain(getattr(event, name))
    return (
        row
        | _SET.get(kind, {})
        | _opening(event)
        | _measures(event)
        | _terms(event)
        | _level(event)
    )


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _opening(event: happened.RectificationEvent) -> Row:
    if not isinstance(event, happened.Issued | happened.Imported):
        return {}
    return {
        "number_key": number_key(event.number),
        "found_on": event.found_on or event.issued_on,
        "imported": isinstance(event, happened.Imported),
    }


def _measures(event: happened.RectificationEvent) -> Row:
    if not isinstance(event, happened.Issued | happened.Imported | happened.PlanSubmitted):
        return {}
    return {"measures": measures_text(event.measures)}


def _terms(event: happened.RectificationEvent) -> Row:
    """Versions of policy and calendar, where an event changes them."""
    if not isinstance(event, happened.Issued | happened.Imported | happened.TermsAdopted):
        return {}
    return {"policy_version": event.terms.policy, "calendar_version": event.terms.calendar}


def _level(event: happened.RectificationEvent) -> Row:
    """The item's own level: raised, or that of a countdown which begins anew.

    The ladders of its steps are seen in the timeline.
    """
    if isinstance(event, happened.Reminded):
        return {"level": Level.BLUE.value} if event.subject is Subject.ITEM else {}
    if isinstance(event, happened.LevelRaised):
        return {"level": event.level.value} if event.subject is Subject.ITEM else {}
    for countdown in _begun(event):
        if countdown.subject is Subject.ITEM:
            return {"level": _plain(countdown.level)}
    return {}


def _begun(event: happened.RectificationEvent) -> Sequence[Countdown]:
    if isinstance(event, happened.Issued | happened.Imported):
        return event.countdowns
    if isinstance(event, happened.ExtensionGranted | happened.TermsAdopted):
        return (event.countdown,) if event.countdown else ()
    return ()
