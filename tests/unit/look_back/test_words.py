"""Whatever people read of a look-back has a Chinese word."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from models.look_back.commands import COMMANDS
from models.look_back.events import EVENTS
from models.look_back.labels import COMMAND_LABELS, EVENT_LABELS, WORDS
from models.room_words import ROOM_WORDS, event_label


def test_the_room_is_known_and_every_event_is_named() -> None:
    assert ROOM_WORDS["look_back"] is WORDS
    assert set(EVENT_LABELS) == set(EVENTS)
    assert event_label("look_back.sampled") == "已抽样"


def test_people_are_offered_no_command_of_the_system() -> None:
    assert set(COMMAND_LABELS) <= set(COMMANDS)
    assert not {"begin", "record_report", "adopt_terms"} & set(COMMAND_LABELS)


@pytest.mark.parametrize("kind", [*COMMANDS.values(), *EVENTS.values()], ids=lambda k: k.__name__)
def test_every_field_has_a_word(kind: Any) -> None:
    assert all(WORDS.word_of(kind, field.name).title for field in fields(kind))
