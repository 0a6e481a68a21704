"""When an item is reminded of, raised and repeated (domain.md §3.2, scenarios 5 and 8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.escalation.commands import AcknowledgeEscalation, RaiseLevel, Remind
from models.escalation.countdown import Subject
from models.facts import AdoptTerms, Notify
from models.policy import ITEM_LADDER, Ladder, Level, NoticeTerms, Policy, Rung
from models.rectification.commands import (
    Accept,
    GrantExtension,
    RejectClosure,
    RequestClosure,
    RequestExtension,
    Verify,
)
from models.rectification.events import (
    EscalationAcknowledged,
    LevelRaised,
    LevelRepeated,
    Reminded,
    RemindersLapsed,
)
from tests.unit.rectification.life import (
    ALL_YES,
    DEPUTY,
    DUE_ON,
    HEAD,
    OFFICER,
    OWNER,
    SECRETARY,
    SYSTEM,
    VERIFIER,
    Life,
    an_issue,
    calendar,
    days,
    in_progress,
    issued,
    on,
    pending_verify,
    terms,
)


def item_facts(life: Life) -> list[tuple[str, str]]:
    return [
        (day, fact.step)
        for fact in life.facts
        for day in days([fact])
        if fact.step.startswith("item:")
    ]


def test_the_ladder_of_the_demonstration_fires_on_its_days() -> None:
    life = in_progress()
    life.runs_until(on(6, 30))
    assert item_facts(life) == [
        ("2026-04-23", "item:1:blue"),
        ("2026-04-28", "item:1:blue.2"),
        ("2026-05-06", "item:1:yellow"),
        ("2026-05-11", "item:1:orange"),
        ("2026-05-18", "item:1:red"),
        ("2026-06-01", "item:1:raise"),
        ("2026-06-08", "item:1:repeat.1"),
        ("2026-06-15", "item:1:repeat.2"),
        ("2026-06-23", "item:1:repeat.3"),
        ("2026-06-30", "item:1:repeat.4"),
    ]
    assert [event.points_total for event in life.events(LevelRaised)] == [-1, -3, -7, -7]
    assert {event.late_by_seconds for event in life.events(LevelRaised)} == {0}


def test_a_night_run_on_the_sixth_of_may_raises_yellow_once() -> None:
    life = in_progress()
    life.runs_until(on(5, 5))
    assert len(life.wakes_up(on(5, 6))) == 1
    assert life.wakes_up(on(5, 6, 11)) == []


def test_after_a_week_of_downtime_both_missed_levels_are_raised_once_and_late() -> None:
    life = in_progress()
    life.runs_until(on(5, 5))
    life.effects.clear()
    life.wakes_up(on(5, 12, 9))
    yellow, orange = life.events(LevelRaised)
    assert (yellow.level, orange.level) == (Level.YELLOW, Level.ORANGE)
    assert (yellow.late_by_seconds, orange.late_by_seconds) == (6 * 86_400, 86_400)
    assert (yellow.superseded, orange.superseded) == (True, False)
    told = [effect for effect in life.effects if isinstance(effect, Notify)]
    assert [effect.kind for effect in told] == ["escalation.orange"]


def test_a_little_lateness_is_in_time() -> None:
    life = in_progress()
    life.runs_until(on(5, 5))
    life.wakes_up(on(5, 6, 9, 15))
    assert life.events(LevelRaised)[0].late_by_seconds == 0
    other = in_progress()
    other.runs_until(on(5, 5))
    other.wakes_up(on(5, 6, 9, 16))
    assert other.events(LevelRaised)[0].late_by_seconds == 960


def test_two_missed_reminders_are_made_up_for_before_the_due_day() -> None:
    life = in_progress()
    life.wakes_up(on(4, 30, 17))
    first, second = life.events(Reminded)
    assert (first.superseded, second.superseded) == (True, False)
    assert (first.reminder, second.reminder) == (1, 2)


def test_a_missed_reminder_is_dropped_after_the_due_day() -> None:
    life = in_progress()
    life.effects.clear()
    life.wakes_up(on(5, 3))
    assert life.events(Reminded) == []
    (lapsed,) = life.events(RemindersLapsed)
    assert lapsed.reminders == 2
    assert life.effects == []
    life.runs_until(on(5, 7))
    assert [event.level for event in life.events(LevelRaised)] == [Level.YELLOW]


def test_reminders_from_before_the_issue_are_not_sent() -> None:
    life = Life()
    life.now = on(4, 24)
    life.does(OFFICER, an_issue())
    life.runs_until(on(4, 30))
    assert [event.reminder for event in life.events(Reminded) if event.subject == "item"] == [2]


def test_an_item_that_waits_for_its_verifier_goes_on_escalating_and_so_does_the_verifier() -> None:
    life = pending_verify()
    life.runs_until(on(5, 6, 12))
    raised = [(event.subject, event.level) for event in life.events(LevelRaised)]
    assert (Subject.ITEM, Level.YELLOW) in raised
    assert (Subject.VERIFY, Level.YELLOW) in raised


def test_a_verifier_who_rejects_twice_leaves_the_due_day_and_the_ladder_alone() -> None:
    life = pending_verify()
    life.does(VERIFIER, RejectClosure("材料不实"), on(4, 21))
    life.does(SECRETARY, RequestClosure("已补正"), on(4, 22))
    life.does(VERIFIER, RejectClosure("仍不实"), on(4, 23))
    assert (life.state.reject_no, life.state.effective_due_on) == (2, DUE_ON)
    life.runs_until(on(5, 6))
    assert life.state.countdowns[0].level is Level.YELLOW


def test_a_closed_item_is_silent() -> None:
    life = pending_verify()
    life.does(VERIFIER, Verify("同意销号", ALL_YES), on(4, 21))
    before = len(life.events(LevelRaised) + life.events(Reminded))
    life.runs_until(on(6, 30))
    assert len(life.events(LevelRaised) + life.events(Reminded)) == before


def test_who_was_silent_for_months_hears_the_latest_repetition_only() -> None:
    life = in_progress()
    life.runs_until(on(6, 2))
    life.wakes_up(on(10, 20))
    (repeated,) = life.events(LevelRepeated)
    assert repeated.repeat == 19
    life.runs_until(on(10, 31))
    assert [event.repeat for event in life.events(LevelRepeated)] == [19, 20]


def test_a_repetition_later_that_day_does_not_count_yet() -> None:
    life = in_progress()
    life.runs_until(on(6, 2))
    life.wakes_up(on(6, 15, 8))
    assert [event.repeat for event in life.events(LevelRepeated)] == [1]


def test_a_granted_extension_starts_a_ladder_of_its_own() -> None:
    life = in_progress()
    life.does(SECRETARY, RequestExtension(date(2026, 5, 11), "设备未到货", "过半"), on(4, 27))
    life.runs_until(on(5, 6))
    life.does(DEPUTY, GrantExtension(), on(5, 7))
    assert life.state.deadline_version == 2
    life.runs_until(on(5, 12, 9))
    assert ("2026-05-12", "item:2:yellow") in item_facts(life)
    levels = [
        (each.round, each.level) for each in life.events(LevelRaised) if each.subject == "item"
    ]
    assert levels == [(1, Level.YELLOW), (2, Level.YELLOW)]


def test_an_unsigned_item_escalates_to_the_general_branch_and_the_department() -> None:
    life = issued()
    life.runs_until(on(4, 1))
    raised = life.events(LevelRaised)
    assert days(fact for fact in life.facts if fact.event in raised) == ["2026-03-26", "2026-03-30"]
    assert [event.subject for event in raised] == [Subject.ACCEPT, Subject.ACCEPT]
    assert "org_head" in raised[1].roles


def test_signing_ends_the_clock_of_signing() -> None:
    life = issued()
    life.does(SECRETARY, Accept(), on(3, 25))
    life.runs_until(on(3, 30))
    assert life.events(LevelRaised) == []
    life.runs_until(on(3, 31))
    assert [event.subject for event in life.events(LevelRaised)] == [Subject.PLAN]


def test_only_the_armed_clock_may_fire() -> None:
    life = in_progress()
    assert life.refuses(SYSTEM, RaiseLevel(Subject.ITEM, 1, Level.RED)) == "clock_outdated"
    assert life.refuses(SYSTEM, RaiseLevel(Subject.VERIFY, 1, Level.RED)) == "clock_outdated"
    assert life.refuses(HEAD, Remind(Subject.ITEM, 1, 1)) == "not_entitled"


def test_an_escalation_is_answered_once_per_level_by_whoever_answers_for_it() -> None:
    life = in_progress()
    reply = AcknowledgeEscalation("设备到货后三日内完成")
    assert life.refuses(OWNER, reply, on(4, 24)) == "nothing_to_acknowledge"
    life.runs_until(on(4, 24))
    assert life.refuses(OWNER, reply) == "nothing_to_acknowledge"
    life.runs_until(on(5, 6))
    assert life.refuses(VERIFIER, reply) == "not_entitled"
    life.does(OWNER, reply)
    assert life.refuses(SECRETARY, reply) == "nothing_to_acknowledge"
    life.runs_until(on(5, 11))
    life.does(SECRETARY, reply)
    assert [event.level for event in life.events(EscalationAcknowledged)] == [
        Level.YELLOW,
        Level.ORANGE,
    ]


@pytest.mark.parametrize("subject", [Subject.ACCEPT, Subject.COVERAGE])
def test_what_is_not_promised_cannot_be_answered(subject: Subject) -> None:
    life = in_progress()
    reply = AcknowledgeEscalation("马上签收", subject)
    assert life.refuses(SECRETARY, reply) == "nothing_to_acknowledge"


def test_a_shorter_ladder_adopted_later_never_takes_a_level_back() -> None:
    life = in_progress()
    life.runs_until(on(5, 18))
    short = Ladder((Rung(Level.YELLOW, 1, ("owner",)),), repeat_every_workdays=3)
    policy = replace(life.terms.policy, version=2)
    policy = replace(policy, ladders={**policy.ladders, "item": short})
    life.terms = replace(life.terms, policy=policy)
    life.does(OFFICER, AdoptTerms("阶梯调整"))
    life.wakes_up(on(5, 19))
    (repeated,) = life.events(LevelRepeated)
    assert repeated.level is Level.RED
    levels = [event.level for event in life.events(LevelRaised)]
    assert levels.count(Level.YELLOW) == 1


def test_clocks_of_one_instant_are_spread_by_stream() -> None:
    spread = terms(Policy(1, notices=NoticeTerms(spread_seconds=600)))
    first, second = (in_progress(an_issue(number=number), spread) for number in ("FP-1", "FP-2"))
    moments = {life.runs_until(on(4, 24))[-1].at for life in (first, second)}
    assert len(moments) == 2


def test_a_due_day_may_be_announced_on_the_day_itself() -> None:
    rungs = (Rung(Level.BLUE, 0, ("owner",)), *ITEM_LADDER.rungs[2:])
    policy = terms().policy
    ladders = {**policy.ladders, "item": Ladder(rungs)}
    life = in_progress(None, terms(replace(policy, ladders=ladders), calendar(2026)))
    life.runs_until(on(4, 30))
    assert item_facts(life) == [("2026-04-30", "item:1:blue")]
