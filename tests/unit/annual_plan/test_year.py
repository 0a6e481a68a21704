"""The plan runs its year: quarters, halves, what it finds and asks, and its end."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

import pytest

from models.annual_plan.commands import (
    Begin,
    CloseYear,
    ConfirmMonth,
    LookForCommonIssues,
    Propose,
    Unassign,
)
from models.annual_plan.decider import ANNUAL_PLAN
from models.annual_plan.events import (
    CommonIssueFound,
    HalfEnded,
    NextYearOpened,
    QuarterEnded,
    TermsAdopted,
    YearClosed,
)
from models.annual_plan.overview import overview
from models.annual_plan.records import Carried, Found, Missing
from models.calendar import on_shanghai
from models.errors import RuleRefusedError
from models.escalation.commands import AcknowledgeEscalation
from models.escalation.countdown import Subject
from models.facts import SYSTEM, AdoptTerms, Fact, Request
from models.rooms import DECIDERS
from models.terms import Terms, TermsVersion
from tests.unit.annual_plan.builders import (
    HEAD,
    OFFICER,
    OUTSIDER,
    a_unit,
    covers,
    covers_all_opened,
    direct_units,
    month_of,
    plan_terms,
    running,
)
from tests.unit.rectification.life import calendar, on
from tests.unit.room_life import RoomLife
from wire.codec import from_json


def test_quarters_halves_and_the_next_year_are_announced() -> None:
    life = running()
    life.runs_until(on(1, 10, year=2027))
    days = [on_shanghai(f.at) for f in life.facts if isinstance(f.event, QuarterEnded)]
    assert days == [date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 8), date(2027, 1, 1)]
    assert [event.half for event in life.events(HalfEnded)] == [1, 2]
    bulletins = [each for each in life.asked("begin") if each.entity == "bulletin"]
    assert [each.stream for each in bulletins] == [f"dw/bulletin/2026-Q{q}" for q in range(1, 5)]
    assert {each.gather for each in bulletins} == {"bulletin_figures"}
    looks = [each for each in life.asked("begin") if each.entity == "look_back"]
    assert [each.data["half"] for each in looks] == [1, 2]
    following = [each for each in life.asked("begin") if each.entity == "annual_plan"]
    assert [(each.stream, each.gather) for each in following] == [
        ("dw/annual_plan/2027", "register_units")
    ]


@pytest.mark.parametrize(
    ("approved", "quarters", "halves"),
    [
        (on(3, 10), [1, 2, 3, 4], [1, 2]),
        (on(3, 30), [1, 2, 3, 4], [1, 2]),
        (on(4, 2), [2, 3, 4], [1, 2]),
        (on(6, 29), [2, 3, 4], [1, 2]),
        (on(11, 27), [4], [2]),
    ],
)
def test_a_quarter_that_is_under_way_at_the_approval_ends_too(
    approved: datetime, quarters: list[int], halves: list[int]
) -> None:
    life = running(direct_units(1), when=approved)
    life.runs_until(on(1, 20, year=2027))
    assert [event.quarter for event in life.events(QuarterEnded)] == quarters
    assert [event.half for event in life.events(HalfEnded)] == halves


def test_late_beginners_and_missed_ones_are_handed_to_the_next_year() -> None:
    young = a_unit("D09", from_on=date(2026, 10, 8))
    ended = a_unit("D08", from_on=date(2026, 10, 8), to_on=date(2026, 12, 1))
    life = running((*direct_units(3), young, ended))
    life.does(OFFICER, Unassign("D01", "停产"))
    life.runs_until(on(12, 2))
    assert life.events(NextYearOpened)[0].carried == (
        Carried("D01", "停产"),
        Carried("D09", "2026-10-08新设"),
    )
    following = RoomLife(ANNUAL_PLAN, plan_terms(), on(12, 2))
    data = next(each.data for each in life.asked("begin") if each.entity == "annual_plan")
    following.does(
        SYSTEM,
        Begin(
            2027,
            units=(*direct_units(12), young),
            carried=tuple(Carried(**each) for each in data["carried"]),
        ),
    )
    following.does(OFFICER, Propose())
    assert month_of(following, "D01") in (1, 2, 3)
    assert month_of(following, "D09") in (1, 2, 3)


def test_the_same_problem_in_two_units_of_a_quarter_is_proposed_once() -> None:
    life = running(direct_units(12))
    found = Found("2026-Q2", "organization_life", ("D01", "D02"), ("2026-04-D01#1",))
    look = LookForCommonIssues("2026-04-D02", ("organization_life",), date(2026, 5, 6), (found,))
    life.does(SYSTEM, look)
    (event,) = life.events(CommonIssueFound)
    assert event.number == "2026-Q2-organization_life"
    (asked,) = life.asked("propose")
    assert asked.stream == "dw/common_issue/2026-Q2-organization_life"
    assert asked.data["units"] == ["D01", "D02"]
    half = Found("2026-H1", "organization_life", ("D01", "D02", "D03"))
    assert life.does(SYSTEM, replace(look, found=(found, half))) == []


@pytest.mark.parametrize(
    ("period", "units", "is_common"),
    [
        ("2026-Q3", ("D01",), False),
        ("2026-Q3", ("D01", "D01"), False),
        ("2026-H2", ("D01", "D02"), False),
        ("2026-H2", ("D01", "D02", "D03"), True),
    ],
)
def test_thresholds_of_quarter_and_half(
    period: str, units: tuple[str, ...], *, is_common: bool
) -> None:
    life = running(direct_units(3))
    look = LookForCommonIssues("r", ("x",), date(2026, 8, 6), (Found(period, "x", units),))
    life.does(SYSTEM, look)
    assert bool(life.events(CommonIssueFound)) is is_common


def test_the_year_closes_with_the_proof_of_coverage() -> None:
    life = running(direct_units(12))
    life.runs_until(on(12, 2))
    covers_all_opened(life)
    assert life.refuses(HEAD, CloseYear()) == "year_not_over"
    assert life.refuses(OFFICER, CloseYear()) == "not_entitled"
    life.runs_until(on(1, 5, year=2027))
    life.does(HEAD, CloseYear(note="全覆盖"))
    (event,) = life.events(YearClosed)
    assert (event.total, event.missing) == (12, ())
    assert {each.review for each in event.proof} == {s.review for s in life.state.slots}
    assert ANNUAL_PLAN.is_finished(life.state)
    assert ANNUAL_PLAN.clocks(life.state, life.terms) == []
    assert life.refuses(HEAD, AdoptTerms()) == "annual_plan_ended"


def test_whoever_was_not_covered_has_a_reason_at_the_end() -> None:
    life = running(direct_units(3))
    life.runs_until(on(1, 5, year=2027))
    covers(life, "D01")
    life.does(OFFICER, AcknowledgeEscalation("补做", Subject.CONFIRM_MONTH))
    assert life.refuses(HEAD, CloseYear()) == "missing_without_reason"
    reasons = (Missing("D02", "撤并"), Missing("D03", " "))
    assert life.rejects(HEAD, CloseYear(reasons)) == "text_missing"
    life.does(HEAD, CloseYear((Missing("D02", "撤并"), Missing("D03", "停产"))))
    assert [each.unit for each in life.events(YearClosed)[0].missing] == ["D02", "D03"]


def test_new_terms_are_adopted_by_an_event_and_move_only_provisional_days() -> None:
    early = Terms(plan_terms().policy, calendar(2025))
    life = running(direct_units(20), its_terms=early)
    assert life.does(SYSTEM, AdoptTerms("同版")) == []
    life.runs_until(on(1, 2))
    countdown = life.state.countdown(Subject.CONFIRM_MONTH)
    assert countdown.due_on == date(2026, 1, 7)
    assert life.state.is_confirmation_provisional
    life.terms = replace(early, calendar=calendar(2025, 2026, version=2))
    life.does(SYSTEM, AdoptTerms("2026年日历"))
    assert life.events(TermsAdopted)[0].countdown.due_on == date(2026, 1, 8)
    assert life.state.terms == TermsVersion(1, 2)
    life.terms = replace(early, calendar=calendar(2025, 2026, version=3))
    life.does(SYSTEM, AdoptTerms("再版"))
    assert life.events(TermsAdopted)[1].countdown is None


def test_a_provisional_day_that_turns_out_right_stays() -> None:
    early = Terms(plan_terms().policy, calendar(2025))
    life = running(direct_units(20), its_terms=early, blackouts=())
    life.runs_until(on(3, 3))
    for month in (1, 2):
        life.does(OFFICER, ConfirmMonth(month))
    life.terms = replace(early, calendar=calendar(2025, 2026, version=2))
    life.does(SYSTEM, AdoptTerms("2026年日历"))
    assert life.events(TermsAdopted)[0].countdown is None


def test_lists_show_the_plan_with_what_is_most_urgent() -> None:
    assert overview(ANNUAL_PLAN.initial()) is None
    life = running(direct_units(20))
    row = overview(life.state)
    assert row is not None
    assert (row.number, row.state, row.due_on, row.level) == ("2026", "running", None, "")
    life.runs_until(on(1, 20))
    row = overview(life.state)
    assert row is not None
    assert (row.due_on, row.level) == (date(2026, 1, 8), "orange")


def test_a_refusal_is_recorded_and_changes_nothing() -> None:
    life = running(direct_units(3))
    request: Request[Any] = Request("c", OUTSIDER, life.now, ConfirmMonth(1))
    with pytest.raises(RuleRefusedError) as caught:
        ANNUAL_PLAN.decide(life.state, request, life.terms)
    event = ANNUAL_PLAN.refusal(request, caught.value)
    assert ANNUAL_PLAN.evolve(life.state, Fact(9, life.now, OUTSIDER, "c", event)) == life.state


def test_what_other_entities_are_asked_is_what_they_understand() -> None:
    life = running()
    life.runs_until(on(1, 10, year=2027))
    found = Found("2026-Q4", "team", ("D01", "D02"))
    life.does(SYSTEM, LookForCommonIssues("r", ("team",), date(2026, 12, 1), (found,)))
    for order in (*life.asked("plan"), *life.asked("begin"), *life.asked("propose")):
        command = DECIDERS[order.entity].commands[order.command]
        assert set(order.data) <= {each.name for each in fields(command)}
        if not order.gather:
            assert from_json(command, order.data)
    assert {each.entity for each in (*life.asked("begin"), *life.asked("propose"))} == {
        "annual_plan",
        "bulletin",
        "common_issue",
        "look_back",
    }
