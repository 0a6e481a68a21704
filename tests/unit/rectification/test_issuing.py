"""What an item needs to begin (domain.md §2.5, §2.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.errors import NotFoundError
from models.escalation.countdown import Subject
from models.facts import Command, Request
from models.rectification.belonging import Belonging
from models.rectification.commands import Accept, Issue
from models.rectification.content import Category, Measure
from models.rectification.decider import RECTIFICATION
from models.rectification.item_state import ItemState
from tests.unit.rectification.life import (
    DUE_ON,
    HEAD,
    ISSUED_ON,
    OFFICER,
    OWNER,
    SECRETARY,
    SYSTEM,
    Life,
    a_long_term_issue,
    an_issue,
    issued,
    on,
    terms,
)


def test_an_issued_item_waits_for_its_signature_and_counts_down_to_its_due_day() -> None:
    state = issued().state
    assert (state.state, state.effective_due_on) == (ItemState.ISSUED, DUE_ON)
    assert {each.subject: each.due_on for each in state.countdowns} == {
        Subject.ACCEPT: date(2026, 3, 25),
        Subject.ITEM: DUE_ON,
    }
    assert state.stream == "dw/rectification/FP2026-001"


@pytest.mark.parametrize(
    ("category", "due_on"),
    [(Category.IMMEDIATE, date(2026, 3, 30)), (Category.FIXED_TERM, date(2026, 5, 8))],
)
def test_without_a_date_the_category_gives_the_term(category: Category, due_on: date) -> None:
    state = issued(an_issue(category=category, due_on=None)).state
    assert state.due_on == due_on
    assert state.term_workdays is not None


def test_a_term_that_reaches_into_an_unannounced_year_is_provisional() -> None:
    life = Life(now=on(12, 20))
    life.does(OFFICER, an_issue(due_on=None))
    assert life.state.provisional
    assert not issued().state.provisional


@pytest.mark.parametrize(
    ("category", "last_on", "beyond_on"),
    [
        (Category.IMMEDIATE, date(2026, 3, 30), date(2026, 3, 31)),
        (Category.FIXED_TERM, date(2026, 7, 31), date(2026, 8, 3)),
    ],
)
def test_no_term_exceeds_its_category(category: Category, last_on: date, beyond_on: date) -> None:
    assert issued(an_issue(category=category, due_on=last_on)).state.due_on == last_on
    assert Life().refuses(OFFICER, an_issue(category=category, due_on=beyond_on)) == "term_too_long"


def test_a_due_day_lies_in_the_future() -> None:
    assert Life().rejects(OFFICER, an_issue(due_on=ISSUED_ON)) == "date_not_future"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"problem": " "}, "text_missing"),
        ({"goal": ""}, "text_missing"),
        ({"owner": ""}, "text_missing"),
        ({"owner_post": ""}, "text_missing"),
        ({"owner_unit": ""}, "text_missing"),
        ({"verifier_unit": ""}, "text_missing"),
        ({"problem": "长" * 4001}, "text_too_long"),
        ({"source": "长" * 101}, "text_too_long"),
        ({"number": "FP/1"}, "id_malformed"),
        ({"number": ""}, "id_malformed"),
        ({"number": "9" * 61}, "id_malformed"),
        ({"committee": "d w"}, "id_malformed"),
        ({"severity": 0}, "severity_unknown"),
        ({"severity": 5}, "severity_unknown"),
        ({"source": "rumour"}, "word_unknown"),
        ({"party_plus": "党建+安全"}, "word_unknown"),
        ({"work_axis": "x"}, "word_unknown"),
        ({"cause_kind": "x"}, "word_unknown"),
        ({"rebound_no": 1}, "rebound_without_parent"),
        ({"found_on": date(9999, 12, 31)}, "found_in_future"),
        ({"verifier_role": "anyone"}, "verifier_role_unknown"),
        ({"measures": (Measure(" "),)}, "text_missing"),
        ({"measures": (Measure("补"),) * 21}, "too_many_measures"),
        ({"measures": (Measure("补" * 2001),) * 2}, "text_too_long"),
        ({"measures": (Measure("补", "长" * 101),)}, "text_too_long"),
    ],
)
def test_what_makes_no_sense_is_rejected(changes: dict[str, Any], code: str) -> None:
    assert Life().rejects(OFFICER, an_issue(**changes)) == code


def test_a_long_term_item_has_no_due_day_but_a_first_checkpoint() -> None:
    life = issued(a_long_term_issue())
    assert life.state.effective_due_on is None
    checkpoint = life.state.countdown(Subject.CHECKPOINT)
    assert checkpoint is not None
    assert checkpoint.due_on == date(2026, 6, 30)
    command = an_issue(category=Category.LONG_TERM)
    assert Life().rejects(OFFICER, command) == "long_term_has_no_due"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"verifier": OWNER.account}, "verifier_is_owner"),
        ({"verifier_unit": "Z1-02"}, "verifier_same_unit"),
        # All units and posts count, not only the unit that is shown.
        ({"verifier_belonging": Belonging(("D07", "Z1-02"))}, "verifier_same_unit"),
        ({"verifier_belonging": Belonging(("DW",), ("liaison_cadre",))}, "verifier_is_liaison"),
        ({"verifier_belonging": Belonging(("DW",), ("auditor",))}, "verifier_is_auditor"),
        ({"verifier_belonging": Belonging(("DW",), ("sec_admin",))}, "verifier_is_barred"),
        (
            {"verifier_belonging": Belonging(("Z1",), ("gb_secretary",), ("Z1-01", "Z1-02"))},
            "verifier_in_charge",
        ),
    ],
)
def test_a_verifier_who_could_never_verify_is_refused(changes: dict[str, Any], code: str) -> None:
    assert Life().refuses(OFFICER, an_issue(**changes)) == code


def test_the_owner_belongs_to_the_responsible_unit() -> None:
    stranger = an_issue(owner_belonging=Belonging(("Z1", "Z1-03")))
    assert Life().refuses(OFFICER, stranger) == "owner_of_other_unit"
    with_a_post_there = an_issue(owner_belonging=Belonging(("Z1", "Z1-02"), ("owner",)))
    assert issued(with_a_post_there).state.owner == OWNER.account


def test_a_measure_agreed_at_once_ends_by_the_due_day() -> None:
    late = Measure("补课", "支委", date(2026, 5, 6))
    assert Life().rejects(OFFICER, an_issue(measures=(late,))) == "measure_after_deadline"
    computed = an_issue(due_on=None, measures=(replace(late, due_on=date(2026, 5, 11)),))
    assert Life().rejects(OFFICER, computed) == "measure_after_deadline"
    on_the_day = Measure("补课", "支委", DUE_ON)
    without_a_day = Measure("建立补学表")
    assert issued(an_issue(measures=(on_the_day, without_a_day))).state.measures
    assert issued(a_long_term_issue(measures=(late,))).state.measures == (late,)


def test_what_continues_an_item_keeps_its_measures_until_the_new_plan() -> None:
    late = Measure("补课", "支委", date(2026, 5, 6))
    command = an_issue(number="FP2026-001-T1", parent="FP2026-001", measures=(late,))
    assert Life().does(SYSTEM, command)


def test_the_pool_may_verify_while_nobody_is_named() -> None:
    assert issued(an_issue(verifier="", verifier_unit="")).state.verifier_role == "verifier"


def test_a_number_is_used_once() -> None:
    assert issued().refuses(OFFICER, an_issue()) == "number_used"


@pytest.mark.parametrize("actor", [OFFICER, HEAD, SYSTEM])
def test_the_department_issues(actor: Any) -> None:
    assert len(Life().does(actor, an_issue())) == 1


def test_nobody_else_issues() -> None:
    assert Life().refuses(SECRETARY, an_issue()) == "not_entitled"


def test_an_item_that_does_not_exist_is_not_found() -> None:
    request: Request[Command] = Request("c1", SECRETARY, on(3, 23), Accept())
    with pytest.raises(NotFoundError):
        RECTIFICATION.decide(RECTIFICATION.initial(), request, terms())


def test_a_linked_item_keeps_a_due_day_that_has_passed_on_its_way() -> None:
    command: Issue = an_issue(
        number="FP2026-001-T1", parent="FP2026-001", due_on=date(2026, 3, 20), owner=""
    )
    assert Life().does(SYSTEM, command)
    for person in (SECRETARY, OWNER, OFFICER):
        assert Life().refuses(person, command) == "not_entitled"


def test_a_link_that_does_not_follow_from_the_number_is_rejected() -> None:
    assert Life().rejects(SYSTEM, an_issue(parent="FP2026-000")) == "number_not_linked"
