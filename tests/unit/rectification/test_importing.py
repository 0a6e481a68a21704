"""Rows of another ledger keep their own dates (domain.md §3.1)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.escalation.commands import AcknowledgeEscalation
from models.escalation.countdown import Subject
from models.facts import Notify
from models.rectification.commands import ReportProgress, Verify
from models.rectification.content import Category
from models.rectification.events import (
    Archived,
    Closed,
    Imported,
    LevelRaised,
    LevelRepeated,
    ObservationStarted,
)
from models.rectification.importing import occurred_on
from models.rectification.item_state import ItemState
from tests.unit.rectification.life import (
    ALL_YES,
    OFFICER,
    OWNER,
    SECRETARY,
    SYSTEM,
    VERIFIER,
    Life,
    a_row,
    issued,
    on,
)

TODAY = on(11, 20)


def imported(**changes: Any) -> Life:
    life = Life(now=TODAY)
    life.does(SYSTEM, a_row(**changes))
    return life


def test_a_long_overdue_row_climbs_the_ladder_once_and_repeats_once() -> None:
    life = imported()
    life.wakes_up(TODAY)
    assert [event.level.value for event in life.events(LevelRaised)] == [
        "yellow",
        "orange",
        "red",
        "raise",
    ]
    assert len(life.events(LevelRepeated)) == 1
    told = [effect for effect in life.effects if isinstance(effect, Notify)]
    assert [effect.kind for effect in told] == ["escalation.raise"]


def test_a_closed_row_of_long_ago_is_archived_with_its_own_dates() -> None:
    life = imported(state=ItemState.CLOSED, closed_on=date(2026, 4, 30), opinion="同意销号")
    closing = life.events(Closed)[0]
    assert [(type(fact.event), occurred_on(fact.event, closing)) for fact in life.facts] == [
        (Imported, date(2026, 3, 2)),
        (Closed, date(2026, 4, 30)),
        (ObservationStarted, date(2026, 5, 6)),
        (Archived, date(2026, 7, 31)),
    ]
    assert closing.is_on_time
    assert life.state.state is ItemState.ARCHIVED
    assert life.effects == []


@pytest.mark.parametrize(
    ("closed_on", "state"),
    [
        (date(2026, 11, 18), ItemState.OBSERVING),
        (date(2026, 11, 20), ItemState.CLOSED),
    ],
)
def test_a_row_closed_lately_is_still_watched(closed_on: date, state: ItemState) -> None:
    life = imported(state=ItemState.CLOSED, closed_on=closed_on)
    assert (life.state.state, life.state.is_on_time) == (state, False)


def test_an_extended_row_counts_from_its_second_date() -> None:
    life = imported(extended_due_on=date(2026, 12, 1))
    state = life.state
    assert (state.due_on, state.effective_due_on) == (date(2026, 4, 30), date(2026, 12, 1))
    assert (state.deadline_version, state.extension_count) == (2, 1)


@pytest.mark.parametrize(
    ("state", "subject"),
    [
        (ItemState.ISSUED, Subject.ACCEPT),
        (ItemState.ACCEPTED, Subject.PLAN),
        (ItemState.PLAN_REVIEW, Subject.APPROVE_PLAN),
        (ItemState.PENDING_VERIFY, Subject.VERIFY),
    ],
)
def test_the_step_that_is_open_is_promised_from_the_import_on(
    state: ItemState, subject: Subject
) -> None:
    countdown = imported(state=state).state.countdown(subject)
    assert countdown is not None
    assert countdown.due_on > date(2026, 11, 20)


def test_a_long_term_row_is_judged_this_quarter() -> None:
    life = imported(category=Category.LONG_TERM, due_on=None)
    countdown = life.state.countdown(Subject.CHECKPOINT)
    assert countdown is not None
    assert countdown.due_on == date(2026, 12, 31)


def test_a_long_term_row_may_have_a_date() -> None:
    life = imported(category=Category.LONG_TERM)
    assert life.state.countdown(Subject.ITEM) is not None


def test_a_due_day_in_an_unannounced_year_is_provisional() -> None:
    assert imported(due_on=date(2027, 1, 15)).state.provisional
    assert not imported().state.provisional


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"found_on": None}, "found_on_missing"),
        ({"found_on": date(2026, 11, 21)}, "found_in_future"),
        ({"due_on": None}, "due_missing"),
        ({"due_on": date(2026, 3, 1)}, "dates_reversed"),
        ({"extended_due_on": date(2026, 4, 29)}, "dates_reversed"),
        ({"closed_on": date(2026, 4, 1)}, "closing_inconsistent"),
        ({"state": ItemState.CLOSED}, "closing_inconsistent"),
        ({"state": ItemState.ARCHIVED}, "state_not_importable"),
        ({"state": ItemState.CLOSED, "closed_on": date(2026, 3, 1)}, "dates_reversed"),
        ({"state": ItemState.CLOSED, "closed_on": date(2026, 11, 21)}, "dates_reversed"),
        ({"number": "a b"}, "id_malformed"),
        ({"owner_unit": ""}, "text_missing"),
        ({"progress": "长" * 4001}, "text_too_long"),
    ],
)
def test_a_row_that_makes_no_sense_is_rejected(changes: dict[str, Any], code: str) -> None:
    assert Life(now=TODAY).rejects(SYSTEM, a_row(**changes)) == code


def test_other_words_than_the_glossarys_are_kept() -> None:
    content = imported(source="厂务公开", party_plus="党建+安全").state.content
    assert content is not None
    assert content.source == "厂务公开"


def test_a_used_number_is_not_imported_again() -> None:
    assert issued().refuses(SYSTEM, a_row(number="FP2026-001")) == "number_used"


def test_without_a_named_owner_the_units_own_people_act() -> None:
    life = imported()
    life.wakes_up(TODAY)
    assert life.does(OWNER, ReportProgress("已补录一半"))
    assert life.refuses(VERIFIER, ReportProgress("x")) == "not_entitled"
    assert life.does(SECRETARY, AcknowledgeEscalation("一周内完成"))


def test_an_imported_row_is_verified_by_the_pool() -> None:
    life = imported(state=ItemState.PENDING_VERIFY)
    life.does(VERIFIER, Verify("同意", ALL_YES))
    assert life.state.state is ItemState.CLOSED


def test_nothing_follows_without_a_closing() -> None:
    with pytest.raises(AssertionError):
        occurred_on(Archived(), None)


def test_a_unit_does_not_import_its_own_history() -> None:
    assert Life(now=TODAY).refuses(SECRETARY, a_row()) == "not_entitled"
    assert Life(now=TODAY).does(OFFICER, a_row())
