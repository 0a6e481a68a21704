"""Items closed in the half-year, and closed items of its reviews (domain.md §2.8)."""

from __future__ import annotations

from datetime import date

from models.look_back.candidate import Candidate
from models.look_back.population import candidate_of
from models.rectification.commands import (
    Countersign,
    GrantExtension,
    Issue,
    Reopen,
    RequestClosure,
    RequestExtension,
    Verify,
)
from tests.unit.rectification.life import (
    ALL_YES,
    AUDITOR,
    DEPUTY,
    OFFICER,
    SECRETARY,
    SYSTEM,
    VERIFIER,
    Life,
    an_issue,
    closed,
    in_progress,
    on,
    pending_verify,
)

NO_REVIEWS: dict[str, str] = {}


def candidate(life: Life, reviews: dict[str, str] = NO_REVIEWS, half: int = 1) -> Candidate | None:
    return candidate_of(life.facts, reviews, 2026, half)


def found(life: Life, reviews: dict[str, str] = NO_REVIEWS, half: int = 1) -> Candidate:
    it = candidate(life, reviews, half)
    assert it is not None
    return it


def test_an_item_closed_in_the_half_year_is_a_candidate_with_its_closers() -> None:
    it = found(closed())
    assert (it.item, it.unit, it.parent_unit) == ("FP2026-001", "Z1-02", "Z1")
    assert (it.closed_on, it.verifiers) == (date(2026, 4, 21), (VERIFIER.account,))
    assert (it.is_rebound, it.was_extended, it.reached_red) == (False, False, False)
    assert candidate(closed(), half=2) is None


def test_an_open_item_an_archived_one_and_a_reopened_one_are_none() -> None:
    assert candidate(Life()) is None
    assert candidate(in_progress()) is None
    reopened = closed()
    reopened.does(AUDITOR, Reopen("又缺失"), on(5, 6))
    assert candidate(reopened) is None
    archived = closed()
    archived.runs_until(on(8, 1))
    assert candidate(archived) is None


def test_an_item_of_the_half_years_review_counts_whenever_it_was_closed() -> None:
    issued: Issue = an_issue(review="2026-03-Z1")
    life = Life()
    life.does(SYSTEM, issued)
    other = closed()
    life.facts = [*life.facts[:1], *other.facts[1:]]
    assert candidate(life, half=2) is None
    it = found(life, {"2026-03-Z1": "Z1"}, half=2)
    assert (it.reviewed_unit, sorted(it.units)) == ("Z1", ["Z1", "Z1-02"])


def test_the_second_signer_closed_it_too() -> None:
    life = pending_verify(an_issue(severity=4))
    life.does(VERIFIER, Verify("同意", ALL_YES))
    life.does(DEPUTY, Countersign())
    it = found(life)
    assert (it.severity, it.countersigners) == (4, (DEPUTY.account,))


def test_red_stays_known_and_lateness_of_a_step_is_not_red() -> None:
    life = in_progress()
    life.runs_until(on(5, 18))
    life.does(SECRETARY, RequestClosure("已整改", "现场可查"), on(5, 18, 11))
    life.does(VERIFIER, Verify("同意", ALL_YES), on(5, 19))
    assert found(life).reached_red
    late_verifier = pending_verify()
    late_verifier.runs_until(on(4, 30))
    late_verifier.does(VERIFIER, Verify("同意", ALL_YES), on(4, 30))
    assert not found(late_verifier).reached_red


def test_an_extension_and_an_earlier_rebound_are_known() -> None:
    life = in_progress()
    life.does(SECRETARY, RequestExtension(date(2026, 5, 8), "检修", "六成"), on(4, 20))
    life.does(DEPUTY, GrantExtension(), on(4, 21))
    life.does(SECRETARY, RequestClosure("已整改", "现场可查"), on(5, 6))
    life.does(VERIFIER, Verify("同意", ALL_YES), on(5, 7))
    assert found(life).was_extended
    child = Life()
    child.does(SYSTEM, an_issue(number="FP2026-001-R1", parent="FP2026-001", rebound_no=1))
    other = closed()
    child.facts = [*child.facts[:1], *other.facts[1:]]
    assert found(child).is_rebound
    assert OFFICER.account not in found(child).verifiers
