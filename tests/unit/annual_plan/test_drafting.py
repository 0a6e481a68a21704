"""A plan is begun, drafted, changed by hand, submitted and approved by another person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.annual_plan.commands import (
    Approve,
    Assign,
    Begin,
    ConfirmMonth,
    Propose,
    RecordCovered,
    RefreshUnits,
    ReturnPlan,
    Submit,
    Unassign,
)
from models.annual_plan.decider import ANNUAL_PLAN
from models.annual_plan.events import Approved, Assigned, Begun, Proposed
from models.annual_plan.records import Blackout, Carried, Joint
from models.annual_plan.stage import Purpose, Scope, Stage
from models.errors import NotFoundError
from models.facts import SYSTEM
from tests.unit.annual_plan.builders import (
    DEPUTY,
    HEAD,
    OFFICER,
    OUTSIDER,
    SECRETARY,
    a_unit,
    begun,
    direct_units,
    loads,
    month_of,
    plan_terms,
    proposed,
    running,
    sample_units,
)
from tests.unit.rectification.life import on
from tests.unit.room_life import RoomLife


def test_a_person_begins_a_year_and_the_register_answers() -> None:
    life = RoomLife(ANNUAL_PLAN, plan_terms(), on(1, 5))
    life.does(OFFICER, Begin(2026))
    asked = life.asked("refresh_units")
    assert [(each.stream, each.gather) for each in asked] == [
        ("dw/annual_plan/2026", "register_units")
    ]
    life.does(SYSTEM, RefreshUnits(sample_units()))
    assert len(life.state.units) == 48


def test_nobody_types_units_by_hand() -> None:
    life = RoomLife(ANNUAL_PLAN, plan_terms(), on(1, 5))
    assert life.refuses(OFFICER, Begin(2026, units=direct_units(2))) == "units_by_hand"
    assert life.refuses(OFFICER, Begin(2026, carried=(Carried("D01", "x"),))) == "units_by_hand"
    life.does(OFFICER, Begin(2026))
    assert life.refuses(OFFICER, RefreshUnits(direct_units(2))) == "units_by_hand"


def test_a_year_is_begun_once_and_by_the_department() -> None:
    life = begun()
    assert life.refuses(SYSTEM, Begin(2026)) == "number_used"
    fresh = RoomLife(ANNUAL_PLAN, plan_terms(), on(1, 5))
    assert fresh.refuses(OUTSIDER, Begin(2026)) == "not_entitled"
    assert fresh.rejects(OFFICER, Begin(26)) == "year_unknown"
    with pytest.raises(NotFoundError):
        fresh.does(OFFICER, Submit())


def test_what_the_year_has_covered_already_counts_by_the_year_of_the_review() -> None:
    units = (
        a_unit("D01", last_covered_on=date(2026, 3, 5)),
        a_unit("D02", last_covered_on=date(2026, 1, 5), last_review="2025-12-D02"),
        a_unit("D03", last_covered_on=date(2026, 1, 20), last_review="2026-01-D03"),
        a_unit("D04", last_covered_on=date(2025, 3, 5)),
    )
    life = begun(units)
    assert [each.unit for each in life.events(Begun)[0].covered] == ["D01", "D03"]


def test_the_draft_is_the_planners_and_says_so() -> None:
    life = proposed(direct_units(20))
    assert loads(life) == [1, 1, 2, 2, 2, 2, 1, 2, 2, 2, 2, 1]
    event = life.events(Proposed)[0]
    assert event.seed == "dw/annual_plan/2026"
    assert not event.provisional
    assert all(slot.reason for slot in event.slots)


def test_a_calendar_that_is_not_announced_makes_the_draft_provisional() -> None:
    life = RoomLife(ANNUAL_PLAN, plan_terms(), on(12, 1))
    life.does(SYSTEM, Begin(2027, units=direct_units(12)))
    life.does(OFFICER, Propose())
    assert life.events(Proposed)[0].provisional


def test_a_year_that_cannot_be_covered_is_refused_and_nothing_saved() -> None:
    """domain.md §2.11 scenario 2."""
    life = begun(direct_units(28))
    assert life.refuses(OFFICER, Propose()) == "year_not_coverable"
    assert life.state.slots == ()
    life.does(OFFICER, Propose(month_max=3))
    assert len(life.state.slots) == 28


def test_parallel_teams_make_room() -> None:
    assert len(proposed(direct_units(28), teams=2).state.slots) == 28


def test_a_partial_plan_is_made_only_with_its_reason_on_record() -> None:
    life = proposed(direct_units(28), partial_reason="首年使用，按轻重缓急先行覆盖")
    assert len(life.state.slots) == 24
    assert {each.reason for each in life.state.uncovered} == {"首年使用，按轻重缓急先行覆盖"}
    life.does(OFFICER, Submit())


def test_a_seed_is_kept_until_another_is_given() -> None:
    life = proposed(direct_units(20), seed="抽签2026")
    first = life.state.slots
    life.does(OFFICER, Propose())
    assert (life.state.seed, life.state.slots) == ("抽签2026", first)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (Propose(month_max=0), "number_senseless"),
        (Propose(teams=101), "number_senseless"),
        (Propose(seed="x" * 101), "text_too_long"),
        (Propose(partial_reason=" "), "text_missing"),
        (Propose(blackouts=(Blackout("X9", (1,)),)), "unit_unknown"),
        (Propose(blackouts=(Blackout("Z1", (13,)),)), "month_unknown"),
        (Propose(joint=(Joint(("Z1", "Z1-01")),)), "joint_not_sisters"),
        (Propose(joint=(Joint(("D01", "D02")),), scope=Scope.ALL), "joint_not_sisters"),
        (Propose(joint=(Joint(("D01", "D01")),)), "joint_twice"),
        (Propose(joint=(Joint(("D01", "D02")), Joint(("D02", "D03")))), "joint_twice"),
        (Assign("D01", 0, "x"), "month_unknown"),
        (Assign("D01", 3, " "), "text_missing"),
        (Unassign("D01", ""), "text_missing"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(command: object, code: str) -> None:
    assert proposed().rejects(OFFICER, command) == code  # type: ignore[arg-type]  # parametrized


def test_sisters_of_one_general_branch_share_a_visit() -> None:
    life = proposed(joint=(Joint(("Z1-01", "Z1-02")), Joint(("D01", "D02"))))
    assert month_of(life, "Z1-01") == month_of(life, "Z1-02")
    assert month_of(life, "D01") == month_of(life, "D02")


def test_a_year_that_is_over_is_not_planned() -> None:
    life = begun(direct_units(3), when=on(12, 30))
    assert life.refuses(OFFICER, Propose()) == "year_over"
    life = begun(direct_units(3), when=on(1, 4, year=2027))
    assert life.refuses(OFFICER, Propose()) == "year_over"


def test_a_plan_of_november_fills_the_months_that_are_left() -> None:
    units = (*direct_units(4), a_unit("D09", last_covered_on=date(2026, 5, 6)))
    life = running(units, when=on(11, 4))
    assert [month_of(life, unit.code) for unit in units[4:]] == [None]
    assert {slot.month for slot in life.state.slots} == {11, 12}
    assert life.state.first_month == 11
    assert (life.state.next_quarter, life.state.next_half) == (4, 2)


def test_people_move_units_with_their_reasons() -> None:
    life = proposed(direct_units(20))
    former = month_of(life, "D01")
    target = next(m for m in range(1, 13) if loads(life)[m - 1] < 2 and m != former)
    life.does(OFFICER, Assign("D01", target, "迎检"))
    event = life.events(Assigned)[0]
    assert (event.former_month, event.month, event.reason) == (former, target, "迎检")
    life.does(OFFICER, Propose())
    assert month_of(life, "D01") == target


def test_people_stay_within_the_limits_too() -> None:
    life = proposed(direct_units(24), blackouts=(Blackout("D01", (5,)),))
    other = next(m for m in range(1, 13) if m not in (5, month_of(life, "D01")))
    assert life.refuses(OFFICER, Assign("D01", 5, "x")) == "month_blocked"
    assert life.refuses(OFFICER, Assign("D01", other, "x")) == "month_full"
    with pytest.raises(NotFoundError):
        life.does(OFFICER, Assign("X1", 5, "x"))


def test_a_general_branch_is_not_visited_twice_a_month_by_hand() -> None:
    life = proposed()
    taken = month_of(life, "Z1-01")
    assert taken is not None
    assert life.refuses(OFFICER, Assign("Z1-02", taken, "x")) == "branch_twice"
    free = next(
        m for m in range(1, 13) if m not in [month_of(life, f"Z1-0{n}") for n in (1, 2, 3, 4)]
    )
    life.does(OFFICER, Assign("Z1-02", free, "检修"))
    assert month_of(life, "Z1-02") == free


def test_sisters_count_once_by_hand_too() -> None:
    life = proposed(direct_units(24), joint=(Joint(("D01", "D02")),), month_max=2)
    month = month_of(life, "D01")
    life.does(OFFICER, Unassign("D02", "先撤"))
    assert month is not None
    life.does(OFFICER, Assign("D02", month, "同去"))
    assert month_of(life, "D02") == month


def test_a_unit_out_of_scope_is_not_assigned() -> None:
    young = a_unit("D02", from_on=date(2026, 11, 2))
    life = proposed((a_unit("D01"), young))
    assert month_of(life, "D02") is None
    assert life.refuses(OFFICER, Assign("D02", 12, "x")) == "unit_not_in_scope"


def test_what_is_covered_may_be_repeated_by_hand() -> None:
    life = running(direct_units(3))
    life.does(SYSTEM, RecordCovered("D01", "2026-01-D01-2", date(2026, 1, 3)))
    assert month_of(life, "D01") is None
    life.does(OFFICER, Assign("D01", 11, "薄弱"), on(2, 2))
    assert month_of(life, "D01", Purpose.REPEAT) == 11
    life.does(OFFICER, Unassign("D01", "已好转"))
    assert month_of(life, "D01", Purpose.REPEAT) is None
    assert life.state.uncovered == ()
    assert life.refuses(OFFICER, Unassign("D01", "再撤")) == "not_assigned"


def test_a_unit_is_reviewed_once_a_month_by_hand_too() -> None:
    weak = replace(a_unit("D01"), rebounds=1)
    life = proposed((weak, *direct_units(10)[1:]))
    again, once = month_of(life, "D01", Purpose.REPEAT), month_of(life, "D01")
    assert again is not None
    assert once is not None
    assert life.refuses(OFFICER, Assign("D01", again, "迎检")) == "month_taken"
    life.does(OFFICER, Assign("D01", once, "不再改动"))
    assert life.state.slot("D01").is_by_hand


def test_a_gap_without_a_reason_is_not_submitted() -> None:
    life = begun()
    assert life.refuses(OFFICER, Submit()) == "nothing_proposed"
    life.does(OFFICER, Propose())
    life.does(SYSTEM, RefreshUnits((*sample_units(), a_unit("D13"))))
    assert life.refuses(OFFICER, Submit()) == "units_without_place"
    life.does(OFFICER, Propose())
    life.does(OFFICER, Unassign("D13", "筹建中"))
    life.does(OFFICER, Submit())
    assert life.state.stage is Stage.SUBMITTED


def test_a_draft_that_lies_in_the_past_is_not_submitted() -> None:
    life = proposed(direct_units(20))
    assert life.refuses(OFFICER, Submit(), on(2, 2)) == "plan_outdated"


def test_whoever_made_the_plan_does_not_approve_it() -> None:
    life = proposed(direct_units(20))
    life.does(HEAD, Submit())
    assert life.refuses(HEAD, Approve()) == "approver_is_author"
    stand_in = replace(DEPUTY, on_behalf_of=OFFICER.account)
    assert life.refuses(stand_in, Approve()) == "approver_is_author"
    assert life.refuses(OFFICER, Approve()) == "not_entitled"
    life.does(SECRETARY, Approve("同意"))
    assert life.events(Approved)[0].first_month == 1
    assert [n.kind for n in life.told("annual_plan.approved")] == ["annual_plan.approved"]


def test_a_returned_plan_is_made_again_and_its_authors_stay_known() -> None:
    life = proposed(direct_units(20))
    life.does(OFFICER, Submit())
    assert (
        life.refuses(replace(HEAD, account=OFFICER.account), ReturnPlan("x"))
        == "approver_is_author"
    )
    life.does(DEPUTY, ReturnPlan("请提前薄弱单位"))
    assert life.state.stage is Stage.DRAFT
    life.does(HEAD, Submit())
    assert life.refuses(HEAD, Approve()) == "approver_is_author"


def test_only_so_many_authors_are_remembered() -> None:
    life = proposed(direct_units(3))
    for number in range(60):
        life.does(replace(OFFICER, account=f"a-{number}"), Propose())
    assert len(life.state.authors) == 50


def test_months_that_cannot_be_used_any_more_are_never_opened() -> None:
    life = running(
        direct_units(2),
        when=on(4, 28),
        month_max=1,
        blackouts=(Blackout("D01", (4, 5)), Blackout("D02", (4, 5))),
    )
    assert life.state.first_month == 5
    early = proposed(direct_units(1), when=on(4, 10), blackouts=(Blackout("D01", (4,)),))
    early.does(OFFICER, Submit())
    early.does(DEPUTY, Approve())
    assert early.state.first_month == 5


def test_a_year_without_units_begins_and_ends_empty() -> None:
    life = running((), when=on(12, 30, year=2025))
    assert life.state.first_month == 1
    late = running((), when=on(3, 3))
    assert late.state.first_month == 4
    assert late.refuses(OFFICER, ConfirmMonth(3)) == "nothing_to_confirm"


def test_what_has_been_opened_is_changed_in_its_review_not_by_hand() -> None:
    life = running(direct_units(20))
    life.runs_until(on(2, 3))
    opened = life.state.slots[-1].unit
    assert life.state.slot(opened).review
    assert life.refuses(OFFICER, Assign(opened, 9, "x")) == "review_under_way"
    assert life.refuses(OFFICER, Unassign(opened, "x")) == "not_assigned"
    later = next(slot.unit for slot in life.state.slots if slot.month == 12)
    assert life.refuses(OFFICER, Assign(later, 2, "x")) == "month_not_open"
