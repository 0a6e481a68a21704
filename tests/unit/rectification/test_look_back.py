"""An item in a look-back's sample: it is not archived before its verdict (domain.md §2.6, §2.8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.facts import Open, Tell
from models.policy import LookBackTerms, Policy
from models.rectification.commands import HoldForLookBack, Issue, RecordLookBack, Reopen
from models.rectification.events import LookedBack, Rebounded
from models.rectification.item_state import ItemState
from tests.unit.rectification.life import (
    AUDITOR,
    HEAD,
    SYSTEM,
    VERIFIER,
    Life,
    closed,
    on,
    terms,
)
from wire.codec import from_json

JUDGE = replace(SYSTEM, on_behalf_of="a-judge")


def standing(life: Life) -> ItemState:
    return life.state.state


def held() -> Life:
    """An item of April in the sample of July."""
    life = closed()
    life.runs_until(on(7, 1))
    life.does(SYSTEM, HoldForLookBack("2026-H1"), on(7, 1))
    return life


def test_an_item_of_the_sample_waits_for_a_late_look_back() -> None:
    life = held()
    life.runs_until(on(9, 30))
    assert standing(life) is ItemState.OBSERVING
    life.does(SYSTEM, RecordLookBack("2026-H1", "basic"), on(9, 30))
    assert life.events(LookedBack)[-1].verdict == "basic"
    life.runs_until(on(10, 1))
    assert standing(life) is ItemState.ARCHIVED


def test_a_policy_that_gives_the_look_back_more_time_archives_later() -> None:
    life = closed(its_terms=terms(Policy(2, look_back=LookBackTerms(finish_months=3))))
    assert str(life.state.archive_on) == "2026-09-30"


def test_only_the_look_back_itself_holds_and_lets_go() -> None:
    life = closed()
    assert life.refuses(HEAD, HoldForLookBack("2026-H1")) == "not_entitled"
    assert life.refuses(SYSTEM, RecordLookBack("2026-H1", "basic")) == "not_held"
    life = held()
    assert life.refuses(SYSTEM, RecordLookBack("2025-H2", "basic")) == "not_held"
    assert life.refuses(HEAD, RecordLookBack("2026-H1", "basic")) == "not_entitled"


def test_a_verdict_reopens_in_the_name_of_the_judge() -> None:
    life = held()
    life.does(JUDGE, Reopen("牌板未更新", is_false_closure=True, look_back="2026-H1"), on(7, 9))
    event = life.events(Rebounded)[-1]
    assert event.look_back == "2026-H1"
    assert event.closed_by == (VERIFIER.account,)
    assert not [each for each in life.effects if isinstance(each, Tell)]


def test_a_verdict_that_comes_late_is_not_lost_for_its_due_day() -> None:
    life = held()
    due_on = date(2026, 7, 10)
    life.does(JUDGE, Reopen("牌板未更新", due_on, look_back="2026-H1"), on(7, 13))
    (opened,) = (each for each in life.effects if isinstance(each, Open))
    child = Life(now=life.now)
    child.does(SYSTEM, from_json(Issue, opened.data))
    assert child.state.due_on == due_on
    late = closed()
    assert late.rejects(AUDITOR, Reopen("牌板未更新", due_on), on(7, 13)) == "date_not_future"


def test_nobody_claims_a_look_back_and_no_verifier_judges_through_it() -> None:
    verdict = Reopen("牌板未更新", look_back="2026-H1")
    life = held()
    assert life.refuses(AUDITOR, verdict) == "not_entitled"
    own = replace(SYSTEM, on_behalf_of=VERIFIER.account)
    assert life.refuses(own, verdict) == "reopener_is_verifier"


def test_a_look_back_hears_that_somebody_else_has_reopened_its_item() -> None:
    life = held()
    life.does(AUDITOR, Reopen("牌板未更新"), on(7, 9))
    (told,) = [each for each in life.effects if isinstance(each, Tell)]
    assert (told.stream, told.command) == ("dw/look_back/2026-H1", "drop_item")
    assert told.data["item"] == life.state.number
