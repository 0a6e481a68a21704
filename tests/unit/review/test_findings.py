"""Strengths and weaknesses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.common_issue.commands import Propose
from models.common_issue.decider import COMMON_ISSUE
from models.rectification.belonging import Belonging
from models.rectification.content import Category, Measure
from models.review.commands import (
    CorrectFinding,
    RecordSpotTest,
    RecordStrength,
    WithdrawFinding,
)
from models.review.content import SpotTest, Strength
from tests.unit.review.life import (
    KIN,
    LEAD,
    MEMBER,
    OUTSIDER,
    SYSTEM,
    Life,
    a_draft,
    a_team,
    a_weakness,
    drafted,
    in_session,
    planned,
    record,
)
from tests.unit.room_life import RoomLife


def test_findings_are_numbered_through_and_a_number_is_used_once() -> None:
    life = in_session()
    life.does(MEMBER, RecordStrength(text=" 包岗到面 ", cause="支委带头", is_example=True))
    life.does(MEMBER, record(a_weakness()))
    life.does(MEMBER, WithdrawFinding(2, "核实后不属实"))
    life.does(MEMBER, record(a_weakness(problem="另一问题")))
    assert [each.no for each in life.state.findings] == [1, 3]
    assert life.state.strengths == (Strength(text="包岗到面", cause="支委带头", is_example=True),)
    assert [each.problem for each in life.state.weaknesses] == ["另一问题"]
    assert life.refuses(MEMBER, WithdrawFinding(2, "再撤")) == "finding_unknown"
    assert life.rejects(MEMBER, WithdrawFinding(3, "")) == "text_missing"


def test_a_weakness_has_items_or_the_reason_for_none() -> None:
    life = in_session()
    assert life.rejects(MEMBER, record(a_weakness(items=()))) == "text_missing"
    both = a_weakness(no_item_reason="当场整改")
    assert life.rejects(MEMBER, record(both)) == "item_and_no_reason"
    life.does(MEMBER, record(a_weakness(items=(), no_item_reason="当场整改")))
    assert life.state.weaknesses[0].no_item_reason == "当场整改"


def test_a_weakness_is_written_in_words_that_can_be_counted() -> None:
    life = in_session()
    for changes, code in (
        ({"problem": " "}, "text_missing"),
        ({"recommendation": "长" * 4001}, "text_too_long"),
        ({"problem_code": "两 词"}, "id_malformed"),
        ({"problem_code": "长" * 33}, "text_too_long"),
        ({"work_axis": "天气"}, "word_unknown"),
        ({"severity": 5}, "severity_unknown"),
        ({"items": (a_draft(),) * 11}, "too_many_items"),
        ({"items": (), "no_item_reason": "长" * 4001}, "text_too_long"),
    ):
        wrong: dict[str, Any] = dict(changes)
        assert life.rejects(MEMBER, record(a_weakness(**wrong))) == code
    assert a_weakness().code == "organization_life"
    assert a_weakness(problem_code="night_shift").code == "night_shift"
    assert life.rejects(MEMBER, RecordStrength(text="")) == "text_missing"
    assert life.rejects(MEMBER, RecordStrength(text="好", cause="长" * 4001)) == "text_too_long"


def test_the_longest_problem_code_still_names_a_common_issue() -> None:
    life, code = in_session(), "c" * 32
    life.does(MEMBER, record(a_weakness(problem_code=code)))
    campaign = RoomLife(COMMON_ISSUE, life.terms, life.now)
    campaign.does(SYSTEM, Propose(period="2026-Q2", problem_code=code))
    assert campaign.state.number == f"2026-Q2-{code}"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"goal": ""}, "text_missing"),
        ({"owner": ""}, "text_missing"),
        ({"verifier_role": "owner"}, "verifier_role_unknown"),
        ({"term_workdays": 0}, "term_senseless"),
        ({"due_on": date(2026, 4, 30)}, "due_given_twice"),
        ({"term_workdays": None, "due_on": date(2026, 3, 18)}, "date_not_future"),
        ({"measures": (Measure("补课", "支委", date(2026, 6, 1)),)}, "measure_after_deadline"),
    ],
)
def test_an_item_that_could_not_be_issued_is_not_written_down(
    changes: dict[str, Any], code: str
) -> None:
    command = record(a_weakness(items=(a_draft(), a_draft(**changes))))
    life = in_session()
    assert life.rejects(MEMBER, command) == code
    if code != "due_given_twice":
        assert life.error(MEMBER, command).message.startswith("第2项整改：")


def test_items_keep_the_rules_that_keep_duties_apart() -> None:
    life = in_session()
    stranger = Belonging(("D01",), ("owner",))
    too_long = a_draft(category=Category.IMMEDIATE, term_workdays=6)
    of_the_unit = a_draft(
        verifier="a-v", verifier_unit="D07", verifier_belonging=Belonging(("D07", "Z1"))
    )
    for draft, code in (
        (a_draft(owner_belonging=stranger), "owner_of_other_unit"),
        (too_long, "term_too_long"),
        (of_the_unit, "verifier_same_unit"),
        (a_draft(owner_unit="D01"), "owner_unit_elsewhere"),
    ):
        assert life.refuses(MEMBER, record(a_weakness(items=(draft,)))) == code


def test_a_branch_of_the_general_branch_may_answer_and_nobody_else() -> None:
    life = in_session()
    draft = a_draft(owner_unit="Z1-02", owner_belonging=Belonging(("Z1-02",)))
    life.does(MEMBER, record(a_weakness(items=(draft,))))
    (kept,) = life.state.weaknesses[0].items
    assert kept.owner_belonging == Belonging()  # judged, and no fact for ever
    branch = Life()
    branch.state = replace(life.state, unit="Z1-01", secretary_role="branch_secretary")
    again = record(a_weakness(items=(a_draft(owner_unit="Z1-02"),)))
    assert branch.refuses(MEMBER, again) == "owner_unit_elsewhere"
    assert "Z1-02" in KIN


def test_a_finding_is_corrected_as_a_whole_and_stays_of_its_kind() -> None:
    life = in_session()
    life.does(MEMBER, RecordStrength(text="好"))
    life.does(MEMBER, record(a_weakness()))
    life.does(LEAD, CorrectFinding(1, "更准确", strength=Strength(text="更好")))
    life.does(LEAD, CorrectFinding(2, "更准确", weakness=a_weakness(problem="改后")))
    assert life.state.strengths[0].text == "更好"
    assert life.state.weaknesses[0].problem == "改后"
    assert [each.no for each in life.state.findings] == [1, 2]
    for changed in (
        CorrectFinding(1, "换", weakness=a_weakness()),
        CorrectFinding(2, "换", strength=Strength(text="好")),
        CorrectFinding(1, "换", Strength(text="好"), a_weakness()),
        CorrectFinding(1, "换"),
    ):
        assert life.rejects(LEAD, changed) == "finding_kind_changed"
    assert life.refuses(LEAD, CorrectFinding(9, "换")) == "finding_unknown"
    assert life.rejects(LEAD, CorrectFinding(1, "", Strength(text="好"))) == "text_missing"


def test_a_spot_test_counts_people() -> None:
    life = in_session()
    life.does(MEMBER, RecordSpotTest(20, 18))
    assert life.state.spot_test == SpotTest(20, 18)
    for count, passed in ((0, 0), (10_001, 1), (5, 6), (5, -1)):
        assert life.rejects(MEMBER, RecordSpotTest(count, passed)) == "spot_test_senseless"


def test_a_review_holds_so_many_findings_only() -> None:
    life = in_session()
    life.state = replace(life.state, findings_recorded=60)
    for command in (RecordStrength(text="好"), record(a_weakness())):
        assert life.refuses(MEMBER, command) == "too_many_findings"
    long = a_weakness(problem="长" * 4000, cause="长" * 4000, recommendation="长" * 4000)
    full = in_session()
    full.does(MEMBER, record(long))
    full.does(MEMBER, record(long))
    assert full.refuses(MEMBER, record(long)) == "review_too_long"
    assert full.refuses(MEMBER, CorrectFinding(1, "换", weakness=long)) == "review_too_long"


def test_findings_are_written_by_the_team_until_the_draft_is_finished() -> None:
    assert in_session().refuses(OUTSIDER, RecordStrength(text="好")) == "not_entitled"
    assert drafted().refuses(MEMBER, RecordStrength(text="好")) == "wrong_state"
    life = planned()
    life.does(LEAD_APPOINTER, a_team())
    assert life.refuses(MEMBER, RecordSpotTest(1, 1)) == "wrong_state"


LEAD_APPOINTER = replace(OUTSIDER, roles=("org_head",))
