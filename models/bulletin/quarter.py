"""The quarter that a bulletin speaks of, and the periods around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from models.calendar import at_shanghai

_ORDINALS = "一二三四"
_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year.

    Attributes:
        year: The civil year.
        number: 1 to 4.
        until_on: Last day that is over, while the quarter itself is not; None when it is.
    """

    year: int
    number: int
    until_on: date | None = None

    @property
    def first_on(self) -> date:
        """Its first day."""
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last_on(self) -> date:
        """Its last day, or the last one that is over."""
        return self.until_on or self.next.first_on - timedelta(days=1)

    @property
    def ends_at(self) -> datetime:
        """The instant after it, aware UTC: midnight in Shanghai, exclusive."""
        return at_shanghai(self.next.first_on, time())

    @property
    def next(self) -> Quarter:
        """The quarter after it."""
        if self.number == _QUARTERS:
            return Quarter(self.year + 1, 1)
        return Quarter(self.year, self.number + 1)

    def as_of(self, day: date) -> Quarter:
        """The quarter as far as it has come on a day: that day itself is not over yet."""
        if day >= self.next.first_on:
            return self
        return replace(self, until_on=max(day, self.first_on) - timedelta(days=1))

    @property
    def period(self) -> str:
        """`2026-Q1`."""
        return f"{self.year}-Q{self.number}"

    @property
    def label(self) -> str:
        """`第一季度`."""
        return f"第{_ORDINALS[self.number - 1]}季度"

    @property
    def short_label(self) -> str:
        """`一季度`."""
        return self.label.removeprefix("第")

    def holds(self, day: date | None) -> bool:
        """True when a day lies in it."""
        return day is not None and self.first_on <= day <= self.last_on

    def former_half_holds(self, day: date | None) -> bool:
        """True when a day lies in the half-year before the one that the quarter belongs to."""
        if day is None:
            return False
        first = (
            date(self.year - 1, 7, 1) if self.number <= _QUARTERS // 2 else date(self.year, 1, 1)
        )
        end = date(self.year, 1, 1) if self.number <= _QUARTERS // 2 else date(self.year, 7, 1)
        return first <= day < end
