"""Who is told of what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.facts import Effect, Notify, Recipient
from models.rectification.commands import (
    AcceptTransfer,
    DenyExtension,
    RequestClosure,
    RequestExtension,
    Terminate,
    Transfer,
    Verify,
)
from models.rectification.reactions import TOLD
from tests.unit.rectification.life import (
    ALL_YES,
    DUE_ON,
    HEAD,
    OTHER_SECRETARY,
    OWNER,
    SECRETARY,
    VERIFIER,
    Life,
    a_row,
    an_issue,
    closed,
    in_progress,
    issued,
    on,
    pending_verify,
)

THE_OWNER = Recipient("owner", "Z1-02", OWNER.account)
THE_SECRETARY = Recipient("branch_secretary", "Z1-02")


def notices(effects: list[Effect]) -> list[Notify]:
    return [effect for effect in effects if isinstance(effect, Notify)]


def last_notice(life: Life) -> Notify:
    return notices(life.effects)[-1]


def test_an_issue_is_told_to_owner_and_secretary() -> None:
    assert issued().effects == [Notify((THE_OWNER, THE_SECRETARY), "rectification.issued")]


def test_a_general_branchs_own_item_goes_to_its_own_secretary() -> None:
    life = issued(an_issue(owner_unit="Z1", secretary_role="gb_secretary", parent_unit=""))
    assert last_notice(life).recipients[1] == Recipient("gb_secretary", "Z1")


def test_the_named_verifier_is_told_of_a_closure_request() -> None:
    named = Recipient("verifier", "D07", VERIFIER.account)
    assert last_notice(pending_verify()).recipients == (named,)
    pool = pending_verify(an_issue(verifier="", verifier_unit="", verifier_role="org_officer"))
    assert last_notice(pool).recipients == (Recipient("org_officer"),)


def test_a_severe_item_asks_the_second_signers_and_then_reminds_them() -> None:
    life = pending_verify(an_issue(severity=3))
    life.does(VERIFIER, Verify("同意", ALL_YES))
    signers = (Recipient("org_head"), Recipient("committee_deputy"))
    assert last_notice(life) == Notify(signers, "rectification.verified")
    life.runs_until(on(4, 28, 9, 30))
    late = [each for each in notices(life.effects) if each.kind == "escalation.verify.yellow"]
    assert set(signers) <= set(late[0].recipients)


@pytest.mark.parametrize(
    ("until", "kind", "urgent"),
    [
        (on(4, 23), "escalation.blue", False),
        (on(5, 11), "escalation.orange", False),
        (on(5, 18), "escalation.red", True),
        (on(6, 8), "escalation.raise", True),
    ],
)
def test_levels_tell_more_people_and_become_urgent_at_red(
    until: object, kind: str, urgent: bool
) -> None:
    life = in_progress()
    life.runs_until(until)  # type: ignore[arg-type]
    notice = last_notice(life)
    assert (notice.kind, notice.urgent) == (kind, urgent)
    assert notice.recipients[:2] == (THE_OWNER, THE_SECRETARY)


def test_yellow_goes_to_the_general_branch_if_there_is_one() -> None:
    for parent, expected in (("Z1", True), ("", False)):
        life = in_progress(an_issue(parent_unit=parent))
        life.runs_until(on(5, 6))
        assert (Recipient("gb_secretary", parent) in last_notice(life).recipients) is expected


def test_a_row_without_account_tells_the_post() -> None:
    life = Life(now=on(5, 6))
    life.does(HEAD, a_row())
    life.wakes_up(on(5, 6))
    assert Recipient("owner", "Z1-02") in last_notice(life).recipients


def test_each_ordinary_step_is_told_once() -> None:
    life = in_progress()
    life.does(SECRETARY, RequestExtension(on(5, 8).date(), "缺料", "过半"), on(4, 20))
    life.does(HEAD, DenyExtension("不同意"))
    life.does(HEAD, Transfer("Z1-03", "合并"))
    life.does(OTHER_SECRETARY, AcceptTransfer("a-new", "队长"))
    assert [each.kind.removeprefix("rectification.") for each in notices(life.effects)] == [
        "issued",
        "accepted",
        "plan_submitted",
        "plan_approved",
        "extension_requested",
        "extension_denied",
        "transfer_requested",
        "transferred",
    ]


def test_the_receiving_unit_is_asked() -> None:
    life = in_progress()
    life.does(HEAD, Transfer("Z1-03", "合并"))
    assert last_notice(life).recipients == (Recipient("branch_secretary", "Z1-03"),)


def test_progress_and_archiving_disturb_nobody() -> None:
    life = closed()
    told = len(life.effects)
    life.runs_until(on(8, 1))
    assert len(life.effects) == told


def test_a_closing_is_told_and_a_termination_too() -> None:
    assert last_notice(closed()).kind == "rectification.closed"
    life = issued()
    life.does(HEAD, Terminate("撤销"))
    assert last_notice(life).kind == "rectification.terminated"


def test_a_recipient_that_two_roles_mean_is_named_once() -> None:
    life = in_progress(an_issue(verifier="", verifier_unit="", verifier_role="org_head"))
    life.does(SECRETARY, RequestClosure("完成", "可查"), on(4, 20))
    life.runs_until(on(4, 30))
    recipients = [
        each.recipients for each in notices(life.effects) if each.kind == "escalation.verify.orange"
    ]
    assert recipients == [] or len(set(recipients[0])) == len(recipients[0])
    assert life.state.effective_due_on == DUE_ON


def test_every_kind_of_notice_names_somebody() -> None:
    assert all(TOLD.values())
    assert replace(THE_OWNER, account=None) == Recipient("owner", "Z1-02")
