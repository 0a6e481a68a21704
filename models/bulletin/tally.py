"""Counts items one after the other, so that a hundred thousand of them need no memory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from heapq import heappush, heapreplace

from models.bulletin.figures import MOST_LISTED, OverdueItem, Rate
from models.bulletin.item_record import ItemRecord
from models.bulletin.quarter import Quarter
from models.calendar import WorkCalendar
from models.policy import Level

_NO_LEVEL = -1
# Sorts the least important first: the heap drops it when a more important one comes.
_Ranked = tuple[int, int, tuple[int, ...], OverdueItem]


class Tally:
    """What items add to a quarter's figures; the attributes are those of `Figures`."""

    def __init__(self, quarter: Quarter, calendar: WorkCalendar, names: Mapping[str, str]) -> None:
        """Count for a quarter; `names` are the units' names by code."""
        self._quarter, self._calendar, self._names = quarter, calendar, names
        self._workdays: dict[tuple[date, date], int] = {}
        self._listed: list[_Ranked] = []
        self.opened = self.closed = self.open = self.rebounds = self.extensions = 0
        self._due = self._on_time = self._overdue = self._closing_workdays = 0
        self._judged = self._passed = self._formerly_closed = self._rebounded = 0
        self._originally_due = self._extended = 0

    def add(self, item: ItemRecord) -> None:
        """Count one more item."""
        quarter = self._quarter
        self.opened += quarter.holds(item.issued_on)
        self.extensions += sum(quarter.holds(on) for on in item.extended_on)
        self.rebounds += quarter.holds(item.rebounded_on)
        self._add_closing(item)
        self._add_due(item)
        if item.is_open_after(quarter.last_on):
            self._add_open(item)
        if quarter.former_half_holds(item.closed_on):
            self._formerly_closed += 1
            self._rebounded += item.rebounded_on is not None

    @property
    def rates(self) -> dict[str, Rate]:
        """The shares, by their names in `Figures`."""
        return {
            "on_time": Rate(self._on_time, self._due),
            "overdue": Rate(self._overdue, self.open),
            "rectification_workdays": Rate(self._closing_workdays, self.closed),
            "first_pass": Rate(self._passed, self._judged),
            "rebound": Rate(self._rebounded, self._formerly_closed),
            "extension": Rate(self._extended, self._originally_due),
        }

    @property
    def overdue_items(self) -> tuple[OverdueItem, ...]:
        """The most important ones, highest level first, then longest overdue, then by number."""
        return tuple(entry[-1] for entry in sorted(self._listed, reverse=True))

    def _add_closing(self, item: ItemRecord) -> None:
        if item.closed_on is None or not self._quarter.holds(item.closed_on):
            return
        self.closed += 1
        self._closing_workdays += self._between(item.issued_on, item.closed_on)
        self._judged += item.is_judged
        self._passed += item.is_judged and not item.reject_no

    def _add_due(self, item: ItemRecord) -> None:
        ended_on, closed_on, due_on = item.ended_on, item.closed_on, item.effective_due_on
        if due_on is not None and self._quarter.holds(due_on):
            is_due = ended_on is None or ended_on > due_on
            self._due += is_due
            self._on_time += is_due and closed_on is not None and closed_on <= due_on
        if self._quarter.holds(item.due_on):
            self._originally_due += 1
            self._extended += bool(item.extended_on)

    def _add_open(self, item: ItemRecord) -> None:
        self.open += 1
        due_on, last_on = item.effective_due_on, self._quarter.last_on
        if due_on is None or due_on > last_on:
            return
        self._overdue += 1
        late = self._between(due_on, last_on)
        name = self._names.get(item.unit, item.unit)
        entry = OverdueItem(item.number, item.unit, name, due_on, late, item.level)
        ranked = (_rank(item.level), late, _descending(item.number), entry)
        if len(self._listed) < MOST_LISTED:
            heappush(self._listed, ranked)
        elif ranked[:3] > self._listed[0][:3]:
            heapreplace(self._listed, ranked)

    def _between(self, start: date, end: date) -> int:
        known = self._workdays.get((start, end))
        if known is None:
            known = self._workdays[start, end] = self._calendar.workdays_between(start, end)
        return known


def _rank(level: str) -> int:
    return Level(level).rank if level else _NO_LEVEL


def _descending(number: str) -> tuple[int, ...]:
    """A key by which the first number is the greatest; the end sorts before any character."""
    return (*(-ord(each) for each in number), 1)
