"""A bulletin's life: drafted, judged by another, numbered, acknowledged, corrected."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from models import state_diagram
from models.bulletin.commands import (
    COMMANDS,
    Acknowledge,
    Approve,
    Correct,
    EditText,
    RecordRendering,
    RefreshUnits,
    ReturnDraft,
    Submit,
    TakeNumber,
)
from models.bulletin.decider import BULLETIN
from models.bulletin.events import (
    EVENTS,
    Acknowledged,
    AttemptRefused,
    Closed,
    Corrected,
    Issued,
    LevelRaised,
    RenderingRecorded,
    Submitted,
    TermsAdopted,
    UnitsDropped,
)
from models.bulletin.figures import figures_hash
from models.bulletin.labels import WORDS
from models.bulletin.machine import MACHINE
from models.bulletin.reactions import TOLD
from models.bulletin.stage import BulletinStage
from models.bulletin.text import Section
from models.errors import RuleRefusedError
from models.escalation.commands import AcknowledgeEscalation
from models.escalation.countdown import Subject
from models.facts import SYSTEM, Actor, AdoptTerms, Command, Notify, Open, Recipient, Request, Tell
from models.notice.texts import headline
from models.notice.view import NoticeView
from models.policy import Ladder, Level, NoticeTerms, Policy, Rung
from models.rendering import RenderedFile
from models.terms import Terms, TermsVersion
from tests.unit.bulletin.life import (
    ADDRESSED,
    D05_SECRETARY,
    DEPUTY,
    HEAD,
    OFFICER,
    SECRETARY,
    Z1_SECRETARY,
    Life,
    a_begin,
    approved,
    drafted,
    figures_of,
    issued,
    submitted,
)
from tests.unit.rectification.life import calendar, on, terms
from wire.codec import from_json, to_json

FILE = RenderedFile("2026-Q1.docx", "ab" * 32, 1024, "application/pdf")


def last(life: Life) -> object:
    return life.facts[-1].event


def test_the_draft_makes_itself_and_freezes_its_figures() -> None:
    life = drafted()
    state = life.state
    assert (state.number, state.stream) == ("2026-Q1", "dw/bulletin/2026-Q1")
    assert state.figures is not None
    assert state.figures_hash == figures_hash(state.figures)
    assert state.countdowns[0].due_on == date(2026, 4, 15)
    assert life.effects == [
        Notify((Recipient("org_officer"), Recipient("org_head")), "bulletin.begun")
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"quarter": 5}, "quarter_unknown"),
        ({"year": 2027}, "figures_foreign"),
        ({"correction": 1}, "correction_unlinked"),
        ({"corrects": "2026-Q1"}, "correction_unlinked"),
    ],
)
def test_a_draft_of_nothing_is_turned_away(changes: dict[str, object], code: str) -> None:
    assert Life().refuses(SYSTEM, a_begin(**changes)) == code


def test_nobody_begins_a_bulletin_by_hand() -> None:
    assert Life().refuses(OFFICER, a_begin()) == "not_entitled"
    assert drafted().refuses(SYSTEM, a_begin()) == "number_used"
    assert Life().refuses(OFFICER, Submit()) == "bulletin_unknown"


def test_whoever_edited_or_submitted_approves_nothing() -> None:
    both = Actor("a-both", ("org_officer", "committee_deputy"), "DW")
    life = drafted()
    life.does(both, EditText(Section.PRACTICES, "改过的做法"))
    life.does(OFFICER, Submit(), on(4, 8))
    assert life.state.editors == {Section.PRACTICES: ("a-both",)}
    assert life.refuses(both, Approve()) == "approver_wrote_it"
    delegate = Actor("a-other", ("committee_deputy",), "DW", on_behalf_of=OFFICER.account)
    assert life.refuses(delegate, Approve()) == "approver_wrote_it"
    assert life.refuses(HEAD, Approve()) == "not_entitled"
    life.does(DEPUTY, Approve())
    assert life.state.state is BulletinStage.APPROVED


def test_who_edited_stays_on_record_after_a_return() -> None:
    life = drafted()
    life.does(HEAD, EditText(Section.LEAD, "一季度情况如下："))
    life.does(OFFICER, EditText(Section.LEAD, "一季度情况通报如下："))
    life.does(OFFICER, Submit())
    life.does(HEAD, ReturnDraft("数据与台账不符"))
    life.does(HEAD, Submit())
    assert life.state.hands == ("a-head", "a-officer")


def test_the_same_text_changes_nothing() -> None:
    life = drafted()
    text = life.state.sections[Section.LEAD]
    assert life.does(OFFICER, EditText(Section.LEAD, text)) == []
    assert life.refuses(OFFICER, EditText(Section.LEAD, " ")) == "text_missing"


def test_what_is_submitted_is_not_edited() -> None:
    assert submitted().refuses(OFFICER, EditText(Section.LEAD, "改")) == "wrong_state"
    assert isinstance(last(submitted()), Submitted)


def test_an_approved_bulletin_asks_for_its_number() -> None:
    tell = approved().effects[-1]
    assert tell == Tell("bulletin", "dw/bulletin/2026-Q1", "take_number", gather="document_number")


def test_it_is_issued_with_its_number_and_delivered() -> None:
    life = issued()
    event = next(each.event for each in life.facts if isinstance(each.event, Issued))
    assert event.document_number == "示例矿组通〔2026〕2号"
    assert event.promise is not None
    assert event.promise.countdown.due_on == date(2026, 4, 16)
    notify, render = life.effects[-2:]
    assert notify == Notify(
        (Recipient("branch_secretary", "D05"), Recipient("gb_secretary", "Z1")), "bulletin.issued"
    )
    assert isinstance(render, Tell)
    assert (render.command, render.gather) == ("record_rendering", "bulletin_documents")
    assert approved().refuses(SYSTEM, TakeNumber(2026, 0, ADDRESSED)) == "serial_malformed"


def test_a_bulletin_for_nobody_is_closed_at_once() -> None:
    life = issued(())
    assert life.state.state is BulletinStage.CLOSED
    assert life.state.countdowns == ()
    assert not any(isinstance(e, Notify) and e.kind == "bulletin.issued" for e in life.effects)


def test_files_are_recorded_once() -> None:
    life = issued()
    assert life.refuses(SYSTEM, RecordRendering(())) == "files_missing"
    assert life.does(SYSTEM, RecordRendering((FILE,))) == [RenderingRecorded((FILE,))]
    other = replace(FILE, sha256="cd" * 32)
    assert life.does(SYSTEM, RecordRendering((other,))) == []
    assert life.state.files == (FILE,)


def test_each_units_own_secretary_acknowledges_and_the_last_one_closes() -> None:
    life = issued()
    assert life.refuses(D05_SECRETARY, Acknowledge("Z1")) == "not_entitled"
    assert life.refuses(OFFICER, Acknowledge("Z1")) == "not_entitled"
    assert life.refuses(OFFICER, Acknowledge()) == "not_addressed"
    assert life.does(D05_SECRETARY, Acknowledge()) == [Acknowledged("D05", 1)]
    assert life.refuses(D05_SECRETARY, Acknowledge()) == "acknowledged_already"
    assert life.does(Z1_SECRETARY, Acknowledge("Z1")) == [Acknowledged("Z1", 0), Closed()]
    assert life.state.state is BulletinStage.CLOSED


def test_only_silent_units_are_told_and_looked_up() -> None:
    life = issued()
    life.does(D05_SECRETARY, Acknowledge())
    life.effects.clear()
    life.runs_until(on(4, 18))
    notify, tell = life.effects
    assert notify == Notify(
        (Recipient("gb_secretary", "Z1"),), "escalation.acknowledge_bulletin.yellow"
    )
    assert isinstance(tell, Tell)
    assert (tell.command, tell.gather) == ("refresh_units", "bulletin_units")
    life.effects.clear()
    life.runs_until(on(4, 22))
    assert isinstance(life.effects[0], Notify)
    assert life.effects[0].recipients == (Recipient("gb_secretary", "Z1"), Recipient("org_head"))


def test_after_downtime_the_highest_level_tells_everyone() -> None:
    life = issued()
    life.effects.clear()
    life.wakes_up(on(4, 22))
    assert len([each for each in life.facts if isinstance(each.event, LevelRaised)]) == 2
    assert [each.kind for each in life.effects if isinstance(each, Notify)] == [
        "escalation.acknowledge_bulletin.orange"
    ]


def test_units_that_end_drop_out() -> None:
    life = issued()
    assert life.does(SYSTEM, RefreshUnits(("D05", "Z1"))) == []
    assert life.does(SYSTEM, RefreshUnits(("D05",))) == [UnitsDropped(("Z1",), 1)]
    assert life.does(SYSTEM, RefreshUnits(())) == [UnitsDropped(("D05",), 0), Closed()]


def test_a_late_bulletin_climbs_until_it_is_issued() -> None:
    life = drafted()
    life.runs_until(on(5, 6))
    kinds = [each.kind for each in life.effects if isinstance(each, Notify)]
    assert kinds[1:3] == [
        "escalation.issue_bulletin.yellow",
        "escalation.issue_bulletin.orange",
    ]
    assert all(isinstance(each, Notify) for each in life.effects)
    late = AcknowledgeEscalation("文稿已送审，三日内印发", Subject.ISSUE_BULLETIN)
    life.does(OFFICER, late)
    assert life.refuses(Z1_SECRETARY, late) == "not_entitled"
    life.does(OFFICER, Submit())
    life.does(SECRETARY, Approve())
    life.does(SYSTEM, TakeNumber(2026, 3, ADDRESSED))
    assert life.state.countdowns[0].subject is Subject.ACKNOWLEDGE_BULLETIN
    assert life.state.countdowns[0].round == 2


def test_a_policy_may_remind_before_the_due_day() -> None:
    ladder = Ladder((Rung(Level.BLUE, -2, ("org_officer",)), Rung(Level.YELLOW, 1, ("org_head",))))
    policy = Policy(1, notices=NoticeTerms(spread_seconds=0), ladders={"issue_bulletin": ladder})
    life = drafted(its_terms=terms(policy))
    life.runs_until(on(4, 14))
    assert life.effects[-1] == Notify((Recipient("org_officer"),), "escalation.issue_bulletin.blue")


def test_a_correction_is_a_bulletin_of_its_own() -> None:
    life = issued()
    before = life.state
    assert life.refuses(OFFICER, Correct(" ")) == "text_missing"
    life.does(OFFICER, Correct("销号数有误"))
    assert isinstance(last(life), Corrected)
    assert life.state == replace(before, corrected_by="2026-Q1-C1")
    opened = life.effects[-1]
    assert isinstance(opened, Open)
    assert (opened.stream, opened.gather) == ("dw/bulletin/2026-Q1-C1", "bulletin_figures")
    begin = from_json(COMMANDS["begin"], {**opened.data, "figures": to_json(figures_of())})
    correction = Life()
    correction.does(SYSTEM, begin, on(5, 7))
    assert correction.state.number == "2026-Q1-C1"
    assert correction.state.countdowns[0].due_on == date(2026, 5, 20)
    assert life.refuses(OFFICER, Correct("又有误")) == "corrected_already"


def test_whoever_asked_for_a_correction_does_not_approve_it() -> None:
    both = Actor("a-both", ("org_head", "committee_deputy"), "DW")
    life = Life()
    asked = replace(SYSTEM, on_behalf_of=both.account)
    life.does(asked, a_begin(corrects="2026-Q1", correction=1, reason="有误"))
    life.does(OFFICER, Submit())
    assert life.refuses(both, Approve()) == "approver_wrote_it"
    life.does(DEPUTY, Approve())


def test_a_correction_may_be_corrected() -> None:
    life = issued(command=a_begin(corrects="2026-Q1", correction=1, reason="有误"))
    life.does(HEAD, Correct("仍有误"))
    assert life.state.corrected_by == "2026-Q1-C2"


def test_it_is_finished_when_closed_filed_and_corrected() -> None:
    life = issued(())
    assert not BULLETIN.is_finished(life.state)
    life.does(SYSTEM, RecordRendering((FILE,)))
    assert not BULLETIN.is_finished(life.state)
    life.does(OFFICER, Correct("有误"))
    assert BULLETIN.is_finished(life.state)


def test_a_due_day_moves_only_when_it_rested_on_an_unknown_year() -> None:
    life = drafted()
    assert life.does(OFFICER, AdoptTerms("同版")) == []
    life.terms = Terms(Policy(2), life.terms.calendar)
    life.does(OFFICER, AdoptTerms("新规则"))
    assert last(life) == TermsAdopted(TermsVersion(2, 1), "新规则", None)
    assert life.state.terms == TermsVersion(2, 1)


def test_a_provisional_due_day_is_counted_again() -> None:
    unknown = terms(work_calendar=replace(calendar(2025), version=1))
    life = drafted(its_terms=unknown)
    assert life.state.promise is not None
    assert life.state.promise.provisional
    assert life.state.countdowns[0].due_on == date(2026, 4, 14)
    life.terms = terms(work_calendar=calendar(2025, version=2))
    life.does(OFFICER, AdoptTerms("仍未公布"))
    assert last(life) == TermsAdopted(TermsVersion(1, 2), "仍未公布", None)
    life.terms = terms(work_calendar=calendar(2026, version=3))
    life.does(OFFICER, AdoptTerms("日历公布"))
    assert life.state.countdowns[0].due_on == date(2026, 4, 15)
    assert life.state.countdowns[0].round == 2
    assert not life.state.promise.provisional


def test_a_provisional_due_day_that_holds_is_provisional_no_more() -> None:
    life = drafted(its_terms=terms(work_calendar=calendar(2025)))
    same = replace(calendar(2025, version=2), announced_years=frozenset({2025, 2026}))
    life.terms = terms(work_calendar=same)
    life.does(OFFICER, AdoptTerms("日历公布"))
    assert life.state.promise is not None
    assert not life.state.promise.provisional
    assert life.state.countdowns[0].round == 1


def test_without_a_promise_there_is_nothing_to_count() -> None:
    life = issued(())
    life.terms = Terms(Policy(2), life.terms.calendar)
    life.does(OFFICER, AdoptTerms("新规则"))
    assert life.state.promise is None


def test_a_refused_attempt_is_recorded_and_changes_nothing() -> None:
    life = drafted()
    request: Request[Command] = Request("c", SECRETARY, on(4, 1), Approve())
    refused = BULLETIN.refusal(request, RuleRefusedError("wrong_state", "不行"))
    assert refused == AttemptRefused("approve", "wrong_state", "不行")
    fact = replace(life.facts[0], event=refused)
    assert BULLETIN.evolve(life.state, fact) == life.state
    assert BULLETIN.react(life.state, fact) == []


def test_ladder_facts_without_a_promise_change_nothing() -> None:
    late = drafted()
    late.runs_until(on(4, 17))
    raised = next(each for each in late.facts if isinstance(each.event, LevelRaised))
    closed = issued(()).state
    assert BULLETIN.evolve(closed, raised) == closed


def test_the_entity_lives_under_the_terms_of_its_beginning() -> None:
    assert BULLETIN.terms_version(drafted().state) == TermsVersion(1, 1)


def test_every_command_event_and_field_has_a_word() -> None:
    assert set(WORDS.events) == set(EVENTS)
    of_people = {each.command for each in MACHINE.transitions if each.who != ("system",)}
    assert set(WORDS.commands) == of_people - {"adopt_terms"}
    for name in WORDS.commands:
        kind = COMMANDS[name]
        assert all(WORDS.word_of(kind, each.name).title for each in fields(kind))  # type: ignore[arg-type]  # a dataclass
    for event in EVENTS.values():
        assert all(WORDS.word_of(event, each.name).title for each in fields(event))  # type: ignore[arg-type]  # a dataclass


@pytest.mark.parametrize("kind", [*(each.type for each in TOLD), Issued.type])
def test_every_notice_has_words_of_its_own(kind: str) -> None:
    view = NoticeView("n", kind, None, "bulletin", "2026-Q1")
    assert headline(view) != "办理进展"
    assert headline(view) != "新事项下发"


def test_the_diagram_is_up_to_date() -> None:
    page = (state_diagram.FOLDER / "bulletin.md").read_text(encoding="utf-8")
    assert page == state_diagram.page(MACHINE), "run: python -m models.state_diagram"
