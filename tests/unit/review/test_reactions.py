"""Who is told of what."""

from __future__ import annotations

from models.facts import Recipient
from models.review.commands import (
    AnswerObjection,
    Cancel,
    ObjectTo,
    Postpone,
)
from tests.unit.rectification.life import on
from tests.unit.review.life import (
    LEAD,
    MEMBER,
    OFFICER,
    SECRETARY,
    Life,
    a_delegated_plan,
    a_plan,
    drafted,
    goes_its_way,
    notified,
    planned,
    tracking,
)

UNIT = Recipient("gb_secretary", "Z1")
TEAM = (
    Recipient("review_lead", account=LEAD.account),
    Recipient("review_member", account=MEMBER.account),
)


def told(life: Life, event: str) -> tuple[Recipient, ...]:
    """Who was told last of a kind of event; nobody when there was no notice."""
    kind = f"review.{event}"
    return next((each.recipients for each in life.notices()[::-1] if each.kind == kind), ())


def test_each_step_is_told_to_those_who_go_on_from_it() -> None:
    life = tracking()
    assert told(life, "planned") == (Recipient("org_officer"),)
    assert told(life, "team_appointed") == TEAM
    assert told(life, "notified") == (UNIT, *TEAM)
    assert told(life, "draft_finished") == (UNIT,)
    assert told(life, "unit_confirmed") == TEAM[:1]
    assert told(life, "feedback_issued") == (
        UNIT,
        Recipient("gb_secretary", "DW"),
        Recipient("org_officer"),
        Recipient("org_head"),
    )
    # One notice a fact: its trace in the inbox is the fact's version.
    assert len(life.notices()) == 6


def test_objections_go_to_the_lead_and_answers_to_the_unit() -> None:
    life = drafted()
    life.does(SECRETARY, ObjectTo("不同意"))
    assert told(life, "objected") == TEAM[:1]
    life.does(LEAD, AnswerObjection(False, "当日未提供"))
    assert told(life, "objection_answered") == (UNIT,)


def test_an_unannounced_visit_is_told_to_the_team_alone() -> None:
    life = notified(is_unannounced=True)
    assert told(life, "notified") == TEAM
    life.does(OFFICER, Cancel("撤销"))
    assert told(life, "cancelled") == (Recipient("org_officer"), *TEAM)
    announced = notified()
    announced.does(OFFICER, Cancel("撤销"))
    assert told(announced, "cancelled") == (Recipient("org_officer"), *TEAM, UNIT)


def test_a_unit_that_expects_a_visit_hears_of_its_postponement() -> None:
    life = notified()
    life.does(OFFICER, Postpone("2026-04", "检修"))
    assert told(life, "postponed") == (Recipient("org_officer"), *TEAM, UNIT)
    quiet = planned()
    quiet.does(OFFICER, Postpone("2026-04", "检修"))
    assert told(quiet, "postponed") == (Recipient("org_officer"),)


def test_the_general_branch_hears_of_what_it_has_to_review_itself() -> None:
    life = planned(a_delegated_plan())
    assert told(life, "planned") == (Recipient("org_officer"), Recipient("gb_secretary", "Z1"))


def test_whoever_has_to_hold_a_review_is_told_that_it_is_late() -> None:
    life = planned()
    life.runs_until(on(4, 1))
    assert life.notices()[-1].kind == "escalation.hold_review.yellow"
    assert life.notices()[-1].recipients == (Recipient("org_officer"), Recipient("org_head"))
    delegated = planned(a_delegated_plan())
    delegated.runs_until(on(4, 1))
    assert Recipient("gb_secretary", "Z1") in delegated.notices()[-1].recipients
    with_team = notified()
    with_team.runs_until(on(4, 1))
    assert with_team.notices()[-1].recipients == (TEAM[0], Recipient("org_head"))


def test_a_unit_without_anything_above_it_tells_nobody_above() -> None:
    life = planned(a_plan(unit="D01", parent_unit="", secretary_role="branch_secretary"))
    goes_its_way(life)
    assert told(life, "feedback_issued") == (
        Recipient("branch_secretary", "D01"),
        Recipient("org_officer"),
        Recipient("org_head"),
    )


def test_after_downtime_only_the_highest_level_tells_anyone() -> None:
    life = planned()
    before = len(life.notices())
    life.wakes_up(on(4, 8))
    assert [each.kind for each in life.notices()[before:]] == ["escalation.hold_review.orange"]
