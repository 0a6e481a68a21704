"""What the name of a notice kind says: `escalation.yellow`, `escalation.verify.orange`."""

from __future__ import annotations

from models.escalation.countdown import Subject
from models.policy import Level

ESCALATION = "escalation"


def level_of(kind: str) -> Level | None:
    """Level that the kind's last part names; None when it names none."""
    last = kind.rsplit(".", 1)[-1]
    return Level(last) if last in set(Level) else None


def subject_of(kind: str) -> Subject:
    """What an escalation is about: the item, or the step that is late."""
    parts = kind.split(".")
    known = len(parts) > 2 and parts[1] in set(Subject)
    return Subject(parts[1]) if known else Subject.ITEM


def is_escalation(kind: str) -> bool:
    """True when somebody is late or about to be."""
    return kind.split(".", 1)[0] == ESCALATION
