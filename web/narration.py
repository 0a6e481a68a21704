"""Tells a fact in Chinese: what happened, and what belongs to it, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from models import glossary
from models.account.roles import ROLE_LABELS
from models.rectification.machine import label_of
from models.room_words import ROOM_WORDS
from models.rooms import DECIDERS
from wire.messages import RecordedEvent

# Bookkeeping of the engine, of no use to a reader.
_SILENT = frozenset(
    {
        "committee",
        "countdown",
        "countdowns",
        "terms",
        "state",
        "code",
        "round",
        "deadline_version",
        "superseded",
        "size_bytes",
        "secretary_role",
        "doers",
        "reminders",
    }
)
# A no that somebody will be asked about.
_WEIGHTY = frozenset({"is_clean", "is_on_time"})


@dataclass(frozen=True, slots=True)
class Detail:
    """One field of a fact, as people read it."""

    field: str
    title: str
    value: str


def details_of(event: RecordedEvent) -> list[Detail]:
    """The fields of a fact that say something, in the order of the event's class."""
    entity = event.type.split(".", 1)[0]
    kind = DECIDERS[entity].events.get(event.type) if entity in ROOM_WORDS else None
    if kind is None:
        return []
    words = ROOM_WORDS[entity]
    body: Any = kind  # every event is a dataclass
    names = (field.name for field in fields(body) if field.name not in _SILENT)
    return [
        Detail(name, words.word_of(kind, name).title, text)
        for name in names
        if (text := _told(name, event.data.get(name)))
    ]


def told_posts(roles: Sequence[str]) -> str:
    """Posts by name, as in a sentence."""
    names = {str(role): label for role, label in ROLE_LABELS.items()} | {"system": "系统"}
    return "、".join(names.get(role, role) for role in roles)


def _told(name: str, value: Any) -> str:
    """A value in words; empty when there is nothing to say."""
    if isinstance(value, bool):
        return "是" if value else ("否" if name in _WEIGHTY else "")
    if not value:
        return ""
    teller = _TELLERS.get(name)
    return teller(value) if teller else str(value)


def _from(choices: Mapping[Any, str]) -> Callable[[Any], str]:
    known = {str(key): name for key, name in choices.items()}
    return lambda value: known.get(str(value), str(value))


def _measures(measures: Sequence[Mapping[str, Any]]) -> str:
    return "；".join(_measure(measure) for measure in measures)


def _measure(measure: Mapping[str, Any]) -> str:
    more = "，".join(str(measure[part]) for part in ("owner", "due_on") if measure.get(part))
    return f"{measure['text']}（{more}）" if more else str(measure["text"])


def _late(seconds: int) -> str:
    hours, minutes = divmod(max(seconds, 60) // 60, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "天"), (hours, "小时"), (minutes, "分钟"))
    return "".join(f"{count}{unit}" for count, unit in parts if count)


_TELLERS: Mapping[str, Callable[[Any], str]] = {
    "category": _from(glossary.CATEGORIES),
    "source": _from(glossary.SOURCES),
    "party_plus": _from(glossary.PARTY_PLUS),
    "work_axis": _from(glossary.WORK_AXES),
    "cause_kind": _from(glossary.CAUSE_KINDS),
    "severity": _from(glossary.SEVERITIES),
    "level": _from(glossary.LEVELS),
    "subject": _from(glossary.SUBJECTS),
    "command": _from(glossary.COMMANDS),
    "verifier_role": label_of,
    "roles": told_posts,
    "closed_by": "、".join,
    "measures": _measures,
    "late_by_seconds": _late,
    "action": str,
}
