"""Items of the committee's own department: by post instead of by unit (ADR 0042)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.facts import Actor, Command
from models.rectification.commands import (
    Accept,
    ApprovePlan,
    AssignOwner,
    Countersign,
    DenyExtension,
    GrantExtension,
    Issue,
    RejectClosure,
    Reopen,
    ReportProgress,
    RequestClosure,
    RequestExtension,
    ReturnPlan,
    SubmitPlan,
    Terminate,
    Verify,
)
from models.rectification.item_state import ItemState
from models.rectification.parts import second_signers
from tests.unit.rectification.life import (
    ALL_YES,
    AUDITOR,
    DEPUTY,
    HEAD,
    MEASURE,
    OFFICER,
    REVIEW_LEAD,
    VERIFIER,
    Life,
    a_long_term_issue,
    an_issue,
    issued,
    on,
)

COMMITTEE_SECRETARY = Actor("a-first", ("committee_secretary",), "DW")
CLERK = Actor("a-clerk", ("owner",), "DW")
OWN = {
    "owner_unit": "DW",
    "parent_unit": "",
    "secretary_role": "committee_secretary",
    "owner": CLERK.account,
}
ASKED = RequestExtension(date(2026, 5, 8), "设备未到", "已完成一半")


def planned(command: Issue | None = None) -> Life:
    life = issued(command or an_issue(**OWN))
    life.does(COMMITTEE_SECRETARY, Accept(), on(3, 24))
    life.does(COMMITTEE_SECRETARY, SubmitPlan((MEASURE,)), on(3, 25))
    return life


def at_work(command: Issue | None = None) -> Life:
    life = planned(command)
    life.does(DEPUTY, ApprovePlan(), on(3, 26))
    return life


def awaiting_second_signer() -> Life:
    life = at_work(an_issue(**OWN, severity=3))
    life.does(COMMITTEE_SECRETARY, RequestClosure("已整改", "无需佐证"))
    life.does(VERIFIER, Verify("同意", ALL_YES))
    return life


@pytest.mark.parametrize("leader", [HEAD, DEPUTY])
@pytest.mark.parametrize("decision", [ApprovePlan(), ReturnPlan("太笼统")])
def test_a_leader_without_a_part_in_it_decides_on_the_plan(
    leader: Actor, decision: Command
) -> None:
    assert planned().does(leader, decision)


@pytest.mark.parametrize("leader", [HEAD, DEPUTY])
@pytest.mark.parametrize("answer", [GrantExtension(), DenyExtension("不同意")])
def test_a_leader_without_a_part_in_it_answers_for_an_extension(
    leader: Actor, answer: Command
) -> None:
    life = at_work()
    life.does(COMMITTEE_SECRETARY, ASKED)
    assert life.does(leader, answer)


def test_others_of_the_department_approve_nothing_there() -> None:
    assert planned().refuses(OFFICER, ApprovePlan()) == "approver_same_unit"


def test_a_post_held_elsewhere_is_no_leading_post_of_the_department() -> None:
    elsewhere = replace(HEAD, unit="Z9", own_units=("DW", "Z9"))
    assert planned().refuses(elsewhere, ApprovePlan()) == "approver_same_unit"


def test_in_another_unit_a_leader_who_belongs_there_still_approves_nothing() -> None:
    life = issued()
    life.does(Actor("a-secretary", ("branch_secretary",), "Z1-02"), Accept())
    life.does(Actor("a-secretary", ("branch_secretary",), "Z1-02"), SubmitPlan((MEASURE,)))
    of_the_unit = replace(HEAD, unit="Z1-02")
    assert life.refuses(of_the_unit, ApprovePlan()) == "approver_same_unit"


@pytest.mark.parametrize(
    ("leader", "code"),
    [
        (replace(HEAD, account=CLERK.account), "approver_is_owner"),
        (replace(HEAD, on_behalf_of=CLERK.account), "approver_is_owner"),
        (replace(DEPUTY, account=COMMITTEE_SECRETARY.account), "approver_is_requester"),
        (replace(DEPUTY, on_behalf_of=COMMITTEE_SECRETARY.account), "approver_is_requester"),
    ],
)
def test_no_post_lets_anyone_approve_their_own_work(leader: Actor, code: str) -> None:
    assert planned().refuses(leader, ApprovePlan()) == code


def test_no_post_lets_a_doer_approve() -> None:
    life = at_work()
    life.does(replace(HEAD, on_behalf_of=CLERK.account), ReportProgress("过半"))
    life.does(COMMITTEE_SECRETARY, ASKED)
    assert life.refuses(HEAD, GrantExtension()) == "approver_took_part"
    assert life.does(DEPUTY, GrantExtension())


def test_verifying_stays_with_another_unit() -> None:
    life = at_work(an_issue(**OWN, verifier="", verifier_unit="", verifier_role="org_head"))
    life.does(COMMITTEE_SECRETARY, RequestClosure("已整改", "无需佐证"))
    assert life.refuses(HEAD, Verify("同意", ALL_YES)) == "verifier_same_unit"
    assert life.refuses(HEAD, RejectClosure("不实")) == "verifier_same_unit"


@pytest.mark.parametrize("leader", [HEAD, DEPUTY])
@pytest.mark.parametrize(
    ("signature", "state"),
    [
        (Countersign(), ItemState.CLOSED),
        (RejectClosure("不实"), ItemState.IN_PROGRESS),
    ],
)
def test_a_leader_without_a_part_in_it_signs_second(
    leader: Actor, signature: Command, state: ItemState
) -> None:
    life = awaiting_second_signer()
    life.does(leader, signature)
    assert life.state.state is state


def test_a_leader_with_a_part_in_it_does_not_sign_second() -> None:
    life = awaiting_second_signer()
    owner = replace(HEAD, account=CLERK.account)
    assert life.refuses(owner, Countersign()) == "verifier_is_owner"
    life.does(OFFICER, AssignOwner("a-clerk-2", "干事", "调岗"))
    assert life.refuses(owner, Countersign()) == "verifier_took_part"


def test_the_deputy_signs_where_the_head_answers_for_a_long_term_item() -> None:
    own = issued(a_long_term_issue(**OWN)).state
    other = issued(a_long_term_issue()).state
    assert second_signers(own) == ("org_head", "committee_deputy")
    assert second_signers(other) == ("org_head",)


def test_the_head_ends_an_item_of_the_department_unless_it_is_theirs() -> None:
    assert at_work().does(HEAD, Terminate("重复立项"))
    mine = at_work(an_issue(**{**OWN, "owner": HEAD.account}))
    assert mine.refuses(HEAD, Terminate("重复立项")) == "ender_took_part"


def test_the_auditor_reopens_what_a_reviewer_of_the_department_may_not() -> None:
    life = at_work()
    life.does(COMMITTEE_SECRETARY, RequestClosure("已整改", "无需佐证"))
    life.does(VERIFIER, Verify("同意", ALL_YES))
    assert life.refuses(REVIEW_LEAD, Reopen("又缺失")) == "verifier_same_unit"
    assert life.does(AUDITOR, Reopen("又缺失"))
