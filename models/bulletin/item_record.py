"""What a bulletin has to know of one rectification item, straight from its stored events.

The item's own decider knows far more than is counted here; folding a hundred thousand items
through it takes minutes, through this seconds. A test holds both to the same answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

# (type, civil date on which it occurred, data as JSON values), oldest first.
StoredEvent = tuple[str, date, Mapping[str, Any]]

# Event types that change what is counted; nothing else has to be read.
COUNTED_EVENTS = frozenset(
    f"rectification.{name}"
    for name in (
        "issued",
        "imported",
        "extension_granted",
        "closure_rejected",
        "closed",
        "rebounded",
        "transferred",
        "terminated",
        "level_raised",
        "terms_adopted",
    )
)


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """One item as of the end of the quarter.

    Attributes:
        due_on: Original due day; None for long-term items.
        effective_due_on: The due day that counts.
        extended_on: Civil dates on which extensions were granted.
        closed_on: Last closing; None before.
        is_judged: True when somebody verified the closing; imported history tells of nobody.
        rebounded_on: Day on which it rebounded; None unless it did.
        ended_on: Day on which it was transferred or terminated; None unless it was.
        level: Highest level raised for the present due day; empty for none.
    """

    number: str
    unit: str
    issued_on: date
    due_on: date | None = None
    effective_due_on: date | None = None
    extended_on: tuple[date, ...] = ()
    reject_no: int = 0
    closed_on: date | None = None
    is_judged: bool = False
    rebounded_on: date | None = None
    ended_on: date | None = None
    level: str = ""

    def is_open_after(self, day: date) -> bool:
        """True when it exists at the end of a day and nobody has closed or ended it by then."""
        ends = (self.closed_on, self.ended_on)
        return self.issued_on <= day and all(end is None or end > day for end in ends)


def item_record(events: Iterable[StoredEvent]) -> ItemRecord | None:
    """The record of one item; None when its opening is not among the events."""
    known: dict[str, Any] = {}
    for kind, occurred_on, data in events:
        name = kind.partition(".")[2]
        if name in {"issued", "imported"}:
            known = _opened(data)
        elif known:
            _take(known, name, occurred_on, data)
    return ItemRecord(**known) if known else None


def _opened(data: Mapping[str, Any]) -> dict[str, Any]:
    extended = data.get("extended_due_on")
    issued_on = date.fromisoformat(data["issued_on"])
    due_on = _day(data["due_on"])
    return {
        "number": data["number"],
        "unit": data["owner_unit"],
        "issued_on": issued_on,
        "due_on": due_on,
        "effective_due_on": _day(extended) or due_on,
        # When an older ledger's extension was granted nobody knows; that it was does count.
        "extended_on": (issued_on,) if extended else (),
    }


def _take(known: dict[str, Any], name: str, on: date, data: Mapping[str, Any]) -> None:
    match name:
        case "extension_granted":
            known["effective_due_on"] = _day(data["extended_due_on"])
            known["extended_on"] = (*known["extended_on"], on)
            known["level"] = ""
        case "closure_rejected":
            known["reject_no"] = data["reject_no"]
        case "closed":
            known["closed_on"] = _day(data["closed_on"])
            known["is_judged"] = bool(data["verified_by"])
        case "rebounded":
            known["rebounded_on"] = on
        case "transferred" | "terminated":
            known["ended_on"] = on
        case "level_raised" if data["subject"] == "item":
            known["level"] = data["level"]
        case "terms_adopted" if data["countdown"] is not None:
            known["due_on"] = known["effective_due_on"] = _day(data["due_on"])
            known["level"] = ""


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
