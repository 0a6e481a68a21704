"""What the ledger shows (domain.md §3.1)."""

from __future__ import annotations

from datetime import date

import pytest

from models.policy import Level
from models.rectification.commands import (
    Countersign,
    GrantExtension,
    RejectClosure,
    RequestExtension,
    Transfer,
    Verify,
)
from models.rectification.content import Measure
from models.rectification.item_state import ItemState
from models.rectification.ledger_entry import ledger_entry, measures_text
from models.rectification.state import RectificationState
from tests.unit.rectification.life import (
    ALL_YES,
    DEPUTY,
    HEAD,
    SECRETARY,
    VERIFIER,
    Life,
    a_row,
    an_issue,
    in_progress,
    on,
    pending_verify,
)


def test_an_item_at_work_shows_what_was_agreed() -> None:
    entry = ledger_entry(in_progress().state)
    assert (entry.number, entry.state, entry.level) == ("FP2026-001", ItemState.IN_PROGRESS, None)
    assert entry.measures == "建立倒班补学表"
    assert (entry.found_on, entry.issued_on) == (date(2026, 3, 23), date(2026, 3, 23))
    assert (entry.policy_version, entry.calendar_version) == (1, 1)


def test_several_measures_are_numbered() -> None:
    assert measures_text((Measure("甲"), Measure("乙"))) == "1.甲；2.乙"
    assert measures_text(()) == ""


def test_the_level_and_points_follow_the_ladder_and_stay() -> None:
    life = in_progress()
    life.runs_until(on(4, 23))
    assert ledger_entry(life.state).level is Level.BLUE
    life.runs_until(on(5, 11))
    entry = ledger_entry(life.state)
    assert (entry.level, entry.points) == (Level.ORANGE, -3)


def test_a_new_due_day_clears_the_level_and_keeps_the_original_date() -> None:
    life = in_progress()
    life.does(SECRETARY, RequestExtension(date(2026, 5, 12), "缺料", "过半"), on(4, 27))
    assert ledger_entry(life.state).extension_pending
    life.runs_until(on(5, 6))
    life.does(DEPUTY, GrantExtension())
    entry = ledger_entry(life.state)
    assert (entry.level, entry.points, entry.deadline_version) == (None, -1, 2)
    assert (entry.due_on, entry.extended_due_on) == (date(2026, 4, 30), date(2026, 5, 12))
    assert entry.effective_due_on == date(2026, 5, 12)
    assert (entry.extension_count, entry.extension_pending) == (1, False)


def test_a_closed_item_names_who_signed() -> None:
    life = pending_verify(an_issue(severity=3))
    life.does(VERIFIER, Verify("同意销号", ALL_YES))
    life.does(HEAD, Countersign())
    entry = ledger_entry(life.state)
    assert (entry.verified_by, entry.countersigned_by) == (VERIFIER.account, HEAD.account)
    assert (entry.opinion, entry.is_on_time) == ("同意销号", True)


def test_a_rejection_shows_its_reason_and_nobody_as_verifier() -> None:
    life = pending_verify()
    life.does(VERIFIER, RejectClosure("照片不清"))
    entry = ledger_entry(life.state)
    assert (entry.opinion, entry.verified_by, entry.reject_no) == ("照片不清", "", 1)


def test_a_pending_transfer_is_shown() -> None:
    life = in_progress()
    life.does(HEAD, Transfer("Z1-03", "合并"))
    assert ledger_entry(life.state).transfer_pending


def test_imported_history_is_marked() -> None:
    life = Life()
    life.does(HEAD, a_row(rebound_no=1, remark="原台账第9行"))
    entry = ledger_entry(life.state)
    assert (entry.imported, entry.rebound_no, entry.remark) == (True, 1, "原台账第9行")


def test_what_never_began_has_no_line() -> None:
    with pytest.raises(ValueError, match="never began"):
        ledger_entry(RectificationState())
