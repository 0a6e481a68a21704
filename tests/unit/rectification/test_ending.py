"""Rebound, transfer, termination: how an item ends otherwise (domain.md §2.2, §2.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.facts import Open
from models.rectification.belonging import Belonging
from models.rectification.commands import (
    Accept,
    AcceptTransfer,
    ApprovePlan,
    AssignVerifier,
    Countersign,
    DeclineTransfer,
    Issue,
    Reopen,
    ReportProgress,
    RequestClosure,
    SubmitPlan,
    Terminate,
    Transfer,
    Verify,
)
from models.rectification.content import Category
from models.rectification.events import Rebounded
from models.rectification.item_state import ItemState
from models.rectification.ledger_entry import ledger_entry
from models.rectification.linked import rebound_number, transfer_number
from tests.unit.rectification.life import (
    ALL_YES,
    AUDITOR,
    DEPUTY,
    HEAD,
    MEASURE,
    OFFICER,
    OTHER_SECRETARY,
    OTHER_VERIFIER,
    OWNER,
    REVIEW_LEAD,
    SECRETARY,
    SYSTEM,
    VERIFIER,
    Life,
    a_long_term_issue,
    a_row,
    an_issue,
    closed,
    in_progress,
    on,
    pending_verify,
)
from wire.codec import from_json

TO_THE_OTHERS = Transfer("Z1-03", "队伍合并", "Z1")


def opened_by(life: Life) -> tuple[Open, Issue]:
    (effect,) = [each for each in life.effects if isinstance(each, Open)]
    return effect, from_json(Issue, effect.data)


def test_what_comes_back_is_a_new_item_one_degree_more_severe() -> None:
    life = closed()
    life.does(REVIEW_LEAD, Reopen("补课记录又缺失", is_false_closure=True), on(7, 6))
    (event,) = life.events(Rebounded)
    assert (event.child, event.rebound_no, event.severity) == ("FP2026-001-R1", 1, 2)
    assert event.closed_by == (VERIFIER.account,)
    assert life.state.state is ItemState.REOPENED
    assert life.state.closed_on == date(2026, 4, 21)
    assert life.refuses(AUDITOR, Reopen("再次")) == "item_ended"


def test_the_new_item_is_issued_by_the_system_and_by_nobody_else() -> None:
    life = closed()
    life.does(REVIEW_LEAD, Reopen("补课记录又缺失", date(2026, 7, 31)), on(7, 6))
    effect, command = opened_by(life)
    assert (effect.entity, effect.stream) == ("rectification", "dw/rectification/FP2026-001-R1")
    child = Life(now=on(7, 6))
    assert child.refuses(REVIEW_LEAD, command) == "not_entitled"
    child.does(SYSTEM, command)
    assert (child.state.parent, child.state.rebound_no) == ("FP2026-001", 1)
    assert (child.state.due_on, child.state.verifier) == (date(2026, 7, 31), "")
    assert child.state.content is not None
    assert child.state.content.problem == "补课记录又缺失"


def test_severity_has_an_upper_end() -> None:
    life = pending_verify(an_issue(severity=4))
    life.does(VERIFIER, Verify("同意", ALL_YES))
    life.does(DEPUTY, Countersign())
    life.does(AUDITOR, Reopen("反弹"), on(7, 6))
    assert life.events(Rebounded)[0].severity == 4
    assert life.events(Rebounded)[0].closed_by == (VERIFIER.account, DEPUTY.account)


def test_a_reopening_says_what_came_back_and_by_when() -> None:
    life = closed()
    assert life.rejects(REVIEW_LEAD, Reopen(" ")) == "text_missing"
    assert life.rejects(REVIEW_LEAD, Reopen("反弹", date(2026, 4, 21))) == "date_not_future"
    assert life.refuses(OFFICER, Reopen("反弹")) == "not_entitled"


def test_an_open_item_cannot_come_back() -> None:
    assert in_progress().refuses(REVIEW_LEAD, Reopen("反弹")) == "wrong_state"


def test_a_long_term_item_that_comes_back_has_no_due_day_either() -> None:
    life = Life(now=on(4, 24))
    life.does(
        OFFICER,
        a_row(
            category=Category.LONG_TERM,
            due_on=None,
            state=ItemState.CLOSED,
            closed_on=date(2026, 4, 20),
        ),
    )
    assert life.rejects(REVIEW_LEAD, Reopen("反弹", on(9, 1).date())) == "long_term_has_no_due"
    life.does(REVIEW_LEAD, Reopen("反弹"))
    _, command = opened_by(life)
    child = Life(now=on(4, 24))
    child.does(SYSTEM, command)
    assert child.state.effective_due_on is None


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (rebound_number("FP-1", 1), "FP-1-R1"),
        (rebound_number("FP-1-R1", 2), "FP-1-R2"),
        (rebound_number("FP-1-T1", 1), "FP-1-T1-R1"),
        (transfer_number("FP-1"), "FP-1-T1"),
        (transfer_number("FP-1-T1"), "FP-1-T2"),
        (transfer_number("FP-1-R1"), "FP-1-R1-T1"),
    ],
)
def test_numbers_of_linked_items_follow_from_their_parents(number: str, expected: str) -> None:
    assert number == expected


def test_a_transfer_is_a_flag_until_the_other_unit_accepts() -> None:
    life = in_progress()
    life.does(HEAD, TO_THE_OTHERS)
    assert (life.state.state, life.state.owner_unit) == (ItemState.IN_PROGRESS, "Z1-02")
    assert life.refuses(SECRETARY, AcceptTransfer("a-new", "队长")) == "not_entitled"
    life.does(OTHER_SECRETARY, AcceptTransfer("a-new", "队长"), on(4, 1))
    assert (life.state.state, life.state.child) == (ItemState.TRANSFERRED, "FP2026-001-T1")
    assert life.runs_until(on(6, 1)) == []


def test_the_item_goes_on_with_the_other_unit_and_its_due_day() -> None:
    life = in_progress()
    life.does(HEAD, TO_THE_OTHERS)
    life.does(OTHER_SECRETARY, AcceptTransfer("a-new", "队长"), on(4, 1))
    _, command = opened_by(life)
    child = Life(now=on(4, 1))
    child.does(SYSTEM, command)
    state = child.state
    assert (state.owner_unit, state.owner, state.parent) == ("Z1-03", "a-new", "FP2026-001")
    assert (state.due_on, state.verifier) == (date(2026, 4, 30), VERIFIER.account)
    assert len(state.measures) == 1


def test_open_items_of_a_merged_unit_stand_under_its_successor_and_history_shows_both() -> None:
    """domain.md §2.11 scenario 4: merged in August."""
    life = in_progress()
    merged = replace(TO_THE_OTHERS, due_on=date(2026, 9, 30))
    life.does(HEAD, merged, on(8, 17))
    life.does(OTHER_SECRETARY, AcceptTransfer("a-new", "队长"), on(8, 18))
    _, command = opened_by(life)
    child = Life(now=on(8, 18))
    child.does(SYSTEM, command)
    before, after = ledger_entry(life.state), ledger_entry(child.state)
    assert (before.owner_unit, before.state, before.child) == (
        "Z1-02",
        ItemState.TRANSFERRED,
        after.number,
    )
    assert (after.owner_unit, after.state, after.parent) == (
        "Z1-03",
        ItemState.ISSUED,
        before.number,
    )


def test_a_verifier_of_the_new_unit_is_left_behind() -> None:
    life = in_progress()
    life.does(HEAD, Transfer(VERIFIER.unit, "职能调整"))
    target = replace(OTHER_SECRETARY, unit=VERIFIER.unit)
    life.does(target, AcceptTransfer("a-new", "队长"))
    assert opened_by(life)[1].verifier == ""


def test_a_verifier_who_helped_is_left_behind() -> None:
    life = in_progress()
    stand_in = replace(VERIFIER, on_behalf_of=OWNER.account, unit="Z1-02")
    life.does(stand_in, ReportProgress("已补学"))
    life.does(HEAD, TO_THE_OTHERS)
    life.does(OTHER_SECRETARY, AcceptTransfer("a-new", "队长"))
    assert opened_by(life)[1].verifier == ""


def test_the_new_owner_belongs_to_the_unit_that_takes_over() -> None:
    life = in_progress()
    life.does(HEAD, TO_THE_OTHERS)
    stays = AcceptTransfer("a-new", "队长", Belonging(("Z1-02",)))
    assert life.refuses(OTHER_SECRETARY, stays) == "owner_of_other_unit"
    assert life.does(OTHER_SECRETARY, replace(stays, owner_belonging=Belonging(("Z1-03",))))


def test_who_worked_on_an_item_verifies_nothing_of_what_continues_it() -> None:
    life = in_progress(an_issue(verifier="", verifier_unit=""))
    helper = replace(OTHER_VERIFIER, on_behalf_of=OWNER.account, unit="Z1-02")
    life.does(helper, ReportProgress("已补学"))
    life.does(HEAD, TO_THE_OTHERS)
    life.does(OTHER_SECRETARY, AcceptTransfer("a-new", "队长"), on(4, 1))
    child = Life(now=on(4, 1))
    child.does(SYSTEM, opened_by(life)[1])
    assert {helper.account, OWNER.account, SECRETARY.account, "a-new"} <= {*child.state.doers}
    child.does(OTHER_SECRETARY, Accept())
    child.does(OTHER_SECRETARY, SubmitPlan((MEASURE,)))
    child.does(OFFICER, ApprovePlan())
    child.does(OTHER_SECRETARY, RequestClosure("已整改", "无需佐证"))
    verdict = Verify("同意", ALL_YES)
    assert child.refuses(OTHER_VERIFIER, verdict) == "verifier_took_part"
    named = AssignVerifier(helper.account, "D08")
    assert child.refuses(OFFICER, named) == "verifier_took_part"
    assert child.does(VERIFIER, verdict)


def test_a_rebound_remembers_who_worked_on_it_before() -> None:
    life = closed()
    life.does(AUDITOR, Reopen("补课记录又缺失"))
    command = opened_by(life)[1]
    assert {OWNER.account, SECRETARY.account} <= {*command.doers}


def test_a_transfer_is_declined_with_a_reason() -> None:
    life = in_progress()
    life.does(HEAD, TO_THE_OTHERS)
    assert life.rejects(OTHER_SECRETARY, DeclineTransfer("")) == "text_missing"
    life.does(OTHER_SECRETARY, DeclineTransfer("不属本队职责"))
    assert life.refuses(OTHER_SECRETARY, AcceptTransfer("a", "队长")) == "no_transfer_pending"


def test_a_transfer_leads_elsewhere() -> None:
    life = in_progress()
    assert life.rejects(HEAD, Transfer("Z1-02", "合并")) == "transfer_to_itself"
    assert life.rejects(HEAD, Transfer("Z1-03", "")) == "text_missing"
    assert (
        life.rejects(HEAD, Transfer("Z1-03", "合并", due_on=date(2026, 3, 1))) == "date_not_future"
    )
    assert life.refuses(OFFICER, TO_THE_OTHERS) == "not_entitled"


def test_an_overdue_item_is_transferred_with_a_new_due_day_only() -> None:
    life = in_progress()
    assert life.rejects(HEAD, TO_THE_OTHERS, on(5, 6)) == "transfer_due_missing"
    life.does(HEAD, replace(TO_THE_OTHERS, due_on=date(2026, 5, 29)))
    life.does(OTHER_SECRETARY, AcceptTransfer("a-new", "队长"))
    assert opened_by(life)[1].due_on == date(2026, 5, 29)


def test_a_transfer_that_waited_past_its_due_day_is_offered_anew() -> None:
    life = in_progress()
    life.does(HEAD, TO_THE_OTHERS)
    accept = AcceptTransfer("a-new", "队长")
    assert life.refuses(OTHER_SECRETARY, accept, on(5, 6)) == "transfer_due_passed"


def test_a_long_term_item_is_transferred_without_a_due_day() -> None:
    life = in_progress(a_long_term_issue())
    with_due = replace(TO_THE_OTHERS, due_on=date(2026, 5, 29))
    assert life.rejects(HEAD, with_due) == "long_term_has_no_due"
    life.does(HEAD, TO_THE_OTHERS)
    life.does(OTHER_SECRETARY, AcceptTransfer("a-new", "队长"))
    assert opened_by(life)[1].due_on is None


def test_a_termination_says_why_and_ends_every_clock() -> None:
    life = in_progress()
    assert life.refuses(OWNER, Terminate("不整改了")) == "not_entitled"
    assert life.rejects(HEAD, Terminate(" ")) == "text_missing"
    life.does(HEAD, Terminate("机构撤销"))
    assert life.state.state is ItemState.TERMINATED
    assert life.runs_until(on(6, 1)) == []
