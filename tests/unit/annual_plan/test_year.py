"""The plan runs its year: months, quarters, halves, changes, alarm, and its end."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from models.annual_plan.commands import (
    Assign,
    Begin,
    CloseYear,
    ConfirmMonth,
    EndHalf,
    EndQuarter,
    LookForCommonIssues,
    OpenMonth,
    OpenNextYear,
    Propose,
    RecordCancelled,
    RecordCovered,
    RecordPostponed,
    RefreshUnits,
    Unassign,
)
from models.annual_plan.coverage import Pace, coverage
from models.annual_plan.decider import ANNUAL_PLAN
from models.annual_plan.events import (
    CommonIssueFound,
    CoverageForecast,
    HalfEnded,
    LevelRaised,
    LevelRepeated,
    MonthConfirmed,
    MonthOpened,
    NextYearOpened,
    QuarterEnded,
    Reminded,
    RemindersLapsed,
    Replanned,
    TermsAdopted,
    YearClosed,
)
from models.annual_plan.overview import overview
from models.annual_plan.records import Carried, Found, Missing, Uncovered
from models.annual_plan.stage import Purpose, Scope
from models.calendar import on_shanghai
from models.errors import RuleRefusedError
from models.escalation.commands import AcknowledgeEscalation, Remind
from models.escalation.countdown import Subject
from models.facts import SYSTEM, AdoptTerms, Fact, Request
from models.policy import Ladder, Level, Rung
from models.rooms import DECIDERS
from models.terms import Terms, TermsVersion
from tests.unit.annual_plan.builders import (
    HEAD,
    OFFICER,
    OUTSIDER,
    a_unit,
    direct_units,
    loads,
    month_of,
    plan_terms,
    proposed,
    running,
    sample_units,
)
from tests.unit.rectification.life import calendar, on
from tests.unit.room_life import RoomLife
from wire.codec import from_json


def slot_review(life: RoomLife, unit: str) -> str:
    return str(life.state.slot(unit).review)


def covers(life: RoomLife, unit: str, day: date | None = None) -> None:
    review = slot_review(life, unit) if life.state.slot(unit) else f"2026-00-{unit}"
    life.does(SYSTEM, RecordCovered(unit, review, day or on_shanghai(life.now)))


def covers_all_opened(life: RoomLife) -> None:
    done = life.state.covered_units()
    for slot in life.state.slots:
        if slot.review and slot.unit not in done:
            covers(life, slot.unit)


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


def test_a_cancelled_review_is_replanned_and_the_forecast_is_behind_until_then() -> None:
    """domain.md §2.11 scenario 3."""
    life = running(direct_units(20))
    life.runs_until(on(5, 6, 12))
    covers_all_opened(life)
    unit = next(slot.unit for slot in life.state.slots if slot.month == 5)
    again = RoomLife(ANNUAL_PLAN, life.terms, life.now)
    again.state = replace(
        life.state, covered=tuple(c for c in life.state.covered if c.unit != unit)
    )
    gap = replace(again.state, slots=tuple(s for s in again.state.slots if s.unit != unit))
    assert coverage(gap, date(2026, 5, 7), life.terms).pace is Pace.BEHIND
    again.does(SYSTEM, RecordCancelled(unit, f"2026-05-{unit}", "停产检修"))
    change = again.events(Replanned)[0]
    assert [slot.unit for slot in change.placed] == [unit]
    assert "停产检修" in change.placed[0].reason
    assert change.placed[0].month > 5
    assert coverage(again.state, date(2026, 5, 7), life.terms).missed == ()
    again.runs_until(on(12, 2))
    opened = [each.stream for each in again.asked("plan")]
    assert f"dw/review/2026-{change.placed[0].month:02}-{unit}" in opened


def test_without_room_a_cancelled_unit_is_openly_uncovered() -> None:
    life = running(direct_units(24))
    life.runs_until(on(5, 6, 12))
    unit = next(slot.unit for slot in life.state.slots if slot.month == 5)
    life.does(SYSTEM, RecordCancelled(unit, f"2026-05-{unit}", "停产"))
    assert life.state.uncovered == (Uncovered(unit, f"复盘2026-05-{unit}取消：停产"),)
    found = coverage(life.state, date(2026, 5, 7), life.terms)
    assert (found.pace, [each.unit for each in found.missed]) == (Pace.BEHIND, [unit])
    assert found.is_alarming
    life.does(SYSTEM, RecordCancelled("D99", "2026-05-D99", "不在计划"))


def test_a_postponed_review_keeps_its_number_and_others_make_room() -> None:
    life = running(direct_units(20))
    life.runs_until(on(5, 6, 12))
    unit = next(slot.unit for slot in life.state.slots if slot.month == 5)
    life.does(SYSTEM, RecordPostponed(unit, f"2026-05-{unit}", "2026-06", "检修"))
    assert month_of(life, unit) == 6
    assert loads(life)[5] <= 2
    moved = life.events(Replanned)[0].placed
    assert [slot.reason for slot in moved] == [
        f"因计划调整由6月改至{slot.month}月" for slot in moved
    ]
    before = len(life.asked("plan"))
    life.runs_until(on(6, 2))
    june = life.events(MonthOpened)[-1]
    assert f"2026-05-{unit}" in {slot.review for slot in june.slots}
    assert len(life.asked("plan")) == before + len(june.slots) - 1


def test_a_review_postponed_into_a_full_month_lives_on_outside_the_plan() -> None:
    life = running(direct_units(24))
    life.runs_until(on(5, 6, 12))
    unit = next(slot.unit for slot in life.state.slots if slot.month == 5)
    review = f"2026-05-{unit}"
    life.does(SYSTEM, RecordPostponed(unit, review, "2026-06", "检修"))
    (gap,) = life.state.uncovered
    assert (gap.unit, gap.review, gap.month) == (unit, review, 6)
    assert "该月已无余位" in gap.reason
    assert life.refuses(OFFICER, Assign(unit, 9, "x")) == "review_under_way"
    life.does(SYSTEM, RecordPostponed(unit, review, "2026-08", "再检修"))
    assert life.state.uncovered[0].month == 8
    freed = next(slot.unit for slot in life.state.slots if slot.month == 8)
    life.does(SYSTEM, RecordCovered(freed, "2026-05-X", date(2026, 5, 8)))
    life.does(SYSTEM, RefreshUnits(tuple(replace(u, open_items=1) for u in direct_units(24))))
    assert life.state.uncovered == ()
    assert (month_of(life, unit), slot_review(life, unit)) == (8, review)


def test_a_review_held_outside_may_be_cancelled_and_then_placed_anew() -> None:
    life = running(direct_units(20))
    life.runs_until(on(5, 6, 12))
    unit = next(slot.unit for slot in life.state.slots if slot.month == 5)
    review = f"2026-05-{unit}"
    life.does(SYSTEM, RecordPostponed(unit, review, "2027-01", "停产"))
    assert life.state.uncovered[0].review == review
    assert month_of(life, unit) is None
    life.does(SYSTEM, RecordCancelled(unit, review, "撤销"))
    assert month_of(life, unit) is not None
    assert life.state.uncovered == ()


def test_repeats_move_and_end_with_their_reviews() -> None:
    units = tuple(replace(u, rebounds=int(u.code in {"D01", "D02"})) for u in direct_units(10))
    life = running(units)
    again = [slot for slot in life.state.slots if slot.purpose is Purpose.REPEAT]
    assert len(again) == 2
    life.runs_until(on(12, 2))
    first, second = (f"2026-{slot.month:02}-{slot.unit}" for slot in again)
    kinds = {each.stream: each.data["kind"] for each in life.asked("plan")}
    assert kinds[f"dw/review/{first}"] == "repeat"
    life.does(SYSTEM, RecordPostponed(again[0].unit, first, "2027-01", "停产"))
    assert life.state.slot(again[0].unit, Purpose.REPEAT) is None
    life.does(SYSTEM, RecordCancelled(again[1].unit, second, "停产"))
    assert life.state.slot(again[1].unit, Purpose.REPEAT) is None
    assert life.state.uncovered == ()


def test_a_repeat_makes_room_for_a_new_unit() -> None:
    first, second, *rest = direct_units(11)
    units = (replace(first, rebounds=2), replace(second, rebounds=1), *rest)
    life = running(units, month_max=1)
    assert life.state.slot("D02", Purpose.REPEAT) is not None
    life.does(SYSTEM, RefreshUnits((*units, a_unit("D12"))))
    assert life.state.slot("D02", Purpose.REPEAT) is None
    assert month_of(life, "D12") is not None
    assert life.events(Replanned)[0].dropped_repeats == ("D02",)


def test_a_repeat_stays_where_there_is_room_and_goes_with_its_unit() -> None:
    weak = replace(a_unit("D01"), rebounds=1)
    units = (weak, *direct_units(10)[1:])
    life = running(units)
    life.does(SYSTEM, RefreshUnits((*units, a_unit("D12"))))
    assert life.state.slot("D01", Purpose.REPEAT) is not None
    life.does(SYSTEM, RefreshUnits((replace(weak, to_on=date(2025, 12, 31)), *units[1:])))
    assert life.state.slot("D01", Purpose.REPEAT) is None


def test_units_appear_merge_and_vanish_by_recorded_events() -> None:
    """domain.md §2.11 scenario 4, as far as the plan is concerned."""
    units = direct_units(18)
    life = running(units)
    life.runs_until(on(8, 5))
    covers_all_opened(life)
    left = [slot.unit for slot in life.state.slots if slot.month > 8]
    merged, covered_one = left[0], life.state.covered[0].unit
    now = tuple(
        replace(u, to_on=date(2026, 8, 4), merged_into=left[1])
        if u.code in (merged, covered_one)
        else u
        for u in units
    )
    life.does(SYSTEM, RefreshUnits((*now, a_unit("D30", from_on=date(2026, 7, 1)))))
    assert month_of(life, merged) is None
    assert month_of(life, "D30") in range(9, 13)
    assert covered_one in life.state.covered_units()
    assert coverage(life.state, date(2026, 8, 6), life.terms).total == 18
    again = life.does(SYSTEM, RefreshUnits((*now, a_unit("D30", from_on=date(2026, 7, 1)))))
    assert again == []


def test_a_unit_that_the_register_lost_leaves_the_plan() -> None:
    life = running(direct_units(5))
    life.does(SYSTEM, RefreshUnits(direct_units(4)))
    assert month_of(life, "D05") is None
    assert life.state.unit("D05") is None


def test_a_unit_that_moves_under_another_branch_is_placed_again() -> None:
    units = sample_units()
    life = running(units)
    taken = {month_of(life, f"Z2-0{n}") for n in range(1, 6)}
    mover = next(u for u in units if u.parent == "Z1" and month_of(life, u.code) in taken)
    life.does(
        SYSTEM, RefreshUnits(tuple(replace(u, parent="Z2") if u == mover else u for u in units))
    )
    months = [month_of(life, u.code) for u in life.state.units if u.parent == "Z2"]
    assert None not in months
    assert len(set(months)) == len(months)


def test_people_ask_for_the_register_and_are_answered_later() -> None:
    life = running(direct_units(5))
    life.does(OFFICER, RefreshUnits())
    assert life.asked("refresh_units")[-1].gather == "register_units"


def test_what_a_person_took_out_no_rule_puts_back() -> None:
    life = running(direct_units(12))
    life.does(OFFICER, Unassign("D01", "筹备合并"))
    life.does(SYSTEM, RefreshUnits((*direct_units(12), a_unit("D13"))))
    assert month_of(life, "D01") is None
    assert month_of(life, "D13") is not None
    life.does(OFFICER, Assign("D01", 9, "合并推迟"))
    assert life.state.uncovered == ()
    assert life.told("annual_plan.assigned")


def test_history_that_turns_up_counts_and_frees_its_place() -> None:
    units = direct_units(12)
    life = running(units)
    life.runs_until(on(3, 3))
    known = replace(units[11], last_covered_on=date(2026, 2, 9), last_review="2026-02-D12")
    life.does(SYSTEM, RefreshUnits((*units[:11], known)))
    assert "D12" in life.state.covered_units()
    slot = life.state.slot("D12")
    assert slot is None or slot.review


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
