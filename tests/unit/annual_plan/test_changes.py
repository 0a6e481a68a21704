"""Reviews are called off or put off, units come and go, and the plan follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.annual_plan.commands import (
    Assign,
    RecordCancelled,
    RecordCovered,
    RecordPostponed,
    RefreshUnits,
    Unassign,
)
from models.annual_plan.coverage import Pace, coverage
from models.annual_plan.decider import ANNUAL_PLAN
from models.annual_plan.events import (
    MonthOpened,
    Replanned,
)
from models.annual_plan.records import Uncovered
from models.annual_plan.stage import Purpose
from models.facts import SYSTEM
from tests.unit.annual_plan.builders import (
    OFFICER,
    a_unit,
    covers_all_opened,
    direct_units,
    loads,
    month_of,
    running,
    sample_units,
    slot_review,
)
from tests.unit.rectification.life import on
from tests.unit.room_life import RoomLife


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


def test_an_ad_hoc_review_that_has_taken_the_months_number_gives_the_place_back() -> None:
    life = running(direct_units(12))
    life.runs_until(on(3, 2))
    (slot,) = (each for each in life.state.slots if each.month == 3)
    # People had opened the number before the month did, so the plan's own opening was refused.
    life.does(SYSTEM, RecordCancelled(slot.unit, slot.review, "不需要"))
    moved = life.state.slot(slot.unit)
    assert moved is not None
    assert (moved.month > 3, moved.review) == (True, "")


def test_a_number_that_was_cancelled_beside_the_plan_is_not_the_planned_reviews() -> None:
    life = running(direct_units(12))
    before, slot = life.state.slots, next(each for each in life.state.slots if each.month == 3)
    number = f"2026-03-{slot.unit}"
    life.does(SYSTEM, RecordCancelled(slot.unit, number, "建错月份"))
    assert life.state.slots == before
    assert not life.state.uncovered
    life.runs_until(on(3, 2))
    assert slot_review(life, slot.unit) == f"{number}-2"
    (opened,) = (each for each in life.asked("plan") if each.data["unit"] == slot.unit)
    assert (opened.stream, opened.data["number"]) == (f"dw/review/{number}-2", f"{number}-2")
