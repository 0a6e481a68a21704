"""The feedback opens the items, and the last of them closes the review."""

from __future__ import annotations

from datetime import date

from models.escalation.countdown import Subject
from models.facts import Open, Tell
from models.rectification.commands import Issue
from models.rectification.content import Category
from models.review.commands import (
    AnswerObjection,
    Confirm,
    CorrectFinding,
    FinishDraft,
    Hold,
    IssueFeedback,
    NotifyUnit,
    ObjectTo,
    ReplaceItem,
    SettleItem,
    WithdrawFinding,
)
from models.review.content import ReviewKind, TrackedItem
from models.review.events import Closed, FeedbackIssued
from models.review.stage import ReviewStage
from tests.unit.rectification.life import Life as ItemLife
from tests.unit.rectification.life import on
from tests.unit.review.life import (
    FORMS,
    ITEM,
    LEAD,
    MEMBER,
    NUMBER,
    OFFICER,
    SECRETARY,
    SYSTEM,
    Life,
    a_draft,
    a_plan,
    a_team,
    a_weakness,
    confirmed,
    drafted,
    goes_its_way,
    planned,
    record,
    tracking,
    walk_through,
)
from wire.codec import from_json


def opened(life: Life) -> list[Open]:
    return [each for each in life.effects if isinstance(each, Open)]


def told(life: Life) -> list[Tell]:
    return [each for each in life.effects if isinstance(each, Tell)]


def test_items_begin_with_the_feedback_and_know_their_loop() -> None:
    drafts = (a_draft(), a_draft(goal="第二项", category=Category.LONG_TERM, term_workdays=None))
    last = a_weakness(problem="另一问题", items=(a_draft(owner_unit="Z1-02"),))
    plain = a_weakness(items=(), no_item_reason="当场整改", work_axis="team")
    life = tracking(a_weakness(items=drafts), plain, last)
    numbers = [f"{NUMBER}-0{place}" for place in (1, 2, 3)]
    assert life.stage() is ReviewStage.TRACKING
    assert life.state.open_items == tuple(numbers)
    assert life.state.items == tuple(map(TrackedItem, numbers, (2, 2, 4)))
    assert life.state.countdowns == ()
    effects = opened(life)
    assert [each.stream for each in effects] == [f"dw/rectification/{each}" for each in numbers]
    loops = [each.correlation for each in effects]
    assert loops == [f"dw/review/{NUMBER}#{no}" for no in (2, 2, 4)]
    assert effects[2].data["owner_unit"] == "Z1-02"
    assert effects[2].data["parent_unit"] == "Z1"
    assert effects[0].data["parent_unit"] == "DW"


def test_every_item_is_accepted_by_its_own_rules_and_due_by_its_own_term() -> None:
    life = tracking()
    (effect,) = opened(life)
    item = ItemLife(now=life.now)
    item.does(SYSTEM, from_json(Issue, effect.data))
    assert item.state.review == NUMBER
    assert item.state.due_on == date(2026, 4, 14)
    assert item.state.content is not None
    assert item.state.content.found_on == date(2026, 3, 18)
    assert item.state.content.source == "review"


def test_the_source_of_an_item_says_what_kind_of_visit_found_it() -> None:
    quiet = tracking(is_unannounced=True)
    assert opened(quiet)[0].data["source"] == "unannounced"
    accident = Life()
    accident.does(OFFICER, a_plan(kind=ReviewKind.ACCIDENT, reason="轻伤事故", plan=""))
    goes_its_way(accident)
    assert opened(accident)[0].data["source"] == "accident"


def test_the_annual_plan_counts_the_unit_and_looks_for_common_problems() -> None:
    coded = a_weakness(problem="夜班", problem_code="night_shift")
    life = tracking(a_weakness(), coded, a_weakness(problem="又一"))
    covered, common = told(life)
    assert covered.stream == common.stream == "dw/annual_plan/2026"
    assert (covered.command, covered.data) == (
        "record_covered",
        {"unit": "Z1", "review": NUMBER, "on": "2026-03-23"},
    )
    assert (common.command, common.gather) == ("look_for_common_issues", "common_findings")
    assert common.data == {
        "review": NUMBER,
        "problem_codes": ["organization_life", "night_shift"],
        "on": "2026-03-23",
    }


def test_a_december_review_answered_in_january_counts_for_its_plan_and_is_common_in_the_next() -> (
    None
):
    life = planned(a_plan(month="2025-12", plan="2025"), now=on(12, 1, year=2025))
    life.does(OFFICER, a_team())
    life.does(LEAD, NotifyUnit(date(2025, 12, 30)), on(12, 22, year=2025))
    life.does(LEAD, Hold(date(2025, 12, 30), FORMS), on(12, 30, year=2025))
    walk_through(life)
    life.does(MEMBER, record(a_weakness()))
    life.does(LEAD, FinishDraft(), on(12, 31, year=2025))
    life.does(SECRETARY, Confirm(), on(1, 4))
    life.does(LEAD, IssueFeedback())
    assert [(each.stream, each.command) for each in told(life)] == [
        ("dw/annual_plan/2025", "record_covered"),
        ("dw/annual_plan/2026", "look_for_common_issues"),
    ]


