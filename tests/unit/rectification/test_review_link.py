"""An item that a review found tells that review what becomes of it."""

from __future__ import annotations

from datetime import date

from models.facts import Open, Tell
from models.rectification.commands import (
    AcceptTransfer,
    Issue,
    Reopen,
    Terminate,
    Transfer,
)
from models.rectification.content import Category, Measure
from models.rectification.item_state import ItemState
from tests.unit.rectification.life import (
    AUDITOR,
    DUE_ON,
    HEAD,
    OFFICER,
    OTHER_SECRETARY,
    SYSTEM,
    Life,
    a_row,
    an_issue,
    closed,
    issued,
    on,
)

REVIEW = "2026-03-Z1"
STREAM = "dw/review/2026-03-Z1"


def found_by_review() -> Life:
    """An item that a review found, just issued."""
    life = Life()
    life.does(SYSTEM, an_issue(review=REVIEW))
    return life


def told(life: Life) -> list[tuple[str, str, dict[str, str]]]:
    """What the review was told: stream, command, data."""
    tells = [each for each in life.effects if isinstance(each, Tell)]
    return [(each.stream, each.command, dict(each.data)) for each in tells]


def test_an_item_of_a_review_tells_it_when_it_ends() -> None:
    life = found_by_review()
    life.does(HEAD, Terminate("单位撤销"), on(3, 30))
    data = {"number": "FP2026-001", "how": "terminated"}
    assert told(life) == [(STREAM, "settle_item", data)]


def test_a_transferred_item_names_its_child_and_hands_the_review_on() -> None:
    life = found_by_review()
    life.does(HEAD, Transfer("Z1-03", "合并"), on(3, 30))
    life.does(OTHER_SECRETARY, AcceptTransfer("a-new", "队长"), on(3, 31))
    data = {"number": "FP2026-001", "child": "FP2026-001-T1"}
    assert told(life) == [(STREAM, "replace_item", data)]
    assert [each.data["review"] for each in life.effects if isinstance(each, Open)] == [REVIEW]


def test_an_imported_item_of_a_review_tells_it_when_it_comes_back_or_is_archived() -> None:
    row = a_row(closed_on=date(2026, 3, 20), state=ItemState.CLOSED, review=REVIEW)
    again = Life(now=on(4, 1))
    again.does(OFFICER, row)
    again.does(AUDITOR, Reopen("又出现"), on(4, 2))
    child = {"number": "FP2026-009", "child": "FP2026-009-R1"}
    assert told(again) == [(STREAM, "replace_item", child)]
    assert [each.data["review"] for each in again.effects if isinstance(each, Open)] == [REVIEW]
    held = Life(now=on(4, 1))
    held.does(OFFICER, row)
    held.runs_until(on(9, 1))
    assert told(held) == [(STREAM, "settle_item", {"number": "FP2026-009", "how": "archived"})]


def test_an_item_without_a_review_tells_nobody() -> None:
    life = closed()
    life.runs_until(on(12, 1))
    assert told(life) == []


def test_nobody_hangs_an_item_onto_a_review_by_hand() -> None:
    assert Life().refuses(OFFICER, an_issue(review=REVIEW)) == "not_entitled"


def test_what_a_review_has_issued_is_not_lost_when_it_arrives_late_or_under_other_terms() -> None:
    life = Life(now=on(5, 6))
    life.does(SYSTEM, an_issue(review=REVIEW, measures=(Measure("补课", "支委", DUE_ON),)))
    assert life.state.due_on == DUE_ON  # passed already: the ladder says so at once
    strict = Life()
    strict.does(SYSTEM, an_issue(review=REVIEW, due_on=None, term_workdays=95))
    assert strict.state.term_workdays == 95
    assert Life().refuses(OFFICER, an_issue(due_on=None, term_workdays=95)) == "term_too_long"


def test_a_term_in_workdays_counts_from_the_issue_and_has_the_categorys_limit() -> None:
    life = issued(an_issue(due_on=None, term_workdays=15))
    assert life.state.due_on == date(2026, 4, 14)
    assert life.state.term_workdays == 15
    short: Issue = an_issue(due_on=None, term_workdays=6, category=Category.IMMEDIATE)
    assert Life().refuses(OFFICER, short) == "term_too_long"
    for senseless in (0, 1001):
        command = an_issue(due_on=None, term_workdays=senseless)
        assert Life().rejects(OFFICER, command) == "term_senseless"
