"""The one function that answers every working-day question.

Civil dates are Asia/Shanghai. Weekends are Saturday and Sunday unless the State Council's yearly
notice makes one of them a working day (调休) or a weekday a holiday (domain.md §3.6).

In a year without a notice the days are presumed off that the law (全国年节及纪念日放假办法, as of
2025) fixes by the solar calendar: 元旦, two days of 劳动节, three of 国庆节. The lunar holidays and
make-up days need the notice, so every date in such a year stays provisional.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone

# China has kept one zone without daylight saving since 1992; a fixed offset needs no tz database,
# which a closed network's Windows or slim image may lack.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
_SATURDAY = 5
# Month and day: 元旦; 劳动节; 国庆节.
_FIXED_BY_LAW = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked.

    Attributes:
        version: Grows by one with every import; recorded wherever a date was computed.
        holidays: Days off that would otherwise be weekdays.
        make_up_workdays: Saturdays and Sundays that are worked.
        announced_years: Years whose notice has been published and imported.
        presumes_fixed_holidays: True when the days fixed by law are off in other years too. False
            in the calendars that entities took along before this was known, so that what they
            computed is computed the same again.
    """

    version: int = 0
    holidays: frozenset[date] = field(default_factory=frozenset)
    make_up_workdays: frozenset[date] = field(default_factory=frozenset)
    announced_years: frozenset[int] = field(default_factory=frozenset)
    presumes_fixed_holidays: bool = False

    def is_workday(self, day: date) -> bool:
        """True when offices work on that civil date."""
        if day.weekday() >= _SATURDAY:
            return day in self.make_up_workdays
        return day not in self.holidays and not self._is_presumed_off(day)

    def add_workdays(self, day: date, workdays: int) -> date:
        """The working day that lies `workdays` after (or, negative, before) a day.

        The day itself is not counted, working or not; zero gives the day itself.
        """
        step = timedelta(days=1 if workdays > 0 else -1)
        left = abs(workdays)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.workdays_between(end, start)
        days = (end - start).days
        return sum(self.is_workday(start + timedelta(days=n)) for n in range(1, days + 1))

    def is_provisional(self, day: date, since: date | None = None) -> bool:
        """True when a date, or the span from `since` to it, rests on an unannounced year."""
        first, last = sorted((since or day, day))
        return any(year not in self.announced_years for year in range(first.year, last.year + 1))

    def _is_presumed_off(self, day: date) -> bool:
        is_open = self.presumes_fixed_holidays and day.year not in self.announced_years
        return is_open and (day.month, day.day) in _FIXED_BY_LAW


def on_shanghai(at: datetime) -> date:
    """Civil date in Asia/Shanghai of an aware instant."""
    return at.astimezone(SHANGHAI).date()


def at_shanghai(day: date, clock: time) -> datetime:
    """Aware UTC instant of a wall-clock time in Asia/Shanghai."""
    return datetime.combine(day, clock, SHANGHAI).astimezone(UTC)
