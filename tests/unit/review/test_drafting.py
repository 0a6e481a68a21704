"""The draft, and the unit's answer to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.escalation.countdown import Subject
from models.review.commands import (
    AnswerObjection,
    Confirm,
    FinishDraft,
    Hold,
    ObjectTo,
    RecordGoals,
    WithdrawFinding,
)
from models.review.content import VisitForm
from models.review.stage import ReviewStage
from tests.unit.rectification.life import on
from tests.unit.review.life import (
    LEAD,
    MEMBER,
    OFFICER,
    OUTSIDER,
    SECRETARY,
    VISIT_ON,
    drafted,
    in_session,
    notified,
    walk_through,
)


def test_a_draft_is_complete_in_form_and_moves() -> None:
    life = notified()
    forms = (VisitForm.DISCUSSION, VisitForm.EXHIBITION)
    life.does(LEAD, Hold(VISIT_ON, forms), on(3, 18))
    assert life.refuses(LEAD, FinishDraft()) == "forms_incomplete"
    life.does(LEAD, Hold(VISIT_ON, (VisitForm.INQUIRY,)))
    assert life.refuses(LEAD, FinishDraft()) == "moves_incomplete"
    assert "总结规律" in life.error(LEAD, FinishDraft()).message
    walk_through(life)
    assert life.refuses(MEMBER, FinishDraft()) == "not_entitled"
    life.does(LEAD, FinishDraft(), on(3, 19))
    assert life.stage() is ReviewStage.DRAFTED


def test_the_unit_has_two_working_days_to_answer() -> None:
    countdown = drafted().state.countdown(Subject.CONFIRM_FEEDBACK)
    assert countdown is not None
    assert countdown.due_on == date(2026, 3, 23)


def test_the_unit_confirms_and_its_clock_stops() -> None:
    life = drafted()
    assert life.refuses(OFFICER, Confirm()) == "not_entitled"
    assert life.rejects(SECRETARY, Confirm("长" * 4001)) == "text_too_long"
    life.does(SECRETARY, Confirm("无不同意见"))
    assert life.stage() is ReviewStage.UNIT_CONFIRMED
    assert [each.subject for each in life.state.countdowns] == [Subject.ISSUE_FEEDBACK]


def test_nobody_answers_for_the_unit_what_the_team_has_written() -> None:
    life = drafted()
    for account in (LEAD.account, MEMBER.account):
        for actor in (
            replace(SECRETARY, account=account),
            replace(SECRETARY, on_behalf_of=account),
        ):
            assert life.refuses(actor, Confirm()) == "answerer_is_team"
            assert life.refuses(actor, ObjectTo("不同意")) == "answerer_is_team"
    wrote = walk_through(in_session())
    wrote.does(replace(OUTSIDER, on_behalf_of=MEMBER.account), RecordGoals("代笔"))
    wrote.does(LEAD, FinishDraft())
    author = replace(SECRETARY, account=OUTSIDER.account)
    assert wrote.refuses(author, Confirm()) == "answerer_is_team"


def test_an_accepted_objection_opens_the_draft_for_correction() -> None:
    life = drafted()
    life.does(SECRETARY, ObjectTo("记录在另册"), on(3, 20))
    assert life.state.countdown(Subject.CONFIRM_FEEDBACK) is None
    assert life.refuses(SECRETARY, ObjectTo("再提")) == "objection_pending"
    assert life.refuses(SECRETARY, Confirm()) == "objection_pending"
    assert life.rejects(LEAD, AnswerObjection(True, "")) == "text_missing"
    life.does(LEAD, AnswerObjection(True, "核对后采纳"))
    assert life.stage() is ReviewStage.IN_SESSION
    life.does(LEAD, WithdrawFinding(2, "不属实"))
    life.does(LEAD, FinishDraft(), on(3, 20))
    assert life.state.draft_no == 2
    life.does(SECRETARY, ObjectTo("仍有一处不符"))
    assert life.state.objection == "仍有一处不符"


def test_a_rejected_objection_lets_the_draft_stand() -> None:
    life = drafted()
    assert life.refuses(LEAD, AnswerObjection(False, "不采纳")) == "no_objection"
    life.does(SECRETARY, ObjectTo("记录在另册"), on(3, 20))
    life.does(LEAD, AnswerObjection(False, "当日未提供"))
    assert life.stage() is ReviewStage.DRAFTED
    assert life.refuses(SECRETARY, ObjectTo("再提")) == "objection_answered"
    life.does(SECRETARY, Confirm())
    assert life.stage() is ReviewStage.UNIT_CONFIRMED
