"""Whatever people read of a common issue has a Chinese word."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from models.common_issue.commands import COMMANDS
from models.common_issue.events import EVENTS
from models.common_issue.labels import COMMAND_LABELS, EVENT_LABELS, WORDS
from models.room_words import ROOM_WORDS, event_label


def test_the_room_is_known_and_every_event_is_named() -> None:
    assert ROOM_WORDS["common_issue"] is WORDS
    assert set(EVENT_LABELS) == set(EVENTS)
    assert event_label("common_issue.proposed") == "已提出"


def test_people_are_offered_no_command_of_the_system() -> None:
    assert set(COMMAND_LABELS) <= set(COMMANDS)
    assert not {"propose", "ask_units", "adopt_terms"} & set(COMMAND_LABELS)


@pytest.mark.parametrize("kind", [*COMMANDS.values(), *EVENTS.values()], ids=lambda k: k.__name__)
def test_every_field_has_a_word(kind: Any) -> None:
    assert all(WORDS.word_of(kind, field.name).title for field in fields(kind))
