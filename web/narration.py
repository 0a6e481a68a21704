"""Tells a fact in Chinese: what happened, and what belongs to it, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import partial
from typing import Any, get_args, get_type_hints

from models import glossary
from models.account.roles import ROLE_LABELS
from models.rectification.machine import label_of
from models.room_words import ROOM_WORDS
from models.rooms import DECIDERS
from models.words import RoomWords, Word
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
        "promise",
        "belonging",
        "owner_belonging",
        "verifier_belonging",
        "verifier_unit",
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
    return [] if kind is None else told_fields(ROOM_WORDS[entity], kind, event.data)


def told_fields(words: RoomWords, kind: Any, data: Mapping[str, Any]) -> list[Detail]:
    """The fields of a dataclass that say something, by their words; one without is not for people.

    Args:
        words: Of the room that the class belongs to.
        kind: The class.
        data: Its fields as JSON values.
    """
    hints = get_type_hints(kind)
    return [
        Detail(each.name, word.title, text)
        for each in fields(kind)
        if (word := _word_of(words, kind, each.name))
        and (text := _told(words, word, hints[each.name], each.name, data.get(each.name)))
    ]


def told_posts(roles: Sequence[str]) -> str:
    """Posts by name, as in a sentence."""
    names = {str(role): label for role, label in ROLE_LABELS.items()} | {"system": "系统"}
    return "、".join(names.get(role, role) for role in roles)


def _told(words: RoomWords, word: Word, hint: Any, name: str, value: Any) -> str:
    """A value in words; empty when there is nothing to say."""
    if isinstance(value, bool):
        return "是" if value else ("否" if name in _WEIGHTY else "")
    if not value:
        return ""
    teller = _TELLERS.get(name)
    return teller(value) if teller else _in_words(words, word, hint, value)


def _in_words(words: RoomWords, word: Word, hint: Any, value: Any) -> str:
    """A value of any shape: choices by their names, lists joined, parts field by field."""
    if isinstance(value, Mapping):
        if (kind := _part_in(hint)) is not None:
            return _part(words, kind, value)
        return "；".join(f"{_named(words, key)}：{told}" for key, told in value.items())
    if isinstance(value, list | tuple):
        between = "；" if _part_in(hint) else "、"
        told = (_in_words(words, word, hint, each) for each in value)
        return between.join(filter(None, told))
    if isinstance(value, bool):
        return "是" if value else "否"
    return word.choices.get(str(value), str(value))


def _part(words: RoomWords, kind: Any, data: Mapping[str, Any]) -> str:
    """A part of a command or state on one line; a zero says something here."""
    hints = get_type_hints(kind)
    told = []
    for each in fields(kind):
        value = data.get(each.name)
        word = _word_of(words, kind, each.name)
        if word is None or value is None or value is False or value in ("", [], {}):
            continue
        teller = _TELLERS.get(each.name, partial(_in_words, words, word, hints[each.name]))
        told.append(f"{word.title}：{teller(value)}")
    return "，".join(told)


def _word_of(words: RoomWords, kind: Any, name: str) -> Word | None:
    """The word of a field that people read; None for bookkeeping."""
    if name in _SILENT:
        return None
    try:
        return words.word_of(kind, name)
    except KeyError:
        return None


def _part_in(hint: Any) -> Any | None:
    """The dataclass that a hint speaks of; None when it speaks of none."""
    return next((each for each in (hint, *get_args(hint)) if is_dataclass(each)), None)


def _named(words: RoomWords, key: str) -> str:
    """What a key of a mapping is called: keys are choices of some field of the room."""
    return next((w.choices[key] for w in words.fields.values() if key in w.choices), key)


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
