"""Terms only ever move forward, each part by itself."""

from __future__ import annotations

from models.calendar import WorkCalendar
from models.policy import Policy
from models.terms import Terms, TermsVersion


def terms(policy: int, calendar: int) -> Terms:
    return Terms(Policy(version=policy), WorkCalendar(version=calendar))


def test_the_newer_version_of_each_part_is_taken() -> None:
    brought = terms(1, 3).brought_up_to(terms(2, 2))
    assert brought.version == TermsVersion(policy=2, calendar=3)


def test_older_terms_change_nothing() -> None:
    assert terms(2, 2).brought_up_to(terms(1, 1)) == terms(2, 2)
