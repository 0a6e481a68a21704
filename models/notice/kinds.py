"""What the name of a notice kind says: `escalation.yellow`, `escalation.verify.orange`."""

from __future__ import annotations

from models.policy import Level

ESCALATION = "escalation"
ITEM = "item"


def level_of(kind: str) -> Level | None:
    """Level that the kind's last part names; None when it names none."""
    last = kind.rsplit(".", 1)[-1]
    return Level(last) if last in set(Level) else None


def subject_of(kind: str) -> str:
    """Clock subject of an escalation: `item`, or the step that is late."""
    parts = kind.split(".")
    return parts[1] if len(parts) > 2 else ITEM


def is_escalation(kind: str) -> bool:
    """True when somebody is late or about to be."""
    return kind.split(".", 1)[0] == ESCALATION
