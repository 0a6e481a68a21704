"""Signing and planning (domain.md §2.6, §2.10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.errors import InvalidInputError
from models.escalation.countdown import Subject
from models.rectification.commands import Accept, ApprovePlan, ReturnPlan, SubmitPlan
from models.rectification.content import Measure
from models.rectification.item_state import ItemState
from tests.unit.rectification.life import (
    DEPUTY,
    DUE_ON,
    MEASURE,
    OFFICER,
    OTHER_SECRETARY,
    OWNER,
    SECRETARY,
    Life,
    a_long_term_issue,
    a_row,
    an_issue,
    issued,
    on,
)


def due_on(life: Life, subject: Subject) -> date:
    countdown = life.state.countdown(subject)
    assert countdown is not None
    return countdown.due_on


def test_the_units_own_secretary_signs() -> None:
    life = issued()
    assert life.refuses(OTHER_SECRETARY, Accept()) == "not_entitled"
    assert life.refuses(OWNER, Accept()) == "not_entitled"
    life.does(SECRETARY, Accept(), on(3, 25))
    assert life.state.state is ItemState.ACCEPTED
    assert life.state.countdown(Subject.ACCEPT) is None


def test_a_general_branch_signs_by_its_own_secretary() -> None:
    life = issued(an_issue(owner_unit="Z1", secretary_role="gb_secretary", parent_unit="DW"))
    head = replace(SECRETARY, roles=("gb_secretary",), unit="Z1")
    assert life.does(head, Accept())


def test_the_plan_is_due_five_workdays_after_the_issue() -> None:
    life = issued()
    life.does(SECRETARY, Accept(), on(3, 25))
    assert due_on(life, Subject.PLAN) == date(2026, 3, 30)


def test_who_signs_late_keeps_three_days_for_the_plan() -> None:
    life = issued()
    life.does(SECRETARY, Accept(), on(4, 10))
    assert due_on(life, Subject.PLAN) == date(2026, 4, 15)


def test_a_plan_is_submitted_after_signing_only() -> None:
    assert issued().refuses(SECRETARY, SubmitPlan((MEASURE,))) == "wrong_state"


@pytest.mark.parametrize(
    ("measures", "code"),
    [
        ((), "measures_missing"),
        ((Measure("补课", "", date(2026, 4, 1)),), "measure_incomplete"),
        ((MEASURE, Measure("补课", "支委")), "measure_incomplete"),
    ],
)
def test_every_measure_has_who_and_by_when(measures: tuple[Measure, ...], code: str) -> None:
    life = issued()
    life.does(SECRETARY, Accept())
    assert life.rejects(SECRETARY, SubmitPlan(measures)) == code


LATE = Measure("安排补课并逐人销账，形成补学记录备查", "支委", date(2026, 5, 6))


def test_no_measure_ends_after_the_items_due_day() -> None:
    life = issued()
    life.does(SECRETARY, Accept())
    with pytest.raises(InvalidInputError) as caught:
        life.does(SECRETARY, SubmitPlan((MEASURE, LATE)))
    assert caught.value.code == "measure_after_deadline"
    assert "第2条措施“安排补课并逐人销账，形成补学记录备查”" in caught.value.message
    assert "晚于整改时限2026-04-30" in caught.value.message
    assert life.does(SECRETARY, SubmitPlan((replace(LATE, due_on=DUE_ON),)))


def test_a_long_measure_is_named_by_its_beginning() -> None:
    life = issued()
    life.does(SECRETARY, Accept())
    with pytest.raises(InvalidInputError) as caught:
        life.does(SECRETARY, SubmitPlan((replace(LATE, text="补" * 300),)))
    assert f"“{'补' * 20}……”" in caught.value.message


def test_a_long_term_plan_has_no_last_day() -> None:
    life = issued(a_long_term_issue())
    life.does(SECRETARY, Accept())
    assert life.does(SECRETARY, SubmitPlan((LATE,)))


def test_after_an_extension_its_day_is_the_last_one() -> None:
    row = a_row(state=ItemState.ACCEPTED, extended_due_on=date(2026, 5, 8))
    life = Life()
    life.does(OFFICER, row)
    too_late = replace(LATE, due_on=date(2026, 5, 9))
    assert life.rejects(SECRETARY, SubmitPlan((too_late,))) == "measure_after_deadline"
    assert life.does(SECRETARY, SubmitPlan((LATE,)))


def test_an_overdue_item_is_planned_honestly() -> None:
    life = issued()
    life.does(SECRETARY, Accept())
    after = replace(LATE, due_on=date(2026, 5, 15))
    assert life.rejects(SECRETARY, SubmitPlan((after,)), on(4, 30)) == "measure_after_deadline"
    assert life.does(SECRETARY, SubmitPlan((after,)), on(5, 6))
    assert life.state.is_overdue_on(date(2026, 5, 6))


def test_a_plan_is_approved_by_somebody_who_did_not_write_it() -> None:
    life = issued()
    both = replace(SECRETARY, roles=("branch_secretary", "org_officer"))
    life.does(both, Accept())
    life.does(both, SubmitPlan((MEASURE,)))
    assert due_on(life, Subject.APPROVE_PLAN) == date(2026, 3, 26)
    assert life.refuses(both, ApprovePlan()) == "approver_is_requester"
    same_branch = replace(OFFICER, own_units=("DW", "Z1-02"))
    assert life.refuses(same_branch, ApprovePlan()) == "approver_same_unit"
    by_delegation = replace(OFFICER, on_behalf_of=SECRETARY.account)
    assert life.refuses(by_delegation, ApprovePlan()) == "approver_is_requester"
    life.does(DEPUTY, ApprovePlan("同意"))
    assert (life.state.state, life.state.measures) == (ItemState.IN_PROGRESS, (MEASURE,))


def test_a_returned_plan_has_a_due_day_of_its_own() -> None:
    life = issued()
    life.does(SECRETARY, Accept())
    life.does(SECRETARY, SubmitPlan((MEASURE,)))
    assert life.rejects(OFFICER, ReturnPlan(" ")) == "text_missing"
    life.does(OFFICER, ReturnPlan("措施过于笼统"), on(3, 26))
    assert life.state.state is ItemState.ACCEPTED
    assert due_on(life, Subject.PLAN) == date(2026, 3, 31)
    life.does(SECRETARY, SubmitPlan((MEASURE,)))
    assert life.state.plan_no == 2
