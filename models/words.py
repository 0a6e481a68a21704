"""How commands and fields are presented to people: one word per concept, kept by each room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class CommandLabel:
    """A command that a person may give.

    Attributes:
        title: Its name.
        description: Who does it and what it does.
    """

    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Word:
    """How a field is presented.

    Attributes:
        title: Its name.
        description: What a person filling it in has to know; empty: the name says it all.
        example: A value as JSON shows it.
        choices: Chinese name by id, for a field that holds one of a few ids; else empty.
    """

    title: str
    description: str
    example: Any
    choices: Mapping[str, str] = field(default_factory=dict)


def word(title: str, example: Any, description: str = "") -> Word:
    """A field by its name, with an example."""
    return Word(title, description or f"{title}。", example)


def choice(title: str, choices: Mapping[Any, str], example: Any) -> Word:
    """A field that holds one of a few ids."""
    told = "、".join(f"{key} {name}" for key, name in choices.items()) + "。"
    return Word(title, told, example, {str(key): name for key, name in choices.items()})


@dataclass(frozen=True)
class RoomWords:
    """Everything that people read of one room.

    Attributes:
        entity: Name of the entity.
        title: What one of them is called, for example `整改事项`.
        commands: Commands of people by wire name; those of clocks and of other entities are absent.
        events: Chinese name by wire type.
        fields: Word by field name, wherever it appears in the room.
        overrides: Word by class name and field, where a class means something else.
        parts: Chinese name of the dataclasses inside commands, by class name.
    """

    entity: str
    title: str
    commands: Mapping[str, CommandLabel]
    events: Mapping[str, str]
    fields: Mapping[str, Word]
    overrides: Mapping[tuple[str, str], Word] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)

    def word_of(self, kind: type[Any], name: str) -> Word:
        """How a field of a class is presented.

        Raises:
            KeyError: The field has no word yet; a test keeps that from happening.
        """
        for base in kind.__mro__:
            if (base.__name__, name) in self.overrides:
                return self.overrides[base.__name__, name]
        return self.fields[name]
