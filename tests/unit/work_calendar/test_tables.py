"""Days as files list them become whole years."""

from __future__ import annotations

from datetime import date

import pytest

from models.errors import InvalidInputError
from models.work_calendar.events import YearTable
from models.work_calendar.tables import AnnouncedDay, tables_of

GOLDEN_WEEK = [AnnouncedDay(date(2027, 10, day), True, "通知") for day in range(1, 8)]
KNOWN = YearTable(2026, (date(2026, 12, 30), date(2026, 12, 31)), (date(2026, 12, 27),), "旧通知")


def test_weekends_off_and_weekdays_worked_say_nothing_new() -> None:
    days = [
        *GOLDEN_WEEK,
        AnnouncedDay(date(2027, 10, 9), False),
        AnnouncedDay(date(2027, 10, 11), False),
    ]
    [table] = tables_of(days, {})
    assert table.holidays == tuple(date(2027, 10, day) for day in (1, 4, 5, 6, 7))
    assert table.make_up_workdays == (date(2027, 10, 9),)
    assert table.source == "通知"


def test_a_few_days_of_a_known_year_are_added_to_it() -> None:
    days = [AnnouncedDay(date(2026, 12, 26), False), AnnouncedDay(date(2026, 12, 31), False)]
    [table] = tables_of(days, {2026: KNOWN})
    assert table == YearTable(
        2026, (date(2026, 12, 30),), (date(2026, 12, 26), date(2026, 12, 27)), "旧通知"
    )


@pytest.mark.parametrize("known", [{}, {2026: KNOWN}])
def test_a_few_days_are_no_year(known: dict[int, YearTable]) -> None:
    with pytest.raises(InvalidInputError, match="完整"):
        tables_of([AnnouncedDay(date(2026, 12, 31), True)], known, replaces=True)


def test_a_day_cannot_be_off_and_worked() -> None:
    twice = AnnouncedDay(date(2027, 10, 1), False)
    with pytest.raises(InvalidInputError, match="既列为休又列为班"):
        tables_of([*GOLDEN_WEEK, twice], {})
