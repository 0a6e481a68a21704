"""A half-year's look-back: opened by the plan, judged by others, finished with a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.errors import NotFoundError
from models.escalation.commands import AcknowledgeEscalation
from models.escalation.countdown import Subject
from models.facts import SYSTEM, AdoptTerms, Command, Fact, Recipient, Request
from models.look_back.commands import AppointTeam, Begin, DropItem, Finish, Judge, RecordReport
from models.look_back.decider import LOOK_BACK
from models.look_back.events import (
    EVENTS,
    AttemptRefused,
    EscalationAcknowledged,
    Judged,
    LevelRaised,
    LevelRepeated,
    Sampled,
    TermsAdopted,
)
from models.look_back.half_year import finish_on, first_day, last_day, look_back_ends_on
from models.look_back.machine import COMMAND_NAMES, MACHINE
from models.look_back.overview import overview
from models.look_back.rules import RULES
from models.look_back.stage import STAGES, Stage
from models.look_back.verdict import VERDICTS, Verdict
from models.policy import Level
from models.rendering import RenderedFile
from models.rooms import DECIDERS
from models.terms import TermsVersion
from tests.unit.look_back.builders import (
    AUDITOR,
    HEAD,
    LEAD,
    OFFICER,
    OUTSIDER,
    SEED,
    VERIFIER,
    a_candidate,
    a_member,
    begun,
    came_back,
    holds,
    in_progress,
    on,
    terms,
)
from tests.unit.rectification.life import calendar
from tests.unit.room_life import RoomLife

FILE = RenderedFile("2026-H1.docx", "ab" * 32, 1024, "application/msword")
SUBJECT = Subject.FINISH_LOOK_BACK


def test_the_table_the_rules_and_the_words_agree() -> None:
    assert set(LOOK_BACK.commands) == {each.command for each in MACHINE.transitions}
    assert set(LOOK_BACK.commands) == set(RULES) == set(COMMAND_NAMES)
    assert set(STAGES) == set(Stage)
    assert set(VERDICTS) == set(Verdict)
    assert all(MACHINE.labels_of(each.who) for each in MACHINE.transitions)
    assert DECIDERS["look_back"] is LOOK_BACK
    assert all(name.startswith("look_back.") for name in EVENTS)


def test_nothing_is_shown_or_waited_for_before_the_half_has_ended() -> None:
    state = LOOK_BACK.initial()
    assert overview(state) is None
    assert LOOK_BACK.clocks(state, terms()) == []
    assert not LOOK_BACK.is_finished(state)


@pytest.mark.parametrize(
    ("half", "first_on", "last_on", "due_on"),
    [
        (1, date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 31)),
        (2, date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 29)),
    ],
)
def test_a_half_year_is_looked_back_on_within_the_next_month(
    half: int, first_on: date, last_on: date, due_on: date
) -> None:
    assert (first_day(2026, half), last_day(2026, half)) == (first_on, last_on)
    assert finish_on(2026, half, 1, calendar(2026)) == due_on


def test_what_was_closed_on_the_last_day_belongs_to_the_half() -> None:
    assert look_back_ends_on(date(2026, 6, 30), 1) == date(2026, 7, 31)
    assert look_back_ends_on(date(2026, 7, 1), 1) == date(2027, 1, 31)
    assert look_back_ends_on(date(2026, 7, 1), 3) == date(2027, 3, 31)


def test_the_sample_is_drawn_and_its_items_are_held() -> None:
    life = begun(a_candidate(severity=3), a_candidate("FP2026-012"), a_candidate("FP2026-013"))
    (event,) = life.events(Sampled)
    assert (event.number, event.seed, len(event.population)) == ("2026-H1", SEED, 3)
    assert (event.countdown.due_on, event.provisional) == (date(2026, 7, 31), False)
    assert [each.data for each in life.asked("hold_for_look_back")] == (
        [{"look_back": "2026-H1"}] * len(event.sample)
    )
    assert (life.state.population_count, life.state.rest_count, life.state.quota) == (3, 2, 1)
    assert [each.role for each in life.told("look_back.sampled")[0].recipients] == [
        "org_head",
        "org_officer",
    ]


def test_only_the_system_begins_and_once() -> None:
    life = RoomLife(LOOK_BACK, terms(), on(7, 1))
    assert life.refuses(HEAD, Begin(year=2026, half=1, seed=SEED)) == "not_entitled"
    with pytest.raises(NotFoundError, match="回头看"):
        life.does(HEAD, AppointTeam(a_member(LEAD)))
    life = begun()
    assert life.refuses(SYSTEM, Begin(year=2026, half=1, seed=SEED)) == "number_used"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"half": 3}, "half_unknown"),
        ({"seed": " "}, "text_missing"),
        ({"committee": "d/w"}, "id_malformed"),
        ({"population": (a_candidate(), a_candidate())}, "item_named_twice"),
    ],
)
def test_an_opening_that_makes_no_sense_is_rejected(changes: dict[str, Any], code: str) -> None:
    values: dict[str, Any] = {"year": 2026, "half": 1, "seed": SEED}
    life = RoomLife(LOOK_BACK, terms(), on(7, 1))
    assert life.rejects(SYSTEM, Begin(**(values | changes))) == code


def test_the_department_appoints_a_team_and_may_change_it() -> None:
    life = in_progress(a_candidate())
    assert life.state.state is Stage.IN_PROGRESS
    (told,) = life.told("look_back.team_appointed")
    assert [each.account for each in told.recipients] == [LEAD.account, AUDITOR.account]
    twice = AppointTeam(a_member(AUDITOR), (a_member(AUDITOR), a_member(LEAD), a_member(LEAD)))
    life.does(OFFICER, twice)
    assert [each.account for each in life.state.team] == [AUDITOR.account, LEAD.account]
    assert life.refuses(LEAD, twice) == "not_entitled"
    assert life.rejects(HEAD, AppointTeam(replace(a_member(LEAD), account=""))) == "text_missing"


def test_a_team_of_the_verifiers_alone_is_refused_item_by_item() -> None:
    life = begun(*(a_candidate(f"FP2026-{n:03d}", severity=4) for n in range(1, 8)))
    assert life.refuses(HEAD, AppointTeam(a_member(VERIFIER))) == "team_is_involved"
    life.does(HEAD, AppointTeam(a_member(VERIFIER), (a_member(LEAD),)))
    one = begun(a_candidate(unit="D09"))
    assert one.refuses(HEAD, AppointTeam(a_member(OUTSIDER))) == "team_is_involved"


def test_who_closed_an_item_judges_others_but_not_that_one() -> None:
    other = a_candidate("FP2026-012", severity=4, verifiers=("a-other",), owner="a-else")
    life = begun(a_candidate(severity=4), other)
    life.does(HEAD, AppointTeam(a_member(LEAD), (a_member(VERIFIER),)))
    life.does(VERIFIER, holds("FP2026-012"))
    assert life.refuses(VERIFIER, holds()) == "reopener_is_verifier"
    acting = replace(LEAD, on_behalf_of=VERIFIER.account)
    assert life.refuses(acting, holds()) == "reopener_is_verifier"
    assert life.refuses(OUTSIDER, holds()) == "not_entitled"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"owner": LEAD.account}, "verifier_is_owner"),
        ({"countersigners": (LEAD.account,)}, "reopener_is_verifier"),
        ({"unit": "DW", "secretary_role": "committee_secretary"}, "verifier_same_unit"),
    ],
)
def test_nobody_judges_what_they_had_a_part_in(changes: dict[str, Any], code: str) -> None:
    life = in_progress(a_candidate("FP2026-011", **changes))
    assert life.refuses(LEAD, holds()) == code


def test_the_auditor_judges_items_of_the_committees_own_department() -> None:
    own = a_candidate(unit="DW", secretary_role="committee_secretary")
    life = in_progress(own)
    life.does(AUDITOR, holds())
    assert life.state.pending == ()


def test_basic_consolidation_needs_a_measure_that_makes_it_hold() -> None:
    life = in_progress(a_candidate())
    assert life.rejects(LEAD, Judge("FP2026-011", Verdict.BASIC)) == "text_missing"
    life.does(LEAD, Judge("FP2026-011", Verdict.BASIC, "每月由支委抽查一次"))
    assert not life.asked("reopen")


def test_a_rebound_reopens_the_item_and_says_what_was_found() -> None:
    life = in_progress(a_candidate())
    assert life.rejects(LEAD, came_back(finding=" ")) == "text_missing"
    life.does(LEAD, came_back(due_on=date(2026, 8, 14)))
    (told,) = life.asked("reopen")
    assert told.stream == "dw/rectification/FP2026-011"
    assert told.data == {
        "look_back": "2026-H1",
        "finding": "日志仍有雷同",
        "due_on": "2026-08-14",
        "is_false_closure": False,
    }
    assert not life.told("look_back.false_closure")


def test_a_false_closure_is_told_to_the_auditor_at_once() -> None:
    life = in_progress(a_candidate())
    life.does(AUDITOR, came_back(verdict=Verdict.FALSE_CLOSURE))
    (notice,) = life.told("look_back.false_closure")
    assert notice.urgent
    assert notice.recipients == (Recipient("auditor"), Recipient("org_head"))
    assert life.asked("reopen")[0].data["is_false_closure"] is True


@pytest.mark.parametrize(
    ("candidate", "judge", "code"),
    [
        (a_candidate(), came_back(due_on=date(2026, 7, 1)), "date_not_future"),
        (
            a_candidate(category="long_term"),
            came_back(due_on=date(2026, 8, 1)),
            "long_term_has_no_due",
        ),
        (a_candidate(), replace(holds(), finding="雷同"), "nothing_to_reopen"),
        (a_candidate(), replace(holds(), due_on=date(2026, 8, 1)), "nothing_to_reopen"),
        (a_candidate(), holds("FP2026-999"), "item_not_sampled"),
        (a_candidate(), replace(holds(), note="长" * 4001), "text_too_long"),
    ],
)
def test_a_verdict_that_makes_no_sense_is_rejected(candidate: Any, judge: Judge, code: str) -> None:
    assert in_progress(candidate).rejects(LEAD, judge) == code


def test_a_verdict_is_corrected_by_another_event_with_a_reason() -> None:
    life = in_progress(a_candidate())
    life.does(LEAD, holds())
    assert life.rejects(LEAD, came_back()) == "text_missing"
    life.does(LEAD, came_back(correction_reason="复核原始记录"))
    assert [each.former for each in life.events(Judged)] == [None, Verdict.CONSOLIDATED]
    assert len(life.asked("reopen")) == 1


def test_what_was_reopened_stays_reopened_but_may_turn_out_false() -> None:
    life = in_progress(a_candidate())
    life.does(LEAD, came_back())
    assert life.refuses(LEAD, replace(holds(), correction_reason="误判")) == "reopened_already"
    false = came_back(verdict=Verdict.FALSE_CLOSURE, correction_reason="照片早于下发日期")
    life.does(LEAD, false)
    life.does(LEAD, replace(false, correction_reason="再次复核"))
    assert len(life.asked("reopen")) == 1
    assert len(life.told("look_back.false_closure")) == 1


def test_an_item_that_ended_meanwhile_is_dropped_with_its_reason() -> None:
    life = in_progress(a_candidate())
    life.does(SYSTEM, DropItem("FP2026-011", "已另行反弹重新立项"))
    assert life.state.items[0].has_ended
    assert life.told("look_back.item_dropped")
    assert life.refuses(LEAD, holds()) == "item_dropped"
    assert life.refuses(SYSTEM, DropItem("FP2026-011", "再次")) == "item_settled"


def test_an_item_that_cannot_be_looked_at_is_dropped_by_somebody_who_might_judge_it() -> None:
    life = begun(a_candidate())
    life.does(HEAD, AppointTeam(a_member(LEAD), (a_member(VERIFIER),)))
    drop = DropItem("FP2026-011", "责任单位已撤销")
    assert life.refuses(VERIFIER, drop) == "reopener_is_verifier"
    assert life.rejects(LEAD, DropItem("FP2026-011", " ")) == "text_missing"
    life.does(LEAD, drop)
    assert not life.told("look_back.item_dropped")
    life.does(LEAD, Finish())
    assert life.asked("record_look_back")[0].data["verdict"] == ""


def test_before_there_is_a_team_the_department_hears_of_an_item_that_ended() -> None:
    life = begun(a_candidate())
    life.does(SYSTEM, DropItem("FP2026-011", "已另行反弹重新立项"))
    assert life.told("look_back.item_dropped")[0].recipients[0].role == "org_head"


def test_it_is_finished_by_the_lead_when_nothing_waits() -> None:
    life = in_progress(a_candidate(severity=4), a_candidate("FP2026-012", severity=4))
    life.does(LEAD, holds())
    assert life.refuses(LEAD, Finish()) == "items_unjudged"
    life.does(AUDITOR, came_back("FP2026-012"))
    assert life.refuses(AUDITOR, Finish()) == "not_entitled"
    life.does(LEAD, Finish("抓好补强。"))
    assert (life.state.state, life.state.countdowns) == (Stage.FINISHED, ())
    # What was reopened goes on as another item; the other one may be archived now.
    assert [each.stream for each in life.asked("record_look_back")] == [
        "dw/rectification/FP2026-011"
    ]
    (report,) = life.asked("record_report")
    assert (report.stream, report.gather) == ("dw/look_back/2026-H1", "look_back_documents")
    life.does(SYSTEM, RecordReport((FILE,)))
    assert life.state.documents == (FILE,)
    assert LOOK_BACK.is_finished(life.state)
    assert life.refuses(LEAD, holds()) == "look_back_ended"
    assert life.told("look_back.report_recorded")


def test_a_half_without_any_closed_item_is_finished_with_an_empty_sample() -> None:
    life = in_progress(units=("D01",))
    life.does(LEAD, Finish())
    assert life.state.state is Stage.FINISHED


def test_verdicts_are_given_only_while_it_runs() -> None:
    assert begun(a_candidate()).refuses(LEAD, holds()) == "wrong_state"


def test_a_late_look_back_climbs_and_is_never_silent() -> None:
    life = begun(a_candidate())
    life.runs_until(on(8, 3))
    (yellow,) = life.events(LevelRaised)
    assert (yellow.level, yellow.due_on) == (Level.YELLOW, date(2026, 7, 31))
    (notice,) = life.told("escalation.finish_look_back.yellow")
    assert [each.role for each in notice.recipients] == ["org_head", "org_officer"]
    life.does(HEAD, AppointTeam(a_member(LEAD), (a_member(AUDITOR),)))
    life.runs_until(on(8, 31))
    (orange,) = life.told("escalation.finish_look_back.orange")[:1]
    assert orange.recipients[0] == Recipient("review_member", account=LEAD.account)
    assert len(life.events(LevelRepeated)) >= 3
    life.does(LEAD, AcknowledgeEscalation("样本较多，下周完成", SUBJECT))
    assert life.events(EscalationAcknowledged)[0].level is Level.ORANGE
    shown = overview(life.state)
    assert shown is not None
    assert (shown.title, shown.level, shown.due_on) == (
        "2026年上半年回头看",
        "orange",
        date(2026, 7, 31),
    )


def test_after_downtime_only_the_highest_level_tells() -> None:
    life = begun(a_candidate())
    life.wakes_up(on(8, 5))
    assert not life.told("escalation.finish_look_back.yellow")
    assert len(life.told("escalation.finish_look_back.orange")) == 1


def test_a_day_in_an_unannounced_year_moves_when_that_year_is_known() -> None:
    life = begun(a_candidate(), half=2, now=on(12, 31))
    assert life.state.provisional
    life.does(HEAD, AppointTeam(a_member(LEAD), (a_member(AUDITOR),)))
    # A holiday on the last Friday of January, so that the day moves.
    known = calendar(2026)
    announced = replace(
        known,
        version=2,
        announced_years=frozenset((2026, 2027)),
        holidays=known.holidays | {date(2027, 1, 29)},
    )
    life.terms = terms(work_calendar=announced)
    life.does(SYSTEM, AdoptTerms("2027年放假安排已公布"))
    (adopted,) = life.events(TermsAdopted)
    assert (adopted.former_due_on, adopted.provisional) == (date(2027, 1, 29), False)
    assert [(each.round, each.due_on) for each in life.state.countdowns] == [(2, date(2027, 1, 28))]
    assert life.told("look_back.terms_adopted")
    assert life.does(SYSTEM, AdoptTerms("重复")) == []


def test_other_terms_leave_the_sample_and_an_announced_day_alone() -> None:
    life = begun(a_candidate())
    before = life.state
    life.terms = terms(work_calendar=calendar(2026, version=2))
    life.does(SYSTEM, AdoptTerms("新版"))
    assert replace(life.state, terms=TermsVersion(1, 1)) == before
    assert not life.told("look_back.terms_adopted")


def test_a_day_that_the_announced_calendar_confirms_stays() -> None:
    life = begun(a_candidate(), half=2, now=on(12, 31))
    known = replace(calendar(2026), version=2, announced_years=frozenset((2026, 2027)))
    life.terms = terms(work_calendar=known)
    life.does(SYSTEM, AdoptTerms("已公布"))
    assert life.events(TermsAdopted)[0].countdown is None
    assert not life.state.provisional


def test_new_terms_reach_a_finished_one_without_a_promise() -> None:
    life = in_progress()
    life.does(LEAD, Finish())
    life.terms = terms(work_calendar=calendar(2026, version=2))
    life.does(SYSTEM, AdoptTerms("新版"))
    assert LOOK_BACK.terms_version(life.state) == TermsVersion(1, 2)


def test_a_refused_attempt_is_on_record_and_changes_nothing() -> None:
    life = in_progress(a_candidate())
    request: Request[Command] = Request("c", VERIFIER, on(7, 2), holds())
    with pytest.raises(Exception, match="办理") as caught:
        LOOK_BACK.decide(life.state, request, life.terms)
    event: Any = LOOK_BACK.refusal(request, caught.value)  # type: ignore[arg-type]  # a refusal
    assert isinstance(event, AttemptRefused)
    assert event.code == "not_entitled"
    assert LOOK_BACK.evolve(life.state, Fact(9, on(7, 2), VERIFIER, "c", event)) == life.state
