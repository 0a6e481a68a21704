"""Closing, observing and archiving (domain.md §2.6, §3.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.escalation.countdown import Subject
from models.rectification.belonging import Belonging
from models.rectification.commands import (
    Archive,
    AssignOwner,
    AssignVerifier,
    AttachEvidence,
    Checklist,
    Countersign,
    RejectClosure,
    ReportProgress,
    RequestClosure,
    RequestExtension,
    StartObservation,
    Verify,
)
from models.rectification.events import Closed
from models.rectification.item_state import ItemState
from tests.unit.rectification.life import (
    ALL_YES,
    DEPUTY,
    HASH,
    HEAD,
    OFFICER,
    OTHER_VERIFIER,
    OWNER,
    SECRETARY,
    VERIFIER,
    Life,
    an_issue,
    closed,
    in_progress,
    issued,
    on,
    pending_verify,
)


def standing(life: Life) -> ItemState:
    return life.state.state


def test_a_closing_needs_evidence_or_a_reason_for_none() -> None:
    life = in_progress()
    assert life.refuses(SECRETARY, RequestClosure("已整改")) == "evidence_missing"
    assert life.rejects(SECRETARY, RequestClosure(" ")) == "text_missing"
    life.does(SECRETARY, RequestClosure("已整改", "制度已上墙，现场可查"))
    assert standing(life) is ItemState.PENDING_VERIFY


def test_the_secretary_asks_and_the_owner_does_not() -> None:
    assert in_progress().refuses(OWNER, RequestClosure("已整改", "x")) == "not_entitled"


def test_a_verifier_has_five_workdays() -> None:
    countdown = pending_verify().state.countdown(Subject.VERIFY)
    assert countdown is not None
    assert countdown.due_on == date(2026, 4, 27)


def test_every_standard_has_to_be_met() -> None:
    life = pending_verify()
    partly = replace(ALL_YES, similar_fixed=False)
    assert life.refuses(VERIFIER, Verify("同意", partly)) == "checklist_unmet"
    assert life.refuses(VERIFIER, Verify("同意", Checklist())) == "checklist_unmet"
    assert life.rejects(VERIFIER, Verify("", ALL_YES)) == "text_missing"


def test_an_accepted_item_is_closed_once() -> None:
    life = closed()
    (event,) = life.events(Closed)
    assert (event.closed_on, event.verified_by) == (date(2026, 4, 21), VERIFIER.account)
    assert event.is_on_time
    assert life.refuses(VERIFIER, Verify("同意", ALL_YES)) == "wrong_state"


def test_the_due_day_itself_is_in_time_and_the_next_one_is_late() -> None:
    on_time, late = pending_verify(), pending_verify()
    on_time.does(VERIFIER, Verify("同意", ALL_YES), on(4, 30, 23, 59))
    late.does(VERIFIER, Verify("同意", ALL_YES), on(5, 1, 0))
    assert (on_time.state.is_on_time, late.state.is_on_time) == (True, False)


def test_a_rejection_counts_and_leaves_the_due_day() -> None:
    life = pending_verify()
    assert life.rejects(VERIFIER, RejectClosure("")) == "text_missing"
    life.does(VERIFIER, RejectClosure("照片不清"))
    assert (life.state.state, life.state.reject_no) == (ItemState.IN_PROGRESS, 1)
    assert life.state.countdown(Subject.VERIFY) is None


def test_before_verification_only_the_verifier_rejects() -> None:
    assert pending_verify().refuses(HEAD, RejectClosure("不行")) == "not_entitled"


def test_a_severe_item_needs_a_second_signer() -> None:
    life = pending_verify(an_issue(severity=3))
    assert life.refuses(HEAD, Countersign()) == "not_verified_yet"
    life.does(VERIFIER, Verify("同意", ALL_YES))
    assert standing(life) is ItemState.PENDING_VERIFY
    assert life.refuses(VERIFIER, Verify("同意", ALL_YES)) == "verified_already"
    both = replace(VERIFIER, roles=("verifier", "org_head"))
    assert life.refuses(both, Countersign()) == "signer_is_verifier"
    stand_in = replace(HEAD, on_behalf_of=VERIFIER.account)
    assert life.refuses(stand_in, Countersign()) == "signer_is_verifier"
    own_branch = replace(HEAD, own_units=("Z1-02",))
    assert life.refuses(own_branch, Countersign()) == "verifier_same_unit"
    life.does(DEPUTY, Countersign("同意"))
    assert standing(life) is ItemState.CLOSED
    assert life.events(Closed)[0].countersigned_by == DEPUTY.account


def test_the_second_signer_may_send_it_back_and_all_begins_anew() -> None:
    life = pending_verify(an_issue(severity=4))
    life.does(VERIFIER, Verify("同意", ALL_YES))
    life.does(DEPUTY, RejectClosure("同类问题未排查"))
    assert standing(life) is ItemState.IN_PROGRESS
    life.does(SECRETARY, RequestClosure("已排查"))
    assert life.refuses(DEPUTY, Countersign()) == "not_verified_yet"


def test_a_closed_item_is_observed_and_then_archived() -> None:
    life = closed()
    life.runs_until(on(4, 22))
    assert standing(life) is ItemState.OBSERVING
    life.runs_until(on(7, 31, 8))
    assert standing(life) is ItemState.OBSERVING
    life.runs_until(on(7, 31))
    assert standing(life) is ItemState.ARCHIVED
    assert life.refuses(OFFICER, AssignVerifier("a", "b")) == "item_ended"


def test_nobody_archives_by_hand() -> None:
    life = closed()
    assert life.refuses(HEAD, StartObservation()) == "not_entitled"
    life.runs_until(on(4, 22))
    assert life.refuses(HEAD, Archive()) == "not_entitled"


@pytest.mark.parametrize(
    ("closed_on", "archived_on"),
    [
        (on(3, 31), date(2026, 7, 31)),
        (on(6, 30), date(2026, 9, 28)),
        (on(7, 1), date(2027, 1, 31)),
        (on(12, 1), date(2027, 3, 1)),
    ],
)
def test_archiving_waits_for_ninety_days_and_for_the_next_look_back(
    closed_on: object, archived_on: date
) -> None:
    life = in_progress()
    life.does(SECRETARY, RequestClosure("已整改", "现场可查"))
    life.does(VERIFIER, Verify("同意", ALL_YES), closed_on)  # type: ignore[arg-type]
    assert life.state.archive_on == archived_on


def test_closing_drops_a_pending_extension_and_ends_every_step() -> None:
    life = in_progress()
    life.does(SECRETARY, RequestExtension(date(2026, 5, 8), "缺料", "过半"), on(4, 2))
    life.does(SECRETARY, RequestClosure("已整改", "现场可查"))
    life.does(VERIFIER, Verify("同意", ALL_YES))
    assert life.state.extension is None
    assert [each.subject for each in life.state.countdowns] == [Subject.ITEM]


def test_evidence_is_known_by_its_hash_alone() -> None:
    life = in_progress()
    life.does(OWNER, AttachEvidence(HASH, 5, "image/png"))
    assert life.refuses(OWNER, AttachEvidence(HASH, 5, "image/png")) == "evidence_repeated"
    life.does(SECRETARY, AttachEvidence("cd" * 32, 5, "application/pdf"))
    assert life.state.evidence_count == 2
    assert life.refuses(VERIFIER, AttachEvidence(HASH, 5, "image/png")) == "not_entitled"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (AttachEvidence("AB" * 32, 5, "image/png"), "hash_malformed"),
        (AttachEvidence("abc", 5, "image/png"), "hash_malformed"),
        (AttachEvidence(HASH, 0, "image/png"), "file_empty"),
        (AttachEvidence(HASH, 5, ""), "media_type_missing"),
    ],
)
def test_what_is_no_file_is_rejected(command: AttachEvidence, code: str) -> None:
    assert in_progress().rejects(OWNER, command) == code


def test_progress_is_reported_by_the_unit() -> None:
    life = in_progress()
    life.does(OWNER, ReportProgress("已完成六成"))
    assert life.state.progress == "已完成六成"
    assert life.refuses(OFFICER, ReportProgress("x")) == "not_entitled"


def test_the_department_names_another_verifier() -> None:
    life = pending_verify()
    assert life.refuses(SECRETARY, AssignVerifier("a-x", "D08")) == "not_entitled"
    assert life.refuses(OFFICER, AssignVerifier(OWNER.account, "D08")) == "verifier_is_owner"
    assert life.refuses(OFFICER, AssignVerifier("a-x", "Z1-02")) == "verifier_same_unit"
    several = AssignVerifier("a-x", "D08", "", Belonging(("D08", "Z1-02")))
    assert life.refuses(OFFICER, several) == "verifier_same_unit"
    assert life.rejects(OFFICER, AssignVerifier("", "D08")) == "text_missing"
    life.does(OFFICER, AssignVerifier(OTHER_VERIFIER.account, "D08", "党支部书记"))
    assert life.refuses(VERIFIER, Verify("同意", ALL_YES)) == "not_entitled"
    assert life.does(OTHER_VERIFIER, Verify("同意", ALL_YES))


def test_a_new_owner_takes_the_old_ones_place() -> None:
    life = issued()
    assert (
        life.refuses(OFFICER, AssignOwner(VERIFIER.account, "书记", "调岗")) == "owner_is_verifier"
    )
    assert life.rejects(OFFICER, AssignOwner("a-new", "书记", "")) == "text_missing"
    stranger = AssignOwner("a-new", "书记", "调岗", Belonging(("Z1-03",)))
    assert life.refuses(OFFICER, stranger) == "owner_of_other_unit"
    life.does(SECRETARY, AssignOwner("a-new", "副队长", "调岗"))
    assert (life.state.owner, life.state.owner_post) == ("a-new", "副队长")
