"""Laws of working-day arithmetic, over the real year 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.rectification.life import calendar

KNOWN = calendar(2026)
PRESUMING = replace(KNOWN, presumes_fixed_holidays=True)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
COUNTS = st.integers(1, 60)


@given(DAYS, COUNTS)
def test_the_day_reached_is_worked_and_as_far_away_as_asked(day: date, count: int) -> None:
    reached = KNOWN.add_workdays(day, count)
    assert KNOWN.is_workday(reached)
    assert KNOWN.workdays_between(day, reached) == count


@given(DAYS, COUNTS, COUNTS)
def test_steps_add_up(day: date, first: int, second: int) -> None:
    halfway = KNOWN.add_workdays(day, first)
    assert KNOWN.add_workdays(halfway, second) == KNOWN.add_workdays(day, first + second)


@given(DAYS.filter(KNOWN.is_workday), COUNTS)
def test_from_a_workday_there_and_back_is_the_same_day(day: date, count: int) -> None:
    assert KNOWN.add_workdays(KNOWN.add_workdays(day, count), -count) == day


@given(st.dates(date(2026, 1, 1), date(2035, 12, 31)), COUNTS)
def test_presumed_holidays_put_dates_off_and_never_forward(day: date, count: int) -> None:
    presumed = PRESUMING.add_workdays(day, count)
    assert presumed >= KNOWN.add_workdays(day, count)
    assert PRESUMING.workdays_between(day, presumed) == count
    if presumed.year == KNOWN.add_workdays(day, count).year == 2026:
        assert presumed == KNOWN.add_workdays(day, count)


@given(DAYS, DAYS)
def test_between_has_a_sign_and_is_otherwise_symmetric(one: date, other: date) -> None:
    assert KNOWN.workdays_between(one, other) == -KNOWN.workdays_between(other, one)


@given(DAYS, DAYS, DAYS)
def test_between_adds_up(first: date, second: date, third: date) -> None:
    whole = KNOWN.workdays_between(first, third)
    assert whole == KNOWN.workdays_between(first, second) + KNOWN.workdays_between(second, third)


@given(DAYS, DAYS)
def test_a_later_start_never_ends_earlier(one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    assert KNOWN.add_workdays(earlier, 5) <= KNOWN.add_workdays(later, 5)
