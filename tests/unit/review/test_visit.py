"""Team, notice and visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.escalation.countdown import Subject
from models.policy import Level, Policy, ReviewTerms
from models.review.commands import AppointTeam, Hold, NotifyUnit, RecordGoals
from models.review.content import VisitForm
from models.review.stage import ReviewStage
from tests.unit.rectification.life import on, terms
from tests.unit.review.life import (
    FORMS,
    GB_SECRETARY,
    KIN,
    LEAD,
    MEMBER,
    OFFICER,
    OUTSIDER,
    SECRETARY,
    VISIT_ON,
    Life,
    a_delegated_plan,
    a_team,
    in_session,
    member,
    notified,
    planned,
)


def refused(life: Life, command: AppointTeam) -> str:
    return life.refuses(OFFICER, command)


def test_nobody_of_the_reviewed_unit_or_its_general_branch_is_in_the_team() -> None:
    for unit in KIN:
        insider = member("a-x", "D07", unit, post="技术员")
        assert refused(planned(), a_team(members=(insider,))) == "member_of_unit"
        assert refused(planned(), a_team(lead=insider)) == "member_of_unit"
    liaison = member("a-x", "Z1", roles=("liaison_cadre",))
    assert refused(planned(), a_team(members=(liaison,))) == "member_is_liaison"


def test_the_roster_has_to_know_everybody_in_the_team() -> None:
    life = planned()
    for lead, code in (
        (member("a-x"), "member_unknown"),
        (member(" ", "D07"), "text_missing"),
        (replace(member("a-x", "D07"), post="长" * 101), "text_too_long"),
        (member(MEMBER.account, "D07"), "member_repeated"),
    ):
        assert life.rejects(OFFICER, a_team(lead=lead)) == code
    crowd = tuple(member(f"a-{n}", "D07") for n in range(20))
    assert life.rejects(OFFICER, a_team(members=crowd)) == "team_too_large"


def test_a_delegated_review_is_led_by_the_general_branchs_secretary() -> None:
    life = planned(a_delegated_plan())
    lead = member(GB_SECRETARY.account, "Z1", roles=("gb_secretary",))
    sister = member("a-sister", "Z1-01")
    life.does(GB_SECRETARY, AppointTeam(lead, (sister,), KIN))
    assert life.state.team_accounts == (GB_SECRETARY.account, "a-sister")
    own = member("a-own", "Z1-02")
    assert refused(life, AppointTeam(lead, (own,), KIN)) == "member_of_unit"
    stranger = member("a-x", "Z2", roles=("gb_secretary",))
    for other in (stranger, member("a-x", "Z1", roles=("branch_secretary",))):
        assert refused(life, AppointTeam(other, (), KIN)) == "lead_not_gb_secretary"


def test_a_unit_is_told_three_working_days_ahead() -> None:
    life = planned()
    life.does(OFFICER, a_team())
    assert life.refuses(LEAD, NotifyUnit(VISIT_ON), on(3, 16)) == "notice_too_short"
    life.does(LEAD, NotifyUnit(VISIT_ON), on(3, 13))  # a Friday
    assert life.state.visit_on == VISIT_ON
    assert life.state.is_unit_told
    short = terms(replace(terms().policy, review=ReviewTerms(notice_workdays=1)))
    assert isinstance(short.policy, Policy)
    quick = planned(its_terms=short)
    quick.does(OFFICER, a_team())
    quick.does(LEAD, NotifyUnit(VISIT_ON), on(3, 17))


def test_an_unannounced_visit_needs_no_notice() -> None:
    life = planned()
    life.does(OFFICER, a_team())
    life.does(LEAD, NotifyUnit(VISIT_ON, is_unannounced=True), on(3, 18, 8))
    assert life.stage() is ReviewStage.NOTIFIED
    assert not life.state.is_unit_told


def test_a_visit_lies_on_a_working_day_of_the_month_that_is_to_come() -> None:
    life = planned()
    assert life.refuses(LEAD, NotifyUnit(VISIT_ON)) == "not_entitled"
    assert life.refuses(OFFICER, NotifyUnit(VISIT_ON)) == "team_missing"
    life.does(OFFICER, a_team())
    weekend = NotifyUnit(date(2026, 3, 21))
    assert life.refuses(OFFICER, weekend) == "visit_on_day_off"
    assert "2026-03-23" in life.error(OFFICER, weekend).message
    assert life.refuses(OFFICER, NotifyUnit(date(2026, 4, 1))) == "visit_outside_month"
    assert life.rejects(OFFICER, NotifyUnit(VISIT_ON), on(3, 19)) == "visit_passed"


def test_a_visit_is_written_down_after_it_happened() -> None:
    life = notified()
    assert life.rejects(LEAD, Hold(VISIT_ON, FORMS), on(3, 17)) == "visit_to_come"
    assert life.refuses(LEAD, Hold(date(2026, 3, 17), FORMS), on(3, 18)) == "visit_before_notice"
    assert life.refuses(LEAD, Hold(date(2026, 3, 21), FORMS), on(3, 23)) == "visit_on_day_off"
    assert life.refuses(LEAD, Hold(date(2026, 4, 1), FORMS), on(4, 2)) == "visit_outside_month"
    assert life.rejects(LEAD, Hold(VISIT_ON, ()), on(3, 18)) == "forms_missing"
    life.does(MEMBER, Hold(VISIT_ON, FORMS), on(3, 18))
    assert life.stage() is ReviewStage.IN_SESSION
    assert life.state.countdown(Subject.HOLD_REVIEW) is None
    due = life.state.countdown(Subject.ISSUE_FEEDBACK)
    assert due is not None
    assert due.due_on == date(2026, 3, 23)


def test_a_second_visit_adds_its_forms_and_moves_the_feedback() -> None:
    life = in_session()
    life.does(LEAD, Hold(date(2026, 3, 20), (VisitForm.STUDY, VisitForm.INQUIRY)), on(3, 20))
    assert life.state.counted_forms == 3
    assert life.state.forms[-1] is VisitForm.STUDY
    assert life.state.countdowns[0].due_on == date(2026, 3, 25)


def test_writing_a_visit_down_again_takes_no_level_back() -> None:
    life = in_session()
    life.runs_until(on(3, 24))
    (before,) = life.state.countdowns
    assert before.level is not None
    life.does(LEAD, Hold(VISIT_ON, FORMS), on(3, 25))
    assert life.state.countdowns == (before,)


def test_whoever_is_late_with_the_feedback_wins_no_time_by_one_more_visit() -> None:
    life = in_session()
    life.runs_until(on(3, 27))
    late = life.state.countdown(Subject.ISSUE_FEEDBACK)
    assert late is not None
    assert late.level is Level.ORANGE
    life.does(LEAD, Hold(date(2026, 3, 27), FORMS))
    assert life.state.held_on == date(2026, 3, 27)
    assert life.state.countdown(Subject.ISSUE_FEEDBACK) == late


def test_nobody_of_the_unit_works_for_the_team_not_even_by_delegation() -> None:
    stand_in = replace(OUTSIDER, on_behalf_of=LEAD.account)
    life = in_session()
    life.does(stand_in, RecordGoals("目标"))
    for unit in KIN:
        insider = replace(stand_in, own_units=("D01", unit))
        assert life.refuses(insider, RecordGoals("目标")) == "recorder_of_unit"
        assert notified().refuses(insider, NotifyUnit(VISIT_ON)) == "recorder_of_unit"
    assert life.refuses(SECRETARY, RecordGoals("目标")) == "not_entitled"
    assert life.state.authors == (OUTSIDER.account, LEAD.account)
