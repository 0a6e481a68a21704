"""Every command, event and field can be named to a person."""

from __future__ import annotations

from dataclasses import fields

import pytest

from models.rectification.commands import COMMANDS, AcceptTransfer
from models.rectification.events import EVENTS, Closed
from models.rectification.labels import COMMAND_LABELS, EVENT_LABELS
from models.rectification.machine import TRANSITIONS
from models.rectification.words import WORDS

OF_CLOCKS_AND_ROOMS = {"import_history", "adopt_terms"}


def test_every_event_has_a_label() -> None:
    assert set(EVENT_LABELS) == set(EVENTS)


def test_every_command_of_people_has_a_label() -> None:
    of_people = {each.command for each in TRANSITIONS.values() if each.who != ("system",)}
    assert set(COMMAND_LABELS) == of_people - OF_CLOCKS_AND_ROOMS


@pytest.mark.parametrize("name", sorted(COMMAND_LABELS))
def test_every_field_of_a_command_has_a_word(name: str) -> None:
    kind = COMMANDS[name]
    assert all(WORDS.word_of(kind, each.name).title for each in fields(kind))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", EVENTS.values())
def test_every_field_of_an_event_has_a_word(kind: type) -> None:
    assert all(WORDS.word_of(kind, each.name).title for each in fields(kind))


def test_a_class_may_say_it_in_its_own_words() -> None:
    assert WORDS.word_of(AcceptTransfer, "owner").title == "新责任人"
    assert WORDS.word_of(Closed, "opinion").title == "验收意见"
    with pytest.raises(KeyError):
        WORDS.word_of(Closed, "weather")
