"""From single days, as notices and files list them, to whole years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from models.errors import InvalidInputError
from models.work_calendar.events import YearTable

_SATURDAY = 5
# Every year has had more; a handful of days is the tail of another year's notice.
_FEWEST_HOLIDAYS = 5


@dataclass(frozen=True, slots=True)
class AnnouncedDay:
    """One day of a notice: off (休) or worked (班)."""

    day: date
    is_off: bool
    source: str = ""


def tables_of(
    days: Iterable[AnnouncedDay], known: Mapping[int, YearTable], *, replaces: bool = False
) -> tuple[YearTable, ...]:
    """Whole years made of single days.

    Args:
        days: Days in any order. Weekends off and weekdays worked say nothing new.
        known: Years as they are known; a notice may settle some last days of the year before.
        replaces: True drops what was known of a year instead of adding to it.

    Raises:
        InvalidInputError: A day is named twice with different kinds, or a year that was unknown
            has too few days to be whole.
    """
    by_year: dict[int, dict[date, AnnouncedDay]] = {}
    for one in days:
        year = by_year.setdefault(one.day.year, {})
        if year.setdefault(one.day, one).is_off != one.is_off:
            raise InvalidInputError("day_twice", f"{one.day} 既列为休又列为班。", "date")
    return tuple(
        _table(year, by_year[year], None if replaces else known.get(year))
        for year in sorted(by_year)
    )


def _table(year: int, days: Mapping[date, AnnouncedDay], known: YearTable | None) -> YearTable:
    off = {day for day, one in days.items() if one.is_off and day.weekday() < _SATURDAY}
    worked = {day for day, one in days.items() if not one.is_off and day.weekday() >= _SATURDAY}
    source = next((one.source for one in days.values() if one.source), "")
    if known is None:
        if len(off) < _FEWEST_HOLIDAYS:
            raise InvalidInputError(
                "year_incomplete",
                f"{year} 年只列出 {len(off)} 个放假的工作日，不是完整的年度安排。",
                "date",
            )
        return YearTable(year, tuple(sorted(off)), tuple(sorted(worked)), source)
    named = set(days)
    return YearTable(
        year,
        tuple(sorted((set(known.holidays) - named) | off)),
        tuple(sorted((set(known.make_up_workdays) - named) | worked)),
        source or known.source,
    )
