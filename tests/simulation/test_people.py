"""What people get to do, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from models.calendar import at_shanghai
from models.facts import Fact, Request
from models.rectification.decider import RECTIFICATION
from models.rectification.item_state import ItemState
from models.rectification.state import RectificationState
from simulation.agenda import Agenda
from simulation.behaviour import Away
from simulation.findings import weaknesses
from simulation.items import item_steps
from simulation.step import Step
from tests.simulation.people import NEVER, ROSTER, TERMS, view
from wire.codec import from_json, to_json

MONDAY = date(2026, 3, 23)
STREAM = "dw/rectification/X"


def agenda(**changed: object) -> Agenda:
    return Agenda(replace(NEVER, **changed), TERMS.calendar)  # type: ignore[arg-type]  # any field


def test_a_step_waits_its_days_from_when_it_was_first_seen() -> None:
    book = agenda()
    step = Step("accept", ROSTER.secretary("D01"), wait_workdays=2)
    for day in (23, 24):
        book.see(STREAM, [step], date(2026, 3, day))
        assert book.due(STREAM, [step], date(2026, 3, day)) is None
    book.see(STREAM, [step], date(2026, 3, 25))
    assert book.due(STREAM, [step], date(2026, 3, 25)) is step


def test_what_no_longer_waits_is_forgotten() -> None:
    book = agenda()
    step = Step("accept", ROSTER.secretary("D01"), wait_workdays=2)
    book.see(STREAM, [step], MONDAY)
    book.see(STREAM, [], date(2026, 3, 24))
    book.see(STREAM, [step], date(2026, 3, 25))
    assert book.due(STREAM, [step], date(2026, 3, 25)) is None


def test_whoever_is_away_does_nothing() -> None:
    book = agenda(away=(Away(MONDAY, 1, "branch_secretary"),))
    step = Step("accept", ROSTER.secretary("D01"))
    book.see(STREAM, [step], MONDAY)
    assert book.due(STREAM, [step], MONDAY) is None
    assert book.due(STREAM, [step], date(2026, 3, 24)) is step


def test_a_refused_step_is_tried_again_on_three_days_at_most() -> None:
    book = agenda()
    step = Step("accept", ROSTER.secretary("D01"))
    book.see(STREAM, [step], MONDAY)
    tried = 0
    for day in range(23, 31):
        today = date(2026, 3, day)
        while book.due(STREAM, [step], today) is not None:
            tried += 1
            book.refused(STREAM, step, today)
    assert tried == 3


class Life:
    """An item that people of a simulation take through its states."""

    def __init__(self, **found: object) -> None:
        self.state, self.count, self.today = RectificationState(), 0, MONDAY
        owner = ROSTER.owner("D01")
        data = {
            "number": "X",
            "owner_unit": "D01",
            "owner": owner.account,
            "owner_post": owner.post,
            "owner_belonging": owner.belonging(),
            "problem": "补课记录缺失",
            "goal": "补齐",
            "category": "fixed_term",
            **found,
        }
        self.does(Step("issue", ROSTER.at("officer1"), data))

    def does(self, step: Step) -> None:
        """A step that the rules must allow."""
        command = from_json(RECTIFICATION.commands[step.command], step.data)
        at: datetime = at_shanghai(self.today, datetime.min.time().replace(hour=14))
        request = Request(f"c{self.count}", step.person.actor, at, command)
        self.count += 1
        for event in RECTIFICATION.decide(self.state, request, TERMS):
            fact = Fact(self.count, at, step.person.actor, request.id, event)
            self.state = RECTIFICATION.evolve(self.state, fact)

    def steps(self, **changed: object) -> list[Step]:
        """What waits now."""
        habits = replace(NEVER, **changed)  # type: ignore[arg-type]  # any field
        return item_steps(self.state, view(self.today, habits))

    def runs(self, **changed: object) -> list[str]:
        """Commands until nobody has anything to do, each on its day."""
        given: list[str] = []
        while (steps := self.steps(**changed)) and len(given) < 30:
            step = min(steps, key=lambda each: each.on or self.today)
            calendar = TERMS.calendar
            day = step.on or calendar.add_workdays(self.today, step.wait_workdays)
            self.today = max(day, self.today)
            given.append(step.command)
            self.does(step)
        return given


def test_an_item_of_good_people_is_closed_in_time_without_detour() -> None:
    life = Life()
    assert life.runs() == ["accept", "submit_plan", "approve_plan", "request_closure", "verify"]
    assert life.state.state is ItemState.CLOSED
    assert life.state.is_on_time


def test_a_severe_item_finds_its_second_signer() -> None:
    life = Life(severity=3)
    assert life.runs()[-2:] == ["verify", "countersign"]
    assert life.state.state is ItemState.CLOSED


@pytest.mark.parametrize(
    ("habit", "command"),
    [
        ("plan_returned_percent", "return_plan"),
        ("closure_rejected_percent", "reject_closure"),
        ("extension_percent", "request_extension"),
    ],
)
def test_detours_happen_when_they_are_certain_and_end(habit: str, command: str) -> None:
    life = Life()
    assert command in life.runs(**{habit: 100})
    assert life.state.state is ItemState.CLOSED


def test_a_late_unit_closes_after_the_due_day() -> None:
    life = Life()
    life.runs(rectify_late_percent=100)
    assert life.state.is_on_time is False


def test_a_long_term_item_is_reported_and_judged_each_quarter() -> None:
    life = Life(category="long_term")
    for _ in range(5):
        (step, *_) = life.steps()
        life.today = max(step.on or life.today, life.today)
        life.does(step)
    assert life.state.clean_quarters == 1


def test_findings_are_drawn_from_the_stream_and_fit_the_command() -> None:
    first = weaknesses("D01", view(MONDAY, about="dw/review/2026-03-D01"))
    again = weaknesses("D01", view(date(2026, 3, 24), about="dw/review/2026-03-D01"))
    other = weaknesses("D01", view(MONDAY, about="dw/review/2026-04-D01"))
    assert first == again
    assert first != other
    assert 2 <= len(first) <= 5
    assert len({each["problem_code"] for each in first}) == len(first)
    assert [to_json(each) for each in first] == first
