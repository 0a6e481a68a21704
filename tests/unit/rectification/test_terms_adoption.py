"""Another policy or calendar reaches an open item by an event only (scenario 13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from models.calendar import WorkCalendar
from models.escalation.countdown import Subject
from models.facts import AdoptTerms, Notify
from models.rectification.commands import GrantExtension, RequestExtension, Terminate
from models.rectification.events import TermsAdopted
from models.terms import Terms, TermsVersion
from tests.unit.rectification.life import (
    HEAD,
    OFFICER,
    SECRETARY,
    SYSTEM,
    Life,
    a_long_term_issue,
    a_row,
    an_issue,
    calendar,
    closed,
    in_progress,
    issued,
    on,
    terms,
)

ADOPT = AdoptTerms("国务院办公厅公布放假安排")


def with_2027() -> Terms:
    known = calendar(2026)
    new_year = date(2027, 1, 1)
    return replace(
        terms(),
        calendar=WorkCalendar(
            version=2,
            holidays=known.holidays | {new_year},
            make_up_workdays=known.make_up_workdays,
            announced_years=frozenset({2026, 2027}),
        ),
    )


def provisional() -> Life:
    life = Life(now=on(11, 24))
    life.does(OFFICER, an_issue(due_on=None))
    assert life.state.provisional
    assert life.state.due_on == date(2027, 1, 5)
    return life


def adopted(life: Life, its_terms: Terms) -> TermsAdopted:
    life.terms = its_terms
    (event,) = life.does(SYSTEM, ADOPT)
    assert isinstance(event, TermsAdopted)
    return event


def test_a_provisional_due_day_is_computed_again_when_the_year_is_known() -> None:
    life = provisional()
    event = adopted(life, with_2027())
    assert (event.due_on, event.deadline_version) == (date(2027, 1, 6), 2)
    assert event.former_due_on == date(2027, 1, 5)
    assert not life.state.provisional
    told = life.effects[-1]
    assert isinstance(told, Notify)
    assert told.kind == "rectification.terms_adopted"
    item = life.state.countdown(Subject.ITEM)
    assert item is not None
    assert (item.round, item.due_on) == (2, date(2027, 1, 6))


def test_a_due_day_that_stays_keeps_its_version() -> None:
    life = provisional()
    same = replace(with_2027().calendar, holidays=calendar(2026).holidays)
    told_before = len(life.effects)
    event = adopted(life, replace(with_2027(), calendar=same))
    assert len(life.effects) == told_before
    assert (event.deadline_version, event.countdown, event.provisional) == (1, None, False)
    assert event.former_due_on is None


def test_a_due_day_that_was_given_never_moves() -> None:
    life = Life(now=on(11, 24))
    life.does(OFFICER, an_issue(due_on=date(2027, 1, 5)))
    event = adopted(life, with_2027())
    assert (event.due_on, event.deadline_version) == (date(2027, 1, 5), 1)
    assert not event.provisional


def test_a_granted_date_counts_more_than_a_computed_one() -> None:
    life = in_progress(an_issue(due_on=None), terms(work_calendar=WorkCalendar()))
    life.does(SECRETARY, RequestExtension(date(2026, 5, 8), "缺料", "过半"), on(4, 1))
    life.does(HEAD, GrantExtension())
    event = adopted(life, terms())
    assert event.deadline_version == 2
    assert life.state.effective_due_on == date(2026, 5, 8)


def test_a_longer_term_leaves_what_was_issued_alone() -> None:
    life = issued(an_issue(due_on=None))
    before = life.state.due_on
    policy = life.terms.policy
    longer = replace(
        policy, version=2, categories=replace(policy.categories, fixed_term_workdays=60)
    )
    adopted(life, replace(life.terms, policy=longer))
    assert life.state.due_on == before
    assert life.state.terms == TermsVersion(2, 1)


def test_a_closed_item_adopts_versions_only() -> None:
    life = closed()
    event = adopted(life, with_2027())
    assert event.countdown is None


def test_items_without_a_due_day_adopt_too() -> None:
    life = issued(a_long_term_issue())
    assert not adopted(life, with_2027()).provisional
    other = Life()
    other.does(OFFICER, a_row(found_on=date(2026, 3, 2)))
    assert adopted(other, with_2027()).due_on == date(2026, 4, 30)


def test_the_same_versions_change_nothing() -> None:
    assert issued().does(SYSTEM, ADOPT) == []


def test_an_ended_item_adopts_nothing() -> None:
    life = issued()
    life.does(HEAD, Terminate("撤销"))
    life.terms = with_2027()
    assert life.refuses(SYSTEM, ADOPT) == "item_ended"


def test_who_signs_cannot_change_the_terms() -> None:
    assert issued().refuses(SECRETARY, ADOPT) == "not_entitled"


def test_the_ladder_follows_the_new_calendar() -> None:
    life = in_progress()
    closed_week = frozenset(date(2026, 5, 6) + timedelta(n) for n in range(3))
    known = life.terms.calendar
    changed = replace(known, version=2, holidays=known.holidays | closed_week)
    adopted(life, replace(life.terms, calendar=changed))
    life.runs_until(on(5, 9))
    assert life.facts[-1].step == "item:1:yellow"
    assert life.facts[-1].at == on(5, 9, 9)
