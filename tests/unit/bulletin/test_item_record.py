"""Lean records say the same as the item's own decider."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from models.bulletin.item_record import ItemRecord, StoredEvent, item_record
from models.bulletin.ledger_line import LedgerLine, is_listed, ledger_line
from models.calendar import on_shanghai
from models.escalation.countdown import Subject
from models.rectification.commands import (
    AssignOwner,
    AssignVerifier,
    GrantExtension,
    ImportHistory,
    RejectClosure,
    Reopen,
    ReportProgress,
    RequestClosure,
    RequestExtension,
    Terminate,
)
from models.rectification.content import Category, Measure
from models.rectification.events import LevelRaised
from models.rectification.item_state import ItemState
from models.rectification.ledger_entry import ledger_entry, measures_text
from tests.unit.rectification.life import (
    DEPUTY,
    HEAD,
    OFFICER,
    OWNER,
    REVIEW_LEAD,
    SECRETARY,
    SYSTEM,
    VERIFIER,
    Life,
    an_issue,
    closed,
    in_progress,
    issued,
    on,
    pending_verify,
    terms,
)
from wire.codec import to_json


def stored(life: Life) -> list[StoredEvent]:
    return [(fact.event.type, on_shanghai(fact.at), to_json(fact.event)) for fact in life.facts]


def overdue() -> Life:
    life = in_progress()
    life.runs_until(on(5, 20))
    return life


def extended() -> Life:
    life = overdue_before_due()
    life.does(DEPUTY, GrantExtension("同意"), on(4, 23))
    return life


def overdue_before_due() -> Life:
    life = in_progress()
    life.does(
        SECRETARY, RequestExtension(date(2026, 5, 8), "设备到货推迟", "已完成一半"), on(4, 22)
    )
    return life


def sent_back() -> Life:
    life = pending_verify()
    life.does(VERIFIER, RejectClosure("记录仍缺两次"), on(4, 21))
    life.does(OWNER, ReportProgress("已补两次"), on(4, 22))
    life.does(SECRETARY, RequestClosure("补齐"), on(4, 23))
    return life


def rebounded() -> Life:
    life = closed()
    life.does(REVIEW_LEAD, Reopen("又缺记录"), on(7, 8))
    return life


def terminated() -> Life:
    life = issued()
    life.does(HEAD, Terminate("重复立项"), on(3, 24))
    return life


def reassigned() -> Life:
    life = in_progress()
    life.does(OFFICER, AssignVerifier("a-verifier-9", "D09", "机电党支部书记"), on(3, 27))
    life.does(SECRETARY, AssignOwner("a-owner-2", "副书记", "调动"), on(3, 27))
    return life


LIVES: list[Callable[[], Life]] = [
    issued, in_progress, overdue, extended, sent_back, closed, rebounded, terminated, reassigned,
]  # fmt: skip


@pytest.mark.parametrize("make", LIVES)
def test_a_line_says_what_the_ledger_says(make: Callable[[], Life]) -> None:
    life = make()
    entry, line = ledger_entry(life.state), ledger_line(stored(life))
    assert isinstance(line, LedgerLine)
    record = line.record
    assert record == item_record(stored(life))
    assert (record.number, record.unit, record.issued_on) == (
        entry.number,
        entry.owner_unit,
        entry.issued_on,
    )
    assert (record.due_on, record.effective_due_on) == (entry.due_on, entry.effective_due_on)
    assert len(record.extended_on) == entry.extension_count
    assert (record.reject_no, record.closed_on) == (entry.reject_no, entry.closed_on)
    assert record.level in {entry.level or "", ""}
    assert (line.progress, line.opinion) == (entry.progress, entry.opinion)
    assert (line.evidence_count, line.rebound_no) == (entry.evidence_count, entry.rebound_no)
    assert (line.owner_post, line.verifier_post) == (entry.owner_post, entry.verifier_post)
    assert measures_text(tuple(map(Measure, line.measures))) == entry.measures
    assert (line.problem, line.goal, line.category) == (entry.problem, entry.goal, entry.category)
    assert record.is_open_after(date(2027, 1, 1)) == entry.state.is_open


def test_levels_of_steps_are_not_levels_of_the_item() -> None:
    life = issued()
    life.runs_until(on(3, 31))
    raised = {event.subject for event in life.events(LevelRaised)}
    assert raised == {Subject.ACCEPT}
    record = item_record(stored(life))
    assert record is not None
    assert record.level == ""


def test_the_level_of_the_item_counts() -> None:
    record = item_record(stored(overdue()))
    assert record is not None
    assert record.level == "red"


def test_imported_history_keeps_its_own_days() -> None:
    life = Life(terms())
    life.does(
        SYSTEM,
        ImportHistory(
            number="FP2025-001",
            problem="记录缺失",
            goal="补齐",
            category=Category.FIXED_TERM,
            owner_unit="Z1-02",
            found_on=date(2025, 11, 3),
            due_on=date(2025, 12, 1),
            extended_due_on=date(2025, 12, 20),
            state=ItemState.CLOSED,
            closed_on=date(2025, 12, 18),
        ),
        on(3, 23),
    )
    record = item_record(stored(life))
    assert record is not None
    assert record.issued_on == date(2025, 11, 3)
    assert record.effective_due_on == date(2025, 12, 20)
    assert record.extended_on == (date(2025, 11, 3),)
    assert record.closed_on == date(2025, 12, 18)
    assert not record.is_judged


def test_an_item_whose_due_day_moved_with_the_calendar_is_due_anew() -> None:
    moved: StoredEvent = (
        "rectification.terms_adopted",
        date(2026, 3, 24),
        {"countdown": {"round": 2}, "due_on": "2026-05-06"},
    )
    kept: StoredEvent = ("rectification.terms_adopted", date(2026, 3, 25), {"countdown": None})
    record = item_record([*stored(issued(an_issue())), moved, kept])
    assert record is not None
    assert record.due_on == record.effective_due_on == date(2026, 5, 6)


def test_without_its_opening_an_item_is_nothing() -> None:
    refused: StoredEvent = ("rectification.closed", date(2026, 3, 1), {})
    assert item_record([refused]) is None
    assert ledger_line([refused]) is None


def test_a_ledger_lists_what_was_open_on_any_day_of_the_quarter() -> None:
    days = date(2026, 1, 1), date(2026, 3, 31)
    item = ItemRecord("1", "Z1", date(2025, 12, 1))
    assert is_listed(item, *days)
    assert not is_listed(ItemRecord("1", "Z1", date(2026, 4, 1)), *days)
    assert not is_listed(ItemRecord("1", "Z1", item.issued_on, closed_on=date(2025, 12, 31)), *days)
    assert is_listed(ItemRecord("1", "Z1", item.issued_on, ended_on=date(2026, 1, 1)), *days)
