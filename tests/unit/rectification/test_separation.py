"""Nobody closes their own loop: by account, by unit, and through delegation (domain.md §2.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.facts import Actor, Command
from models.rectification.commands import (
    Accept,
    ApprovePlan,
    AssignOwner,
    AssignVerifier,
    AttachEvidence,
    GrantExtension,
    Issue,
    RejectClosure,
    Reopen,
    ReportCheckpoint,
    ReportProgress,
    RequestClosure,
    RequestExtension,
    ReturnPlan,
    SubmitPlan,
    Terminate,
    Verify,
    VerifyCheckpoint,
)
from models.rectification.item_state import ItemState
from models.rectification.state import MOST_DOERS
from tests.unit.rectification.life import (
    ALL_YES,
    AUDITOR,
    GB_SECRETARY,
    HEAD,
    MEASURE,
    OFFICER,
    OTHER_VERIFIER,
    OWNER,
    REVIEW_LEAD,
    SECRETARY,
    VERIFIER,
    Life,
    a_long_term_issue,
    an_issue,
    closed,
    in_progress,
    issued,
    pending_verify,
)

POOL = an_issue(verifier="", verifier_unit="")


def accepted(command: Issue | None = None) -> Life:
    life = issued(command)
    life.does(SECRETARY, Accept())
    return life


def as_verifier(actor: Actor, **changes: object) -> Actor:
    return replace(actor, roles=(*actor.roles, "verifier"), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (as_verifier(OWNER, unit="D07"), "verifier_is_owner"),
        (as_verifier(OTHER_VERIFIER, on_behalf_of=OWNER.account), "verifier_is_owner"),
        (as_verifier(OTHER_VERIFIER, unit="Z1-02"), "verifier_same_unit"),
        (as_verifier(OTHER_VERIFIER, own_units=("D08", "Z1-02")), "verifier_same_unit"),
        (as_verifier(SECRETARY, unit="D07"), "verifier_is_plan_author"),
        (as_verifier(OTHER_VERIFIER, on_behalf_of=SECRETARY.account), "verifier_is_plan_author"),
        (GB_SECRETARY, "verifier_in_charge"),
        (replace(GB_SECRETARY, unit="Z9"), "verifier_in_charge"),
        (as_verifier(AUDITOR), "verifier_is_auditor"),
        (replace(OTHER_VERIFIER, roles=("verifier", "liaison_cadre")), "verifier_is_liaison"),
        (replace(OTHER_VERIFIER, roles=("committee_secretary", "verifier")), "verifier_is_barred"),
        (replace(OTHER_VERIFIER, own_roles=("sys_admin", "verifier")), "verifier_is_barred"),
        # A second post of the same person, whatever post the act rests on.
        (replace(OTHER_VERIFIER, own_roles=("liaison_cadre", "verifier")), "verifier_is_liaison"),
        (
            replace(
                OTHER_VERIFIER,
                own_units=("D08", "Z1"),
                own_roles=("gb_secretary", "verifier"),
                own_branches=("Z1-01", "Z1-02"),
            ),
            "verifier_in_charge",
        ),
    ],
)
def test_whoever_had_a_part_in_it_does_not_verify(actor: Actor, code: str) -> None:
    life = pending_verify(POOL)
    assert life.refuses(actor, Verify("同意", ALL_YES)) == code
    assert life.refuses(actor, RejectClosure("不行")) == code


def test_whoever_asked_for_the_closing_does_not_verify_it() -> None:
    life = pending_verify(POOL)
    life.state = replace(life.state, plan_authors=())
    actor = as_verifier(SECRETARY, unit="D07")
    assert life.refuses(actor, Verify("同意", ALL_YES)) == "verifier_is_requester"


WORK: tuple[Command, ...] = (
    AttachEvidence("cd" * 32, 10, "image/png"),
    ReportProgress("已补学"),
)


@pytest.mark.parametrize("work", WORK)
def test_who_did_the_work_in_the_owners_stead_does_not_verify_it(work: Command) -> None:
    life = in_progress(POOL)
    life.does(replace(OTHER_VERIFIER, on_behalf_of=OWNER.account, unit="Z1-02"), work)
    life.does(SECRETARY, RequestClosure("已整改", "无需佐证"))
    assert life.refuses(OTHER_VERIFIER, Verify("同意", ALL_YES)) == "verifier_took_part"
    assert life.refuses(OTHER_VERIFIER, RejectClosure("不行")) == "verifier_took_part"


def test_a_former_owner_does_not_verify() -> None:
    life = pending_verify(POOL)
    life.does(OFFICER, AssignOwner("a-owner-2", "支部委员", "岗位调整"))
    former = Actor(OWNER.account, ("verifier",), "D08")
    assert life.refuses(former, Verify("同意", ALL_YES)) == "verifier_took_part"
    named = AssignVerifier(OWNER.account, "D08")
    assert life.refuses(OFFICER, named) == "verifier_took_part"


def test_the_author_of_a_returned_plan_does_not_verify_the_next_ones_work() -> None:
    life = accepted(POOL)
    life.does(SECRETARY, SubmitPlan((MEASURE,)))
    life.does(OFFICER, ReturnPlan("措施不具体"))
    successor = replace(SECRETARY, account="a-secretary-9")
    life.does(successor, SubmitPlan((MEASURE,)))
    life.does(OFFICER, ApprovePlan())
    life.does(successor, RequestClosure("已整改", "无需佐证"))
    former = Actor(SECRETARY.account, ("verifier",), "D08")
    assert life.refuses(former, Verify("同意", ALL_YES)) == "verifier_took_part"


def test_who_reported_a_quarter_does_not_judge_it() -> None:
    life = in_progress(a_long_term_issue(verifier="", verifier_unit=""))
    stand_in = replace(OTHER_VERIFIER, on_behalf_of=OWNER.account, unit="Z1-02")
    life.does(stand_in, ReportCheckpoint("坚持较好"))
    judged = VerifyCheckpoint(is_clean=True, opinion="合格")
    assert life.refuses(OTHER_VERIFIER, judged) == "verifier_took_part"


def test_who_verified_does_not_become_the_owner_before_the_second_signature() -> None:
    life = pending_verify(an_issue(severity=3, verifier="", verifier_unit=""))
    life.does(OTHER_VERIFIER, Verify("同意", ALL_YES))
    named = AssignOwner(OTHER_VERIFIER.account, "支部委员", "岗位调整")
    assert life.refuses(OFFICER, named) == "owner_is_verifier"


@pytest.mark.parametrize(
    "owner", [replace(HEAD, account=OWNER.account), replace(HEAD, on_behalf_of=OWNER.account)]
)
def test_the_owner_approves_nothing_that_was_asked_for_the_item(owner: Actor) -> None:
    life = accepted()
    life.does(SECRETARY, SubmitPlan((MEASURE,)))
    assert life.refuses(owner, ApprovePlan()) == "approver_is_owner"
    life.does(OFFICER, ApprovePlan())
    life.does(SECRETARY, RequestExtension(date(2026, 5, 8), "设备未到", "已完成一半"))
    assert life.refuses(owner, GrantExtension()) == "approver_is_owner"


def test_a_doer_approves_nothing_that_was_asked_for_the_item() -> None:
    life = in_progress()
    life.does(OFFICER, AssignOwner("a-owner-2", "支部委员", "岗位调整"))
    life.does(SECRETARY, RequestExtension(date(2026, 5, 8), "设备未到", "已完成一半"))
    former = replace(HEAD, account=OWNER.account)
    assert life.refuses(former, GrantExtension()) == "approver_took_part"


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (replace(HEAD, account=OWNER.account), "ender_took_part"),
        (replace(HEAD, on_behalf_of=SECRETARY.account), "ender_took_part"),
        (replace(HEAD, own_units=("DW", "Z1-02")), "ender_same_unit"),
    ],
)
def test_nobody_is_rid_of_their_own_item_by_ending_it(actor: Actor, code: str) -> None:
    assert in_progress().refuses(actor, Terminate("无须整改")) == code


def test_of_those_who_had_a_part_the_latest_are_kept() -> None:
    life = in_progress()
    for number in range(MOST_DOERS + 2):
        life.does(replace(OWNER, account=f"a-{number}", on_behalf_of=OWNER.account), WORK[1])
    assert len(life.state.doers) == MOST_DOERS
    assert life.state.doers[-2:] == (f"a-{MOST_DOERS + 1}", OWNER.account)


def test_a_general_branch_elsewhere_may_verify() -> None:
    life = pending_verify(POOL)
    actor = replace(GB_SECRETARY, unit="Z2", units_in_charge=("Z2-01",))
    life.does(actor, Verify("同意", ALL_YES))
    assert life.state.state is ItemState.CLOSED


def test_a_named_verifier_may_be_stood_in_for() -> None:
    life = pending_verify()
    assert life.refuses(OTHER_VERIFIER, Verify("同意", ALL_YES)) == "not_entitled"
    stand_in = replace(OTHER_VERIFIER, on_behalf_of=VERIFIER.account)
    life.does(stand_in, Verify("同意", ALL_YES))
    assert life.state.verifiers == (OTHER_VERIFIER.account, VERIFIER.account)


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (replace(REVIEW_LEAD, account=VERIFIER.account), "reopener_is_verifier"),
        (replace(REVIEW_LEAD, on_behalf_of=VERIFIER.account), "reopener_is_verifier"),
        (replace(REVIEW_LEAD, account=OWNER.account), "verifier_is_owner"),
        (replace(REVIEW_LEAD, unit="Z1-02"), "verifier_same_unit"),
        (replace(REVIEW_LEAD, roles=("review_member", "liaison_cadre")), "verifier_is_liaison"),
        (replace(REVIEW_LEAD, own_branches=("Z1-01", "Z1-02")), "reopener_in_charge"),
    ],
)
def test_whoever_closed_it_does_not_look_back_at_it(actor: Actor, code: str) -> None:
    assert closed().refuses(actor, Reopen("补课记录又缺失")) == code


def test_an_auditor_may_reopen() -> None:
    life = closed()
    life.does(AUDITOR, Reopen("补课记录又缺失"))
    assert life.state.state is ItemState.REOPENED
