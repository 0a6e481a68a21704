"""Who counts as covered, at what pace, and what is foreseen in October."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.annual_plan.commands import (
    Assign,
    Propose,
    RecordCancelled,
    RecordCovered,
    RecordPostponed,
    Unassign,
)
from models.annual_plan.coverage import Pace, coverage
from models.annual_plan.events import (
    CoverageForecast,
    LevelRaised,
    MonthOpened,
    Replanned,
)
from models.annual_plan.stage import Scope
from models.escalation.countdown import Subject
from models.facts import SYSTEM
from tests.unit.annual_plan.builders import (
    OFFICER,
    covers,
    covers_all_opened,
    direct_units,
    month_of,
    proposed,
    running,
)
from tests.unit.rectification.life import on


def test_coverage_counts_a_unit_once() -> None:
    life = running(direct_units(20))
    life.runs_until(on(3, 3))
    unit = life.events(MonthOpened)[0].slots[0].unit
    covers(life, unit)
    life.does(SYSTEM, RecordCovered(unit, "2026-03-again", date(2026, 3, 3)))
    assert [each.unit for each in life.state.covered] == [unit]
    assert coverage(life.state, date(2026, 3, 3), life.terms).covered == 1


def test_a_review_beside_the_plan_covers_and_frees_the_place() -> None:
    life = running(direct_units(20))
    last = next(slot.unit for slot in life.state.slots if slot.month == 12)
    life.does(SYSTEM, RecordCovered(last, f"2026-01-{last}-2", date(2026, 1, 4)))
    assert month_of(life, last) is None
    life.does(SYSTEM, RecordCovered("X77", "2026-01-X77", date(2026, 1, 4)))
    assert coverage(life.state, date(2026, 1, 5), life.terms).total == 21


def test_facts_of_reviews_are_taken_before_the_plan_runs_too() -> None:
    life = proposed(direct_units(20))
    life.does(SYSTEM, RecordCovered("D01", "2026-01-D01-2", date(2026, 1, 3)))
    life.does(SYSTEM, RecordPostponed("D02", "2026-01-D02-2", "2026-02", "x"))
    life.does(SYSTEM, RecordCancelled("D02", "2026-01-D02-2", "x"))
    assert life.events(Replanned) == []
    assert life.state.covered_units() == {"D01"}
    life.does(OFFICER, Propose())
    assert month_of(life, "D01") is None


def test_the_pace_follows_the_working_days() -> None:
    life = running(direct_units(20))
    life.runs_until(on(3, 6))
    assert coverage(life.state, date(2025, 12, 31), life.terms).pace is Pace.ON
    assert coverage(life.state, date(2026, 3, 6), life.terms).pace is Pace.BEHIND
    covers_all_opened(life)
    found = coverage(life.state, date(2026, 3, 6), life.terms)
    assert (found.covered, found.expected, found.pace) == (4, 2, Pace.ON)
    ahead = [slot.unit for slot in life.state.slots if not slot.review][:3]
    for unit in ahead:
        life.does(SYSTEM, RecordCovered(unit, "2026-03-x", date(2026, 3, 6)))
    assert coverage(life.state, date(2026, 3, 6), life.terms).pace is Pace.AHEAD


def test_both_coverages_are_reported() -> None:
    life = running()
    life.runs_until(on(6, 3))
    covers_all_opened(life)
    found = coverage(life.state, date(2026, 6, 4), life.terms)
    assert (found.direct_total, found.delegated_total) == (20, 28)
    assert found.direct_covered + found.delegated_covered == found.covered
    assert found.planned == 48 - found.covered
    assert not found.is_alarming
    whole = replace(life.state, scope=Scope.ALL)
    assert coverage(whole, date(2026, 6, 4), life.terms).direct_total == 48


def test_the_forecast_is_checked_on_the_first_of_october_and_alarms_with_gaps() -> None:
    life = running(direct_units(12))
    life.does(OFFICER, Unassign("D05", "拟撤并"))
    assert life.events(CoverageForecast) == []
    life.runs_until(on(10, 1, 12))
    (alarm,) = life.events(CoverageForecast)
    assert (alarm.missed, alarm.countdown.due_on) == (("D05",), date(2026, 12, 31))
    assert life.told("annual_plan.coverage_forecast")[0].urgent
    life.does(OFFICER, Assign("D05", 12, "补上"))
    assert life.state.countdown(Subject.COVERAGE) is None
    life.does(OFFICER, Unassign("D05", "仍拟撤并"))
    assert life.state.countdown(Subject.COVERAGE) is not None
    life.runs_until(on(1, 12, year=2027))
    raised = [event.subject for event in life.events(LevelRaised)]
    assert Subject.COVERAGE in raised


def test_a_forecast_without_gaps_is_recorded_and_tells_nobody() -> None:
    life = running(direct_units(12))
    life.runs_until(on(10, 1, 12))
    assert life.events(CoverageForecast)[0].countdown is None
    assert life.told("annual_plan.coverage_forecast") == []
