"""The table of transitions agrees with commands, rules, labels and the page in docs."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from models import state_diagram
from models.annual_plan.commands import COMMANDS
from models.annual_plan.coverage import PACES, Pace
from models.annual_plan.decider import ANNUAL_PLAN
from models.annual_plan.events import EVENTS
from models.annual_plan.labels import COMMAND_LABELS, EVENT_LABELS, WORDS
from models.annual_plan.machine import MACHINE, TITLES
from models.annual_plan.reactions import TOLD
from models.annual_plan.rules import RULES
from models.annual_plan.stage import SCOPES, STAGES, Scope, Stage
from models.notice.texts import _OF_ENTITIES
from models.rooms import DECIDERS
from models.terms import TermsVersion
from models.year import OVERVIEWS
from tests.unit.annual_plan.builders import plan_terms

PAGE = Path(__file__).parents[3] / "docs/states/annual_plan.md"
OF_OTHERS = {"adopt_terms"}


def test_every_command_has_a_transition_a_rule_and_a_name() -> None:
    of_table = {each.command for each in MACHINE.transitions}
    assert set(COMMANDS) == of_table == set(RULES) == set(TITLES)


def test_every_command_of_people_has_a_label() -> None:
    of_people = {each.command for each in MACHINE.transitions if each.who != ("system",)}
    assert set(COMMAND_LABELS) == of_people - OF_OTHERS


def test_everyone_who_may_do_something_has_a_name() -> None:
    assert all(MACHINE.label_of(who) for each in MACHINE.transitions for who in each.who)


def test_every_event_and_word_has_a_label() -> None:
    assert set(EVENT_LABELS) == set(EVENTS)
    assert (set(STAGES), set(SCOPES), set(PACES)) == (set(Stage), set(Scope), set(Pace))


@pytest.mark.parametrize("kind", [*COMMANDS.values(), *EVENTS.values()])
def test_every_field_has_a_word(kind: type) -> None:
    if kind.__name__ != "AdoptTerms":
        assert all(WORDS.word_of(kind, each.name).title for each in fields(kind))


def test_every_notice_of_the_plan_has_words_of_its_own() -> None:
    shared = {"annual_plan.escalation_acknowledged"}
    assert {kind.type for kind in TOLD} - shared <= set(_OF_ENTITIES)


def test_the_page_in_docs_is_up_to_date() -> None:
    written = state_diagram.page(MACHINE)
    assert PAGE.read_text(encoding="utf-8") == written, "run: python -m models.state_diagram"


def test_the_room_is_known_to_drivers_and_lists() -> None:
    assert DECIDERS["annual_plan"] is ANNUAL_PLAN
    assert "annual_plan" in OVERVIEWS


def test_the_empty_stream_has_nothing_to_wait_for_and_is_not_over() -> None:
    state = ANNUAL_PLAN.initial()
    assert ANNUAL_PLAN.clocks(state, plan_terms()) == []
    assert not ANNUAL_PLAN.is_finished(state)
    assert ANNUAL_PLAN.terms_version(state) == TermsVersion()