def test_a_review_that_found_nothing_to_rectify_is_closed_at_once() -> None:
    fixed = a_weakness(items=(), no_item_reason="当场整改", work_axis="")
    life = tracking(fixed)
    assert life.stage() is ReviewStage.CLOSED
    assert life.state.closed_on == date(2026, 3, 23)
    assert [each.command for each in told(life)] == ["record_covered"]
    assert not opened(life)


def test_silence_is_not_consent_but_it_does_not_hold_the_feedback_for_ever() -> None:
    life = drafted()
    with_reason = IssueFeedback("多次催促未答复")
    assert life.refuses(LEAD, with_reason, on(3, 23)) == "unit_not_answered"
    assert life.rejects(LEAD, IssueFeedback(), on(3, 24)) == "text_missing"
    life.does(LEAD, with_reason)
    assert life.events(FeedbackIssued)[0].unconfirmed_reason == "多次催促未答复"


def test_an_objection_is_answered_before_the_feedback() -> None:
    life = drafted()
    life.does(SECRETARY, ObjectTo("不同意"), on(3, 20))
    assert life.refuses(LEAD, IssueFeedback("不等了"), on(3, 25)) == "objection_unanswered"
    life.does(LEAD, AnswerObjection(False, "当日未提供"))
    life.does(LEAD, IssueFeedback())
    assert life.events(FeedbackIssued)[0].unconfirmed_reason == ""


def test_the_lead_alone_issues_the_feedback() -> None:
    life = confirmed()
    for actor in (MEMBER, OFFICER, SECRETARY):
        assert life.refuses(actor, IssueFeedback()) == "not_entitled"


def test_an_item_that_can_no_longer_be_issued_holds_the_feedback_and_is_named() -> None:
    soon = a_draft(term_workdays=None, due_on=date(2026, 3, 24))
    life = confirmed(a_weakness(items=(soon,)))
    assert life.rejects(LEAD, IssueFeedback(), on(3, 24)) == "date_not_future"
    assert life.error(LEAD, IssueFeedback()).message.startswith("请组长先更正发现2：")
    assert life.state.countdown(Subject.ISSUE_FEEDBACK) is not None


def test_what_holds_the_feedback_is_corrected_and_the_unit_reads_a_new_draft() -> None:
    soon = a_draft(term_workdays=None, due_on=date(2026, 3, 24))
    later = CorrectFinding(2, "时限已过", weakness=a_weakness())
    for life in (drafted(a_weakness(items=(soon,))), confirmed(a_weakness(items=(soon,)))):
        assert life.refuses(MEMBER, later, on(3, 24)) == "not_entitled"
        life.does(LEAD, later)
        assert life.stage() is ReviewStage.IN_SESSION
        assert [each.subject for each in life.state.countdowns] == [Subject.ISSUE_FEEDBACK]
        assert life.refuses(LEAD, IssueFeedback()) == "wrong_state"
        life.does(LEAD, FinishDraft())
        assert life.state.countdown(Subject.CONFIRM_FEEDBACK) is not None
        life.does(SECRETARY, Confirm(), on(3, 25))
        life.does(LEAD, IssueFeedback())
        assert life.stage() is ReviewStage.TRACKING


def test_no_correction_passes_over_an_objection() -> None:
    life = drafted()
    life.does(SECRETARY, ObjectTo("不同意"), on(3, 20))
    for command in (CorrectFinding(2, "更准确", weakness=a_weakness()), WithdrawFinding(2, "有误")):
        assert life.refuses(LEAD, command) == "objection_unanswered"


def test_the_last_item_closes_the_review() -> None:
    life = tracking(a_weakness(items=(a_draft(), a_draft(goal="二"))))
    life.does(SYSTEM, SettleItem(ITEM, "archived"), on(7, 31))
    assert life.does(SYSTEM, SettleItem(ITEM, "archived")) == []
    assert life.stage() is ReviewStage.TRACKING
    life.does(SYSTEM, SettleItem(f"{NUMBER}-02", "terminated"), on(8, 3))
    assert life.stage() is ReviewStage.CLOSED
    assert life.events(Closed) == [Closed(date(2026, 8, 3))]
    assert life.notices()[-1].kind == "review.closed"


def test_a_child_takes_the_place_of_its_parent() -> None:
    life = tracking()
    child = f"{ITEM}-R1"
    life.does(SYSTEM, ReplaceItem(ITEM, child))
    assert life.does(SYSTEM, ReplaceItem(ITEM, child)) == []
    assert life.state.open_items == (child,)
    assert life.does(SYSTEM, SettleItem(ITEM, "archived")) == []
    life.does(SYSTEM, SettleItem(child, "archived"))
    assert life.stage() is ReviewStage.CLOSED
    assert life.state.items == (TrackedItem(ITEM, 2), TrackedItem(child, 2))


def test_items_of_others_settle_nothing_and_people_settle_nothing() -> None:
    life = tracking()
    assert life.refuses(SYSTEM, SettleItem("FP2026-001", "archived")) == "item_not_tracked"
    assert life.refuses(SYSTEM, ReplaceItem("FP2026-001", "x")) == "item_not_tracked"
    assert life.refuses(OFFICER, SettleItem(ITEM, "archived")) == "not_entitled"
    assert planned().refuses(SYSTEM, SettleItem(ITEM, "archived")) == "wrong_state"
