"""举一反三: proposed by counting, decided by people, answered by every unit for itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.common_issue.campaign import AskedUnit
from models.common_issue.commands import (
    Accept,
    AskUnits,
    Dismiss,
    Propose,
    RefreshUnits,
    Reply,
)
from models.common_issue.decider import COMMON_ISSUE
from models.common_issue.events import (
    EVENTS,
    AttemptRefused,
    Closed,
    LevelRaised,
    LevelRepeated,
    Replied,
    TermsAdopted,
    UnitsDropped,
)
from models.common_issue.machine import COMMAND_NAMES, MACHINE
from models.common_issue.overview import overview
from models.common_issue.rules import RULES
from models.common_issue.stage import STAGES, Stage
from models.errors import NotFoundError, RuleRefusedError
from models.escalation.commands import AcknowledgeEscalation
from models.escalation.countdown import Subject
from models.facts import SYSTEM, Actor, AdoptTerms, Command, Fact, Recipient, Request
from models.rectification.belonging import Belonging
from models.rectification.commands import Issue
from models.rectification.decider import RECTIFICATION
from models.rooms import DECIDERS
from models.terms import TermsVersion
from tests.unit.rectification.life import HEAD, OFFICER, calendar, on, terms
from tests.unit.room_life import RoomLife
from wire.codec import from_json

UNITS = (
    AskedUnit("D01", "安装区党支部"),
    AskedUnit("Z1", "采煤科党总支", "", "gb_secretary"),
    AskedUnit("Z1-02", "综采二队党支部", "Z1"),
)
PROPOSAL = Propose(
    period="2026-Q2",
    problem_code="organization_life",
    units=("Z1-02", "D01"),
    findings=("2026-04-Z1#1", "2026-05-D01#2"),
)
ACCEPTANCE = Accept("倒班党员补课记录是否齐全", "补课记录齐全、逐人销账")
D01 = Actor("a-d01", ("branch_secretary",), "D01")
Z1 = Actor("a-z1", ("gb_secretary",), "Z1", ("Z1-02",))
Z1_02 = Actor("a-z1-02", ("branch_secretary",), "Z1-02")
NO = Reply(False, "逐人核对，记录齐全")
YES = Reply(True, "夜班三人缺补课记录")


def proposed() -> RoomLife:
    life = RoomLife(COMMON_ISSUE, terms(), on(6, 1))
    life.does(SYSTEM, PROPOSAL)
    return life


def replying(now: Any = None, **changed: Any) -> RoomLife:
    """Asked on Monday, 1 June 2026."""
    life = RoomLife(COMMON_ISSUE, changed.get("its_terms", terms()), now or on(6, 1))
    life.does(SYSTEM, PROPOSAL)
    life.does(HEAD, ACCEPTANCE)
    life.does(SYSTEM, AskUnits(UNITS))
    return life


def test_the_table_the_rules_and_the_words_agree() -> None:
    assert set(COMMON_ISSUE.commands) == {each.command for each in MACHINE.transitions}
    assert set(COMMON_ISSUE.commands) == set(RULES) == set(COMMAND_NAMES)
    assert set(STAGES) == set(Stage)
    assert all(MACHINE.labels_of(each.who) for each in MACHINE.transitions)
    assert DECIDERS["common_issue"] is COMMON_ISSUE
    assert all(name.startswith("common_issue.") for name in EVENTS)


def test_nothing_is_shown_or_waited_for_before_it_is_proposed() -> None:
    state = COMMON_ISSUE.initial()
    assert overview(state) is None
    assert COMMON_ISSUE.clocks(state, terms()) == []
    assert not COMMON_ISSUE.is_finished(state)
    life = RoomLife(COMMON_ISSUE, terms(), on(6, 1))
    with pytest.raises(NotFoundError, match="共性问题"):
        life.does(HEAD, ACCEPTANCE)
    assert life.refuses(HEAD, PROPOSAL) == "not_entitled"


def test_a_proposal_asks_the_department_to_decide() -> None:
    life = proposed()
    assert life.state.number == "2026-Q2-organization_life"
    assert life.told("common_issue.proposed")[0].recipients[0] == Recipient("org_head")
    assert life.refuses(SYSTEM, PROPOSAL) == "number_used"
    shown = overview(life.state)
    assert shown is not None
    assert (shown.title, shown.year, shown.period) == ("共性问题：组织生活", 2026, "2026-Q2")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"committee": ""}, "id_malformed"),
        ({"problem_code": "a/b"}, "id_malformed"),
        ({"problem_code": "x" * 33}, "number_too_long"),
    ],
)
def test_a_number_that_leaves_no_room_is_rejected(changes: dict[str, Any], code: str) -> None:
    life = RoomLife(COMMON_ISSUE, terms(), on(6, 1))
    assert life.rejects(SYSTEM, replace(PROPOSAL, **changes)) == code


def test_what_is_not_common_is_dismissed_with_a_reason() -> None:
    life = proposed()
    assert life.refuses(D01, Dismiss("成因不同")) == "not_entitled"
    assert life.rejects(OFFICER, Dismiss(" ")) == "text_missing"
    life.does(OFFICER, Dismiss("成因不同，分别整改"))
    assert COMMON_ISSUE.is_finished(life.state)
    assert life.refuses(HEAD, ACCEPTANCE) == "common_issue_ended"


def test_accepted_it_looks_up_the_units_of_that_day_and_asks_all_of_them() -> None:
    life = proposed()
    assert life.rejects(HEAD, replace(ACCEPTANCE, goal="")) == "text_missing"
    life.does(HEAD, ACCEPTANCE)
    (asked,) = life.asked("ask_units")
    assert (asked.stream, asked.gather) == (life.state.stream, "active_units")
    assert life.rejects(SYSTEM, AskUnits()) == "no_units"
    life.does(SYSTEM, AskUnits(UNITS))
    (notice,) = life.told("common_issue.units_asked")
    assert notice.recipients == (
        Recipient("branch_secretary", "D01"),
        Recipient("gb_secretary", "Z1"),
        Recipient("branch_secretary", "Z1-02"),
    )
    assert life.state.countdowns[0].due_on == date(2026, 6, 15)


def test_each_unit_answers_for_itself_and_the_last_one_closes() -> None:
    life = replying()
    life.does(D01, NO)
    assert life.refuses(D01, NO) == "replied_already"
    life.does(Z1, replace(NO, unit="Z1"))
    assert not life.events(Closed)
    life.does(Z1_02, YES)
    assert life.events(Closed)[0].found_count == 1
    assert (life.state.state, life.state.countdowns) == (Stage.CLOSED, ())
    assert COMMON_ISSUE.is_finished(life.state)
    assert life.told("common_issue.closed")


@pytest.mark.parametrize(
    ("actor", "reply", "code"),
    [
        (Z1, replace(NO, unit="Z1-02"), "not_entitled"),
        (HEAD, replace(NO, unit="D01"), "not_entitled"),
        (replace(D01, roles=("owner",)), NO, "not_entitled"),
        (replace(D01, unit="D09"), NO, "not_asked"),
    ],
)
def test_nobody_answers_for_another_unit(actor: Actor, reply: Reply, code: str) -> None:
    assert replying().refuses(actor, reply) == code


def test_a_unit_that_has_the_problem_gets_an_item_of_its_own() -> None:
    life = replying()
    life.does(Z1_02, YES)
    (opened,) = life.asked("issue")
    assert opened.stream == "dw/rectification/2026-Q2-organization_life-Z1-02"
    command = from_json(Issue, opened.data)
    item = RoomLife(RECTIFICATION, terms(), on(6, 1))
    item.does(SYSTEM, command)
    assert item.state.content.common_issue == life.state.number
    assert (item.state.content.source, item.state.content.work_axis) == (
        "self",
        "organization_life",
    )
    assert (item.state.owner, item.state.owner_post) == (Z1_02.account, "党支部书记")
    assert item.state.parent_unit == "Z1"
    assert life.told("common_issue.replied")


def test_a_problem_without_an_axis_of_its_own_leaves_the_axis_open() -> None:
    life = RoomLife(COMMON_ISSUE, terms(), on(6, 1))
    life.does(SYSTEM, replace(PROPOSAL, problem_code="ZZSH-03"))
    life.does(HEAD, ACCEPTANCE)
    life.does(SYSTEM, AskUnits(UNITS))
    life.does(Z1_02, YES)
    assert life.asked("issue")[0].data["work_axis"] == ""


def test_who_acts_for_the_secretary_leaves_the_secretary_answerable() -> None:
    life = replying()
    life.does(replace(Z1_02, account="a-deputy", on_behalf_of="a-z1-02"), YES)
    assert life.asked("issue")[0].data["owner"] == "a-z1-02"


def test_a_named_owner_belongs_to_the_unit_and_has_a_post() -> None:
    life = replying()
    named = replace(YES, owner="a-member", owner_post="组织委员")
    elsewhere = replace(named, owner_belonging=Belonging(("D02",)))
    assert life.refuses(Z1_02, elsewhere) == "owner_of_other_unit"
    assert life.rejects(Z1_02, replace(named, owner_post="")) == "text_missing"
    assert life.rejects(Z1_02, replace(named, owner_post="长" * 101)) == "text_too_long"
    assert life.rejects(Z1_02, replace(named, owner="长" * 101)) == "text_too_long"
    assert life.rejects(Z1_02, replace(named, note=" ")) == "text_missing"
    life.does(Z1_02, named)
    assert life.events(Replied)[0].owner == "a-member"


def test_only_silent_units_hear_that_they_are_late() -> None:
    life = replying()
    life.does(D01, NO)
    life.runs_until(on(6, 16))
    (yellow,) = life.told("escalation.reply_common_issue.yellow")
    assert yellow.recipients == (
        Recipient("gb_secretary", "Z1"),
        Recipient("branch_secretary", "Z1-02"),
    )
    shown = overview(life.state)
    assert shown is not None
    assert shown.title.endswith("（2家未答复：采煤科党总支、综采二队党支部）")
    assert shown.level == "yellow"
    life.runs_until(on(7, 20))
    assert Recipient("org_head") in life.told("escalation.reply_common_issue.orange")[0].recipients
    assert len(life.events(LevelRepeated)) >= 3


def test_many_silent_units_are_not_all_named_in_a_list() -> None:
    life = proposed()
    life.does(HEAD, ACCEPTANCE)
    life.does(SYSTEM, AskUnits(tuple(AskedUnit(f"D{n:02d}", "") for n in range(1, 13))))
    shown = overview(life.state)
    assert shown is not None
    assert "12家未答复" in shown.title
    assert shown.title.endswith("D10等）")


def test_the_department_answers_for_the_campaign_and_units_by_answering() -> None:
    life = replying()
    life.runs_until(on(6, 16))
    reply = AcknowledgeEscalation("已电话督促", Subject.REPLY_COMMON_ISSUE)
    assert life.refuses(D01, reply) == "not_entitled"
    life.does(OFFICER, reply)
    assert life.state.countdowns[0].acknowledged == life.events(LevelRaised)[0].level


def test_after_downtime_only_the_highest_level_tells() -> None:
    life = replying()
    life.wakes_up(on(6, 18))
    assert not life.told("escalation.reply_common_issue.yellow")
    assert life.told("escalation.reply_common_issue.orange")


def test_a_unit_that_ends_need_not_answer() -> None:
    life = replying()
    life.does(D01, NO)
    life.does(Z1, NO)
    life.runs_until(on(6, 16))
    assert life.asked("refresh_units")[0].gather == "active_units"
    assert life.does(SYSTEM, RefreshUnits(UNITS)) == []
    # Units that have answered may end without taking their answers back.
    life.does(SYSTEM, RefreshUnits((UNITS[1],)))
    assert life.events(UnitsDropped)[0].units == ("Z1-02",)
    assert life.events(Closed)[0].found_count == 0
    assert [each.is_found for each in life.state.answers] == [False, False, None]


def test_a_unit_that_ends_among_others_leaves_the_rest_to_answer() -> None:
    life = replying()
    life.does(SYSTEM, RefreshUnits(UNITS[:2]))
    assert life.state.state is Stage.REPLYING
    assert [each.code for each in life.state.silent] == ["D01", "Z1"]


def test_a_day_in_an_unannounced_year_moves_when_that_year_is_known() -> None:
    life = replying(now=on(12, 28))
    assert life.state.provisional
    known = calendar(2026)
    life.terms = terms(
        work_calendar=replace(
            known,
            version=2,
            announced_years=frozenset((2026, 2027)),
            holidays=known.holidays | {date(2027, 1, 1)},
        )
    )
    former = life.state.countdowns[0].due_on
    life.does(SYSTEM, AdoptTerms("2027年放假安排已公布"))
    (adopted,) = life.events(TermsAdopted)
    assert adopted.former_due_on == former
    assert life.state.countdowns[0].due_on > former
    assert not life.state.provisional
    assert life.told("common_issue.terms_adopted")
    assert life.does(SYSTEM, AdoptTerms("重复")) == []


def test_a_day_that_the_announced_calendar_confirms_stays() -> None:
    life = replying(now=on(12, 28))
    life.terms = terms(
        work_calendar=replace(calendar(2026), version=2, announced_years=frozenset((2026, 2027)))
    )
    life.does(SYSTEM, AdoptTerms("已公布"))
    assert life.events(TermsAdopted)[0].countdown is None


def test_new_terms_reach_a_proposal_without_any_promise() -> None:
    life = proposed()
    life.terms = terms(work_calendar=calendar(2026, version=2))
    life.does(SYSTEM, AdoptTerms("新版"))
    assert COMMON_ISSUE.terms_version(life.state) == TermsVersion(1, 2)
    assert not life.told("common_issue.terms_adopted")


def test_a_refused_attempt_is_on_record_and_changes_nothing() -> None:
    life = replying()
    request: Request[Command] = Request("c", HEAD, on(6, 2), replace(NO, unit="D01"))
    with pytest.raises(RuleRefusedError) as caught:
        COMMON_ISSUE.decide(life.state, request, life.terms)
    event = COMMON_ISSUE.refusal(request, caught.value)
    assert isinstance(event, AttemptRefused)
    assert COMMON_ISSUE.evolve(life.state, Fact(9, on(6, 2), HEAD, "c", event)) == life.state
