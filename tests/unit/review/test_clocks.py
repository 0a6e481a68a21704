"""What is late climbs its ladder, and new terms move only what was provisional."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from models.escalation.commands import AcknowledgeEscalation
from models.escalation.countdown import Subject
from models.escalation.ladder import reminders_of
from models.facts import AdoptTerms
from models.policy import Ladder, Level, Rung
from models.review.commands import FinishDraft, Hold, NotifyUnit
from models.review.decider import REVIEW
from models.review.events import (
    EscalationAcknowledged,
    LevelRaised,
    LevelRepeated,
    Reminded,
    RemindersLapsed,
    TermsAdopted,
)
from models.terms import Terms
from tests.unit.rectification.life import calendar, on, terms
from tests.unit.review.life import (
    FORMS,
    HEAD,
    LEAD,
    OFFICER,
    SECRETARY,
    SYSTEM,
    Life,
    a_plan,
    a_team,
    drafted,
    in_session,
    notified,
    planned,
    tracking,
    walk_through,
)


def raised(life: Life) -> list[tuple[str, str, str]]:
    """(Shanghai day, subject, level) of everything that was raised."""
    return [
        (f"{fact.at + timedelta(hours=8):%m-%d}", fact.event.subject.value, fact.event.level.value)
        for fact in life.facts
        if isinstance(fact.event, LevelRaised)
    ]


def test_a_review_that_nobody_holds_climbs_and_is_never_silent() -> None:
    life = notified()
    life.runs_until(on(4, 30))
    assert raised(life) == [
        ("04-01", "hold_review", "yellow"),
        ("04-03", "hold_review", "orange"),
    ]
    assert len(life.events(LevelRepeated)) >= 3


def test_a_silent_unit_and_a_late_feedback_climb_side_by_side() -> None:
    life = drafted()
    life.runs_until(on(3, 26, 12))
    assert raised(life) == [
        ("03-24", "confirm_feedback", "yellow"),
        ("03-24", "issue_feedback", "yellow"),
        ("03-26", "confirm_feedback", "orange"),
        ("03-26", "issue_feedback", "orange"),
    ]


def test_a_review_that_waits_for_its_items_has_no_clock_of_its_own() -> None:
    life = tracking()
    assert REVIEW.clocks(life.state, life.terms) == []
    assert not REVIEW.is_finished(life.state)


def test_whoever_answers_for_a_delay_replies_to_it() -> None:
    life = drafted()
    life.runs_until(on(3, 24, 12))
    confirm = AcknowledgeEscalation("明日答复", Subject.CONFIRM_FEEDBACK)
    issue = AcknowledgeEscalation("明日下发", Subject.ISSUE_FEEDBACK)
    assert life.refuses(LEAD, confirm) == "not_entitled"
    assert life.refuses(SECRETARY, issue) == "not_entitled"
    life.does(SECRETARY, confirm)
    life.does(LEAD, issue)
    assert len(life.events(EscalationAcknowledged)) == 2
    hold = AcknowledgeEscalation("本周开展", Subject.HOLD_REVIEW)
    assert life.refuses(LEAD, hold) == "nothing_to_acknowledge"
    assert life.refuses(LEAD, AcknowledgeEscalation("?")) == "nothing_to_acknowledge"


def with_reminder(subject: Subject) -> Terms:
    """Terms under which the day before the due day is reminded of."""
    policy = terms().policy
    rungs = policy.ladders[subject].rungs
    ladder = Ladder((Rung(Level.BLUE, -1, ("review_lead",)), *rungs))
    return terms(replace(policy, ladders={**policy.ladders, subject: ladder}))


def test_a_ladder_may_remind_before_the_due_day_and_never_after_it() -> None:
    life = planned(its_terms=with_reminder(Subject.HOLD_REVIEW))
    assert reminders_of(Subject.HOLD_REVIEW, life.terms) == 1
    life.runs_until(on(3, 30))
    assert [event.due_on for event in life.events(Reminded)] == [date(2026, 3, 31)]
    late = planned(its_terms=with_reminder(Subject.HOLD_REVIEW))
    late.wakes_up(on(4, 1))
    assert len(late.events(RemindersLapsed)) == 1


def unannounced_year() -> Terms:
    """The calendar of 2027 is not known yet."""
    return terms(work_calendar=calendar(2026))


def announced_year() -> Terms:
    """2027 as it may be announced: its last days of December and 4 January are off."""
    known = calendar(2026)
    off = frozenset({date(2027, 1, 29), date(2027, 1, 27), date(2027, 1, 26)})
    years = frozenset({2026, 2027})
    return terms(
        work_calendar=replace(
            known, version=2, holidays=known.holidays | off, announced_years=years
        )
    )


def test_new_terms_are_adopted_once_and_move_nothing_that_stood_firm() -> None:
    life = planned()
    life.terms = replace(life.terms, policy=replace(life.terms.policy, version=2))
    life.does(OFFICER, AdoptTerms("新规定"))
    (event,) = life.events(TermsAdopted)
    assert event.countdowns == ()
    assert REVIEW.terms_version(life.state).policy == 2
    assert life.does(OFFICER, AdoptTerms("再次")) == []
    assert life.refuses(SECRETARY, AdoptTerms("再次")) == "not_entitled"


def test_a_provisional_month_end_moves_with_the_calendar() -> None:
    life = Life(unannounced_year(), now=on(12, 21))
    life.does(SYSTEM, a_plan(month="2027-01", plan="2027"))
    assert life.state.provisional == (Subject.HOLD_REVIEW,)
    before = life.state.countdowns
    policy_only = replace(life.terms, policy=replace(life.terms.policy, version=9))
    life.terms = policy_only
    life.does(HEAD, AdoptTerms("新规定"))
    assert life.state.countdowns == before
    assert life.state.provisional == (Subject.HOLD_REVIEW,)
    life.terms = announced_year()
    life.does(HEAD, AdoptTerms("日历已公布"))
    (after,) = life.state.countdowns
    assert (before[0].due_on, after.due_on) == (date(2027, 1, 29), date(2027, 1, 28))
    assert after.round == before[0].round + 1
    assert not life.state.provisional


def test_provisional_steps_move_with_the_calendar_too() -> None:
    life = Life(unannounced_year(), now=on(1, 4, year=2027))
    life.does(SYSTEM, a_plan(month="2027-01", plan="2027"))
    life.does(OFFICER, a_team())
    life.does(LEAD, NotifyUnit(date(2027, 1, 25)))
    life.does(LEAD, Hold(date(2027, 1, 25), FORMS), on(1, 25, year=2027))
    walk_through(life)
    life.does(LEAD, FinishDraft())
    assert [each.due_on.day for each in life.state.countdowns] == [28, 27]
    assert set(life.state.provisional) == {Subject.ISSUE_FEEDBACK, Subject.CONFIRM_FEEDBACK}
    life.terms = announced_year()
    life.does(HEAD, AdoptTerms("日历已公布"))
    due = {each.subject: each.due_on for each in life.state.countdowns}
    assert due[Subject.ISSUE_FEEDBACK] > date(2027, 1, 29)
    assert due[Subject.CONFIRM_FEEDBACK] > date(2027, 1, 28)
    assert len({each.round for each in life.state.countdowns}) == 2
    assert in_session().state.provisional == ()
