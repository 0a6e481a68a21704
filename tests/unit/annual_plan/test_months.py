"""Months open with their reviews, and each is confirmed or escalates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.annual_plan.commands import (
    ConfirmMonth,
    EndHalf,
    EndQuarter,
    OpenMonth,
    OpenNextYear,
)
from models.annual_plan.events import (
    LevelRaised,
    LevelRepeated,
    MonthConfirmed,
    MonthOpened,
    Reminded,
    RemindersLapsed,
)
from models.calendar import on_shanghai
from models.escalation.commands import AcknowledgeEscalation, Remind
from models.escalation.countdown import Subject
from models.facts import SYSTEM
from models.policy import Ladder, Level, Rung
from tests.unit.annual_plan.builders import (
    HEAD,
    OFFICER,
    direct_units,
    plan_terms,
    running,
)
from tests.unit.rectification.life import on


def test_each_month_opens_on_its_first_working_day_and_its_reviews_with_it() -> None:
    life = running()
    life.runs_until(on(3, 2, 12))
    days = [on_shanghai(f.at) for f in life.facts if isinstance(f.event, MonthOpened)]
    assert days == [date(2026, 1, 4), date(2026, 2, 2), date(2026, 3, 2)]
    march = life.events(MonthOpened)[-1]
    assert [slot.review for slot in march.slots] == [f"2026-03-{slot.unit}" for slot in march.slots]
    opened = {each.stream: each.data for each in life.asked("plan")}
    slot = march.slots[0]
    data = opened[f"dw/review/2026-03-{slot.unit}"]
    assert data["month"] == "2026-03"
    assert data["plan"] == "2026"
    assert data["kind"] == "planned"
    assert len(life.asked("refresh_units")) == 3


def test_a_review_is_opened_with_what_it_has_to_know() -> None:
    life = running()
    life.runs_until(on(12, 2))
    by_unit = {each.data["unit"]: each for each in life.asked("plan")}
    assert len(by_unit) == 48
    assert by_unit["Z1"].data["secretary_role"] == "gb_secretary"
    branch = by_unit["Z1-01"].data
    assert (branch["secretary_role"], branch["parent_unit"], branch["tier"]) == (
        "branch_secretary",
        "Z1",
        "sub",
    )
    assert by_unit["Z1"].correlation == by_unit["Z1"].stream


def test_after_downtime_months_open_once_each_and_say_how_late() -> None:
    life = running(direct_units(20))
    life.wakes_up(on(3, 20))
    late = [event.late_by_seconds > 0 for event in life.events(MonthOpened)]
    assert late == [True, True, True]
    life.wakes_up(on(3, 20, 11))
    assert len(life.events(MonthOpened)) == 3


def test_a_month_opens_once_and_in_its_turn() -> None:
    life = running(direct_units(20))
    assert life.refuses(SYSTEM, OpenMonth(2)) == "clock_outdated"
    assert life.refuses(SYSTEM, EndQuarter(2)) == "clock_outdated"
    assert life.refuses(SYSTEM, EndHalf(2)) == "clock_outdated"
    assert life.refuses(OFFICER, OpenMonth(1)) == "not_entitled"
    life.runs_until(on(12, 2))
    assert life.refuses(SYSTEM, OpenNextYear()) == "clock_outdated"


def test_a_months_plan_is_confirmed_or_escalates() -> None:
    life = running(direct_units(20))
    life.runs_until(on(1, 5))
    assert life.state.countdown(Subject.CONFIRM_MONTH).due_on == date(2026, 1, 8)
    life.does(OFFICER, ConfirmMonth(1))
    assert life.state.countdowns == ()
    assert life.refuses(OFFICER, ConfirmMonth(1)) == "nothing_to_confirm"
    assert life.rejects(OFFICER, ConfirmMonth(0)) == "month_unknown"
    life.runs_until(on(2, 28))
    assert [event.level for event in life.events(LevelRaised)][:2] == [Level.YELLOW, Level.ORANGE]
    assert life.told("escalation.confirm_month.yellow")
    life.does(OFFICER, AcknowledgeEscalation("马上确认", Subject.CONFIRM_MONTH))
    assert life.events(LevelRepeated)


def test_a_month_that_waits_does_not_hide_behind_the_next() -> None:
    life = running(direct_units(20))
    life.runs_until(on(3, 3))
    assert life.state.unconfirmed == (1, 2, 3)
    assert life.state.countdown(Subject.CONFIRM_MONTH).due_on == date(2026, 1, 8)
    life.does(OFFICER, ConfirmMonth(2))
    assert life.events(MonthConfirmed)[-1].countdown.due_on == date(2026, 1, 8)
    life.does(HEAD, ConfirmMonth(1))
    assert life.state.countdown(Subject.CONFIRM_MONTH).due_on == date(2026, 3, 6)
    life.does(OFFICER, ConfirmMonth(3))
    assert life.state.countdowns == ()


def test_a_month_that_opens_with_the_approval_is_not_late_for_that() -> None:
    life = running(direct_units(12), when=on(3, 12))
    life.wakes_up(on(3, 12, 11))
    (march,) = life.events(MonthOpened)
    assert (march.month, march.late_by_seconds) == (3, 0)
    assert march.countdown.due_on == date(2026, 3, 18)
    assert life.events(LevelRaised) == []


def test_an_empty_month_opens_without_anything_to_confirm() -> None:
    life = running(direct_units(11))
    life.runs_until(on(1, 6))
    assert life.events(MonthOpened)[0].countdown is None
    assert life.state.unconfirmed == ()


def test_reminders_and_what_came_too_late_for_them() -> None:
    its_terms = plan_terms()
    ladders = dict(its_terms.policy.ladders)
    rungs = (Rung(Level.BLUE, -1, ("org_officer",)), Rung(Level.YELLOW, 1, ("org_officer",)))
    ladders["confirm_month"] = Ladder(rungs)
    policy = replace(its_terms.policy, ladders=ladders)
    life = running(direct_units(20), its_terms=replace(its_terms, policy=policy))
    life.runs_until(on(1, 7, 12))
    assert [event.reminder for event in life.events(Reminded)] == [1]
    life.runs_until(on(2, 3))
    life.does(OFFICER, ConfirmMonth(1))
    life.does(OFFICER, ConfirmMonth(2))
    life.runs_until(on(3, 3))
    life.wakes_up(on(3, 20))
    assert life.events(RemindersLapsed)
    assert life.refuses(SYSTEM, Remind(Subject.COVERAGE, 1, 1)) == "clock_outdated"
