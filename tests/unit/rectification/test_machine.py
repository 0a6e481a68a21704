"""The table of transitions agrees with commands, rules, labels and the page in docs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from models import state_diagram
from models.errors import RuleRefusedError
from models.escalation.countdown import Subject
from models.facts import Command, Fact, Request
from models.glossary import (
    CATEGORIES,
    CHECKLIST,
    COMMANDS,
    LEVELS,
    SEVERITIES,
    STATES,
    SUBJECTS,
)
from models.policy import STEP_LADDERS, Level
from models.rectification import commands, content
from models.rectification.commands import ReportProgress
from models.rectification.content import Category
from models.rectification.decider import RECTIFICATION
from models.rectification.events import (
    EVENTS,
    AttemptRefused,
    Issued,
    Rebounded,
    RectificationEvent,
)
from models.rectification.item_state import ItemState
from models.rectification.linked import after_rebound
from models.rectification.machine import TRANSITIONS, label_of
from models.rectification.rules import RULES
from models.rectification.state import RectificationState
from models.rooms import DECIDERS
from tests.unit.rectification.life import SECRETARY, issued, terms

PAGE = Path(__file__).parents[3] / "docs/states/rectification.md"


def test_every_command_has_a_transition_a_rule_and_a_label() -> None:
    assert set(commands.COMMANDS) == set(TRANSITIONS) == set(RULES) == set(COMMANDS)


def test_every_word_of_the_room_has_a_label() -> None:
    assert set(STATES) == set(ItemState)
    assert set(LEVELS) == set(Level)
    assert set(CATEGORIES) == set(Category)
    assert set(SUBJECTS) == set(Subject)
    assert {subject.value for subject in Subject} == {"item", *STEP_LADDERS}
    assert set(SEVERITIES) == set(range(content.LOWEST_SEVERITY, content.HIGHEST_SEVERITY + 1))
    assert set(CHECKLIST) == set(commands.Checklist.__dataclass_fields__)


def test_everyone_who_may_do_something_has_a_name() -> None:
    for transition in TRANSITIONS.values():
        assert all(label_of(who) for who in transition.who)


def test_event_names_are_of_this_room_and_known_once() -> None:
    assert all(name.startswith("rectification.") for name in EVENTS)
    assert RECTIFICATION.events[Issued.type] is Issued
    assert DECIDERS["rectification"] is RECTIFICATION


def test_the_page_in_docs_is_up_to_date(tmp_path: Path) -> None:
    state_diagram.write(tmp_path / "states")
    written = (tmp_path / "states" / "rectification.md").read_text(encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == written, "run: python -m models.state_diagram"


def test_the_empty_stream_has_nothing_to_wait_for_and_is_not_over() -> None:
    state = RECTIFICATION.initial()
    assert RECTIFICATION.clocks(state, terms()) == []
    assert not RECTIFICATION.is_finished(state)
    assert RECTIFICATION.terms_version(state).policy == 0


def test_what_never_began_cannot_be_continued() -> None:
    event = Rebounded("反弹", False, "FP-1-R1", 1, 2, None, ())
    with pytest.raises(AssertionError):
        after_rebound(RectificationState(), event, date(2026, 7, 1))


def test_a_refused_attempt_is_recorded_without_what_was_typed_and_changes_nothing() -> None:
    life = issued()
    request: Request[Command] = Request("c9", SECRETARY, life.now, ReportProgress("内情"))
    with pytest.raises(RuleRefusedError) as caught:
        RECTIFICATION.decide(life.state, request, life.terms)
    event = RECTIFICATION.refusal(request, caught.value)
    assert isinstance(event, AttemptRefused)
    assert (event.command, event.code) == ("report_progress", "wrong_state")
    assert "内情" not in event.message
    fact: Fact[RectificationEvent] = Fact(2, life.now, SECRETARY, "c9", event)
    assert RECTIFICATION.evolve(life.state, fact) == life.state
    assert RECTIFICATION.react(life.state, fact) == []
