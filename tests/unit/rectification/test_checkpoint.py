"""Long-term items: judged each quarter, ended only after clean half-years (domain.md §2.6)."""

from __future__ import annotations

from datetime import date

import pytest

from models.escalation.countdown import Subject
from models.rectification.checkpoint import first_quarter_end
from models.rectification.commands import (
    Countersign,
    ReportCheckpoint,
    RequestClosure,
    Verify,
    VerifyCheckpoint,
)
from models.rectification.events import CheckpointVerified, LevelRaised
from models.rectification.item_state import ItemState
from models.rectification.state import quarter_end
from tests.unit.rectification.life import (
    ALL_YES,
    DEPUTY,
    HEAD,
    OWNER,
    SECRETARY,
    VERIFIER,
    Life,
    a_long_term_issue,
    calendar,
    in_progress,
    on,
    terms,
)

QUARTERS = [(6, 2026), (9, 2026), (12, 2026), (3, 2027)]


def judged(life: Life, month: int, year: int, day: int = 20, *, is_clean: bool = True) -> None:
    life.does(OWNER, ReportCheckpoint("对照表按月更新"), on(month, day, year=year))
    life.does(VERIFIER, VerifyCheckpoint(is_clean, "保持良好"))


def held_for_a_year() -> Life:
    life = in_progress(a_long_term_issue())
    for month, year in QUARTERS:
        judged(life, month, year)
    return life


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 3, 31), date(2026, 3, 31)),
        (date(2026, 5, 2), date(2026, 6, 30)),
        (date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_quarters_end_on_their_last_day(day: date, end: date) -> None:
    assert quarter_end(day) == end


def test_the_first_checkpoint_leaves_time_to_work() -> None:
    its_terms = terms(work_calendar=calendar(2026))
    first = date(2026, 3, 31)
    assert first_quarter_end(first, first, its_terms) == date(2026, 6, 30)
    assert first_quarter_end(first, date(2026, 11, 20), its_terms) == date(2026, 12, 31)


def test_a_quarter_is_reported_before_it_is_judged() -> None:
    life = in_progress(a_long_term_issue())
    assert life.refuses(VERIFIER, VerifyCheckpoint(True, "好")) == "checkpoint_unreported"
    assert life.rejects(OWNER, ReportCheckpoint("")) == "text_missing"
    judged(life, 6, 2026)
    countdown = life.state.countdown(Subject.CHECKPOINT)
    assert countdown is not None
    assert countdown.due_on == date(2026, 9, 30)
    assert life.refuses(VERIFIER, VerifyCheckpoint(True, "好")) == "checkpoint_unreported"


def test_the_owner_does_not_judge_the_quarter() -> None:
    life = in_progress(a_long_term_issue())
    life.does(OWNER, ReportCheckpoint("好"))
    assert life.refuses(OWNER, VerifyCheckpoint(True, "好")) == "not_entitled"


def test_two_clean_half_years_allow_the_head_to_end_it() -> None:
    life = held_for_a_year()
    assert life.state.clean_quarters == 4
    life.does(SECRETARY, RequestClosure("制度固化", "台账可查"))
    life.does(VERIFIER, Verify("同意", ALL_YES))
    assert life.state.state is ItemState.PENDING_VERIFY
    assert life.refuses(DEPUTY, Countersign()) == "not_entitled"
    life.does(HEAD, Countersign())
    assert (life.state.state, life.state.is_on_time) == (ItemState.CLOSED, True)


def test_three_clean_quarters_are_not_enough() -> None:
    life = in_progress(a_long_term_issue())
    for month, year in QUARTERS[:3]:
        judged(life, month, year)
    request = RequestClosure("制度固化", "台账可查")
    assert life.refuses(SECRETARY, request) == "not_held_long_enough"


def test_a_quarter_that_did_not_hold_starts_the_count_anew() -> None:
    life = in_progress(a_long_term_issue())
    judged(life, 6, 2026)
    judged(life, 9, 2026, is_clean=False)
    assert life.state.clean_quarters == 0
    judged(life, 12, 2026)
    assert life.state.clean_quarters == 1


def test_a_report_after_the_quarter_is_not_clean() -> None:
    life = in_progress(a_long_term_issue())
    judged(life, 7, 2026, day=1)
    (event,) = life.events(CheckpointVerified)
    assert (event.quarter_end_on, event.is_clean) == (date(2026, 6, 30), False)


def test_a_quarter_that_was_skipped_breaks_the_row() -> None:
    life = in_progress(a_long_term_issue())
    life.does(OWNER, ReportCheckpoint("好"), on(6, 20))
    life.does(VERIFIER, VerifyCheckpoint(True, "好"), on(11, 3))
    assert life.state.clean_quarters == 0
    countdown = life.state.countdown(Subject.CHECKPOINT)
    assert countdown is not None
    assert countdown.due_on == date(2026, 12, 31)


def test_a_missed_checkpoint_escalates() -> None:
    life = in_progress(a_long_term_issue())
    life.runs_until(on(7, 3))
    raised = [each.level.value for each in life.events(LevelRaised)]
    assert raised == ["yellow", "orange"]


def test_only_long_term_items_have_checkpoints() -> None:
    life = in_progress()
    assert life.refuses(OWNER, ReportCheckpoint("好")) == "not_long_term"
    assert life.refuses(VERIFIER, VerifyCheckpoint(True, "好")) == "not_long_term"
