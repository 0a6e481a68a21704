"""A review is planned, postponed or cancelled."""

from __future__ import annotations

from datetime import date

import pytest

from models.errors import NotFoundError
from models.escalation.countdown import Subject
from models.facts import Tell
from models.review.commands import Cancel, Confirm, Hold, NotifyUnit, Postpone
from models.review.content import ReviewKind, ReviewTier
from models.review.events import LevelRaised
from models.review.stage import ReviewStage
from tests.unit.rectification.life import on
from tests.unit.review.life import (
    FORMS,
    GB_SECRETARY,
    HEAD,
    LEAD,
    NUMBER,
    OFFICER,
    SECRETARY,
    SYSTEM,
    VISIT_ON,
    Life,
    a_delegated_plan,
    a_plan,
    drafted,
    in_session,
    notified,
    planned,
    tracking,
)


def test_a_planned_review_is_to_be_held_by_the_months_last_working_day() -> None:
    life = planned()
    assert life.state.number == NUMBER
    assert life.stage() is ReviewStage.PLANNED
    countdown = life.state.countdown(Subject.HOLD_REVIEW)
    assert countdown is not None
    assert countdown.due_on == date(2026, 3, 31)
    assert life.state.provisional == ()


def test_a_month_that_ends_on_days_off_ends_earlier() -> None:
    life = planned(a_plan(month="2026-05"))
    assert life.state.countdowns[0].due_on == date(2026, 5, 29)


def test_nothing_happens_to_a_review_that_nobody_planned() -> None:
    with pytest.raises(NotFoundError):
        Life().does(SECRETARY, Confirm())
    assert planned().refuses(SYSTEM, a_plan()) == "number_used"


def test_people_plan_nothing_in_a_month_that_is_over_but_a_late_system_does() -> None:
    late = on(4, 2)
    assert Life(now=late).rejects(OFFICER, a_plan()) == "month_passed"
    life = Life(now=late)
    life.does(SYSTEM, a_plan())
    life.wakes_up(on(4, 2, 11))
    assert [event.level.value for event in life.events(LevelRaised)] == ["yellow"]


def test_only_a_planned_review_needs_no_reason() -> None:
    for kind in (ReviewKind.AD_HOC, ReviewKind.ACCIDENT, ReviewKind.REPEAT):
        assert Life().rejects(OFFICER, a_plan(kind=kind)) == "text_missing"
        life = Life()
        life.does(OFFICER, a_plan(kind=kind, reason="发生轻伤事故", plan="", number=f"{NUMBER}-2"))
        assert life.state.number == f"{NUMBER}-2"
        assert life.state.plan_number == "2026"


def test_the_years_plan_need_not_say_again_what_it_knows() -> None:
    life = planned(a_plan(kind=ReviewKind.REPEAT, unit_name=""))
    assert life.state.unit_name == "Z1"


def test_what_says_which_review_it_is_has_to_make_sense() -> None:
    assert Life().rejects(OFFICER, a_plan(month="2026-13")) == "month_malformed"
    assert Life().rejects(OFFICER, a_plan(unit="Z 1")) == "id_malformed"
    assert Life().rejects(OFFICER, a_plan(committee="")) == "id_malformed"
    assert Life().rejects(OFFICER, a_plan(unit_name="矿" * 101)) == "text_too_long"
    assert Life().rejects(OFFICER, a_plan(number="2026-03-Z2")) == "number_not_of_unit"
    assert Life().rejects(OFFICER, a_plan(unit="Z" * 45)) == "number_not_of_unit"
    without = a_plan(tier=ReviewTier.SUB, parent_unit="")
    assert Life().rejects(OFFICER, without) == "parent_missing"
    assert Life().refuses(SECRETARY, a_plan()) == "not_entitled"


def test_a_postponed_review_keeps_its_number_and_has_until_the_new_months_end() -> None:
    life = notified()
    life.does(OFFICER, Postpone("2026-05", "井下检修"), on(3, 17))
    assert life.stage() is ReviewStage.PLANNED
    assert (life.state.number, life.state.month) == (NUMBER, "2026-05")
    assert life.state.visit_on is None
    (countdown,) = life.state.countdowns
    assert countdown.due_on == date(2026, 5, 29)
    life.runs_until(on(5, 29))
    assert not life.events(LevelRaised)
    life.does(LEAD, NotifyUnit(date(2026, 5, 29), is_unannounced=True), on(5, 29))
    life.does(LEAD, Hold(date(2026, 5, 29), FORMS))
    assert life.stage() is ReviewStage.IN_SESSION


def test_a_review_is_postponed_to_a_later_month_of_the_year_only() -> None:
    life = planned()
    for month in ("2026-03", "2026-02"):
        assert life.rejects(OFFICER, Postpone(month, "检修")) == "month_not_later"
    assert life.rejects(OFFICER, Postpone("2026-04", " ")) == "text_missing"
    assert life.refuses(OFFICER, Postpone("2027-01", "检修")) == "month_of_other_year"
    assert life.rejects(OFFICER, Postpone("2026-04", "检修"), on(5, 6)) == "month_not_later"
    assert in_session().refuses(OFFICER, Postpone("2026-04", "检修")) == "wrong_state"


def test_the_annual_plan_is_told_of_what_it_holds_a_place_for() -> None:
    life = planned()
    life.does(OFFICER, Postpone("2026-04", "检修"))
    life.does(OFFICER, Cancel("单位撤销"))
    tells = [each for each in life.effects if isinstance(each, Tell)]
    named = {"unit": "Z1", "review": NUMBER}
    assert [(each.stream, each.command, each.data) for each in tells] == [
        (
            "dw/annual_plan/2026",
            "record_postponed",
            {**named, "month": "2026-04", "reason": "检修"},
        ),
        ("dw/annual_plan/2026", "record_cancelled", {**named, "reason": "单位撤销"}),
    ]


def test_a_review_beside_the_plan_may_stand_in_a_planned_ones_place() -> None:
    beside = planned(a_plan(plan="", kind=ReviewKind.AD_HOC, reason="临时"))
    beside.does(OFFICER, Cancel("不需要"))
    (tell,) = (each for each in beside.effects if isinstance(each, Tell))
    assert (tell.stream, tell.command) == ("dw/annual_plan/2026", "record_cancelled")


def test_what_a_visit_found_is_dropped_by_the_head_of_the_department_only() -> None:
    for life in (in_session(), drafted()):
        assert life.refuses(OFFICER, Cancel("重来")) == "cancel_after_visit"
        life.does(HEAD, Cancel("单位撤销"))
        assert life.stage() is ReviewStage.CANCELLED
        assert not life.state.countdowns
    assert planned().rejects(OFFICER, Cancel("")) == "text_missing"
    assert tracking().refuses(HEAD, Cancel("重来")) == "wrong_state"


def test_the_general_branchs_secretary_arranges_a_delegated_review_alone() -> None:
    life = planned(a_delegated_plan())
    life.does(GB_SECRETARY, Postpone("2026-04", "检修"))
    assert planned().refuses(GB_SECRETARY, Cancel("检修")) == "not_entitled"


def test_a_cancelled_review_is_over() -> None:
    life = planned()
    life.does(OFFICER, Cancel("单位撤销"))
    assert life.refuses(LEAD, NotifyUnit(VISIT_ON)) == "review_ended"
