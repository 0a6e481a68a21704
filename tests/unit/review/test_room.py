"""The room's tables, words and lists agree with each other."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from models import state_diagram
from models.account.roles import Role
from models.errors import RuleRefusedError
from models.facts import Command, Fact, Request
from models.review import content
from models.review.commands import COMMANDS, Postpone, RecordGoals
from models.review.content import Indicator, Move, ReviewKind, ReviewTier, Standing, VisitForm
from models.review.decider import REVIEW
from models.review.events import EVENTS, AttemptRefused, ReviewEvent
from models.review.glossary import COMMANDS as TITLES
from models.review.glossary import (
    FORMS,
    INDICATORS,
    KINDS,
    MOVES,
    STAGES,
    STANDINGS,
    TIERS,
)
from models.review.labels import WORDS
from models.review.machine import MACHINE
from models.review.overview import overview
from models.review.rules import RULES
from models.review.stage import ReviewStage
from models.room_words import ROOM_WORDS
from models.rooms import DECIDERS
from models.year import OVERVIEWS
from tests.unit.rectification.life import on, terms
from tests.unit.review.life import (
    OFFICER,
    OUTSIDER,
    Life,
    a_plan,
    drafted,
    in_session,
    planned,
    tracking,
)

PAGE = Path(__file__).parents[3] / "docs/states/review.md"
OF_CLOCKS_AND_ROOMS = {"import_history", "adopt_terms"}


def test_the_room_is_registered_everywhere() -> None:
    assert DECIDERS["review"] is REVIEW
    assert OVERVIEWS["review"] is overview
    assert ROOM_WORDS["review"] is WORDS


def test_every_command_has_a_transition_a_rule_and_a_title() -> None:
    in_table = {each.command for each in MACHINE.transitions}
    assert set(COMMANDS) == in_table == set(RULES) == set(TITLES)
    roles = {str(role) for role in Role}
    for each in MACHINE.transitions:
        assert set(each.who) <= roles | set(MACHINE.parts)


def test_every_word_of_the_room_has_a_label() -> None:
    assert set(STAGES) == set(ReviewStage)
    assert set(FORMS) == set(VisitForm)
    assert set(KINDS) == set(ReviewKind)
    assert set(TIERS) == set(ReviewTier)
    assert set(MOVES) == set(Move)
    assert set(INDICATORS) == set(Indicator)
    assert set(STANDINGS) == set(Standing)


def test_every_command_of_people_and_every_event_has_a_label() -> None:
    of_people = {each.command for each in MACHINE.transitions if each.who != ("system",)}
    assert set(WORDS.commands) == of_people - OF_CLOCKS_AND_ROOMS
    assert set(WORDS.events) == set(EVENTS)


@pytest.mark.parametrize("kind", [*COMMANDS.values(), *EVENTS.values()])
def test_every_field_has_a_word(kind: type) -> None:
    assert all(WORDS.word_of(kind, each.name).title for each in fields(kind))


def test_every_part_of_a_command_has_a_name_and_its_fields_words() -> None:
    parts = [each for each in vars(content).values() if isinstance(each, type)]
    for kind in filter(is_dataclass, parts):
        assert all(WORDS.word_of(kind, each.name).title for each in fields(kind))
        assert kind.__name__ in {*WORDS.parts, "SpotTest"}


def test_the_page_in_docs_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == state_diagram.page(MACHINE), (
        "run: python -m models.state_diagram"
    )


def test_the_empty_stream_has_nothing_to_wait_for_and_nothing_to_show() -> None:
    state = REVIEW.initial()
    assert REVIEW.clocks(state, terms()) == []
    assert not REVIEW.is_finished(state)
    assert overview(state) is None


def test_lists_show_what_is_due_next_and_how_loud_it_is() -> None:
    row = overview(planned().state)
    assert row is not None
    assert (row.number, row.title) == ("2026-03-Z1", "2026年3月采煤科党总支复盘")
    assert (row.year, row.period, row.unit, row.parent_unit) == (2026, "2026-03", "Z1", "DW")
    assert (row.state, row.state_label, row.level) == ("planned", "已列入计划", "")
    late = drafted()
    late.runs_until(on(3, 26, 12))
    row = overview(late.state)
    assert row is not None
    assert row.due_on is not None
    assert (row.due_on.day, row.level) == (23, "orange")
    done = overview(tracking().state)
    assert done is not None
    assert done.due_on is None
    accident = Life()
    accident.does(OFFICER, a_plan(kind=ReviewKind.ACCIDENT, reason="轻伤事故"))
    row = overview(accident.state)
    assert row is not None
    assert row.title.endswith("事故复盘")


def test_a_refused_attempt_is_recorded_without_what_was_typed_and_changes_nothing() -> None:
    life = in_session()
    request: Request[Command] = Request("c9", OUTSIDER, life.now, RecordGoals("内情"))
    with pytest.raises(RuleRefusedError) as caught:
        REVIEW.decide(life.state, request, life.terms)
    event = REVIEW.refusal(request, caught.value)
    assert isinstance(event, AttemptRefused)
    assert (event.command, event.code) == ("record_goals", "not_entitled")
    assert "内情" not in event.message
    fact: Fact[ReviewEvent] = Fact(9, life.now, OUTSIDER, "c9", event)
    assert REVIEW.evolve(life.state, fact) == life.state
    assert REVIEW.react(life.state, fact) == []


def test_a_postponed_review_shows_its_new_month() -> None:
    life = planned()
    life.does(OFFICER, Postpone("2026-05", "检修"))
    row = overview(replace(life.state, unit_name="采煤科"))
    assert row is not None
    assert (row.number, row.period) == ("2026-03-Z1", "2026-05")
