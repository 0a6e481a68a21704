"""Working days in China, with make-up days (domain.md §3.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from models.calendar import WorkCalendar, at_shanghai, on_shanghai
from tests.unit.rectification.life import calendar


@pytest.mark.parametrize(
    ("day", "workdays", "expected"),
    [
        (date(2026, 2, 12), 5, date(2026, 2, 26)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 4, 30), 5, date(2026, 5, 11)),
        (date(2026, 9, 18), 1, date(2026, 9, 20)),
        (date(2026, 9, 29), 5, date(2026, 10, 12)),
        (date(2026, 4, 30), -5, date(2026, 4, 23)),
        (date(2026, 4, 30), 0, date(2026, 4, 30)),
        (date(2026, 5, 2), 0, date(2026, 5, 2)),
        (date(2026, 5, 2), -1, date(2026, 4, 30)),
    ],
)
def test_workdays_are_added(day: date, workdays: int, expected: date) -> None:
    assert calendar(2026).add_workdays(day, workdays) == expected


def test_the_year_2026_has_248_workdays() -> None:
    assert calendar(2026).workdays_between(date(2025, 12, 31), date(2026, 12, 31)) == 248


def test_workdays_between_count_the_end_and_not_the_start() -> None:
    known = calendar(2026)
    assert known.workdays_between(date(2026, 4, 27), date(2026, 4, 30)) == 3
    assert known.workdays_between(date(2026, 4, 30), date(2026, 4, 27)) == -3
    assert known.workdays_between(date(2026, 4, 30), date(2026, 5, 5)) == 0


def test_an_unannounced_year_is_provisional() -> None:
    known = calendar(2026)
    assert not known.is_provisional(date(2026, 12, 31))
    assert known.is_provisional(date(2027, 1, 4))
    assert known.is_provisional(date(2027, 1, 4), date(2026, 12, 1))
    assert not known.is_provisional(date(2026, 12, 31), date(2026, 12, 1))
    assert WorkCalendar().is_provisional(date(2026, 1, 5))


@pytest.mark.parametrize(
    "day",
    [
        date(2027, 1, 1),
        date(2028, 5, 1),
        date(2028, 5, 2),
        date(2027, 10, 1),
        date(2029, 10, 2),
        date(2029, 10, 3),
    ],
)
def test_days_off_by_law_are_presumed_off_and_still_provisional(day: date) -> None:
    presuming = replace(calendar(2026), presumes_fixed_holidays=True)
    assert calendar(2026).is_workday(day)
    assert not presuming.is_workday(day)
    assert presuming.is_provisional(day)


def test_what_needs_the_notice_is_not_presumed() -> None:
    presuming = replace(calendar(2026), presumes_fixed_holidays=True)
    spring_festival, make_up_sunday = date(2027, 2, 8), date(2027, 9, 26)
    assert presuming.is_workday(spring_festival)
    assert not presuming.is_workday(make_up_sunday)
    assert presuming.add_workdays(date(2026, 12, 31), 1) == date(2027, 1, 4)


def test_an_announced_year_is_as_it_was_announced() -> None:
    announced = WorkCalendar(announced_years=frozenset({2027}), presumes_fixed_holidays=True)
    assert announced.is_workday(date(2027, 1, 1))


def test_days_change_at_midnight_in_shanghai() -> None:
    assert on_shanghai(datetime(2026, 4, 30, 15, 59, tzinfo=UTC)) == date(2026, 4, 30)
    assert on_shanghai(datetime(2026, 4, 30, 16, 0, tzinfo=UTC)) == date(2026, 5, 1)
    assert at_shanghai(date(2026, 5, 6), time(9)) == datetime(2026, 5, 6, 1, tzinfo=UTC)
