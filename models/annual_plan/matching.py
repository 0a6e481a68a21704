"""Units into months, exactly: nobody is left out who could have been placed.

The sets of units that fit the year are the independent sets of a transversal matroid: adding one
unit after another along augmenting paths, in the order of their priority, ends with as many units
as any method could place, and a unit that was placed is moved at times but never thrown out. The
network is unit → (general branch, month), one unit each → month, its capacity.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is placed: a unit, or sister units that are reviewed together.

    Attributes:
        units: Their codes.
        group: General branch of which only one candidate a month is placed.
        months: Months that are allowed, the preferred ones first.
        rank: Place in the order of priority, from 0; each once.
    """

    units: tuple[str, ...]
    group: str
    months: tuple[int, ...]
    rank: int

    @property
    def key(self) -> str:
        """Its name within one matching."""
        return self.units[0]


class Matching:
    """A placement that grows. It is made for one calculation and never leaves it."""

    def __init__(self, capacity: Mapping[int, int]) -> None:
        self._capacity = dict(capacity)
        self._month_of: dict[str, int] = {}
        self._in_month: dict[int, dict[str, Candidate]] = {month: {} for month in capacity}
        self._at: dict[tuple[str, int], Candidate] = {}
        # What a search in vain has seen can never lead anywhere: later paths cannot enter it.
        self._dead: set[str] = set()
        self._dead_months: set[int] = set()

    def load(self, month: int) -> int:
        """Candidates in a month."""
        return len(self._in_month[month])

    def placed(self) -> Iterator[tuple[Candidate, int]]:
        """Everyone who stands somewhere."""
        for month, those in self._in_month.items():
            for candidate in those.values():
                yield candidate, month

    def widen(self, capacity: Mapping[int, int]) -> None:
        """Let months take more; what was hopeless may be possible now."""
        self._capacity = dict(capacity)
        self._dead.clear()
        self._dead_months.clear()

    def settle(self, candidate: Candidate, month: int) -> bool:
        """Put one where it stands already; False when rules or room forbid it today."""
        if (
            month not in candidate.months
            or (candidate.group, month) in self._at
            or self.load(month) >= self._capacity.get(month, 0)
        ):
            return False
        self._put(candidate, month)
        return True

    def add(self, candidate: Candidate) -> bool:
        """Place one more, moving others if need be; False when that cannot be."""
        came_from: dict[str, tuple[Candidate, int]] = {}
        months: set[int] = set()
        queue = deque([candidate])
        while queue:
            mover = queue.popleft()
            if (free := self._free_month(mover)) is not None:
                self._shift(mover, free, came_from)
                return True
            for month in mover.months:
                for other in self._those_in_the_way(mover.group, month, months):
                    if other.key not in came_from and other.key not in self._dead:
                        came_from[other.key] = (mover, month)
                        queue.append(other)
        self._dead.update(came_from)
        self._dead_months |= months
        return False

    def trade(self, earlier: int, later: int) -> bool:
        """Let more urgent candidates go first where rules allow two to trade; False if none may."""
        first = [each for each in self._in_month[earlier].values() if later in each.months]
        first.sort(key=_rank, reverse=True)
        second = [each for each in self._in_month[later].values() if earlier in each.months]
        is_changed = False
        for urgent in sorted(second, key=_rank):
            if (other := self._partner(urgent, first, earlier, later)) is not None:
                first.remove(other)
                self._swap(urgent, other)
                is_changed = True
        return is_changed

    def _partner(
        self, urgent: Candidate, first: Iterable[Candidate], earlier: int, later: int
    ) -> Candidate | None:
        sibling = self._at.get((urgent.group, earlier))
        for other in first:
            if other.rank < urgent.rank:
                return None
            holder = self._at.get((other.group, later))
            if sibling in (None, other) and holder in (None, urgent):
                return other
        return None

    def _swap(self, one: Candidate, other: Candidate) -> None:
        here, there = self._month_of[one.key], self._month_of[other.key]
        self._remove(one)
        self._remove(other)
        self._put(one, there)
        self._put(other, here)

    def _free_month(self, mover: Candidate) -> int | None:
        for month in mover.months:
            if (mover.group, month) not in self._at and self.load(month) < self._capacity[month]:
                return month
        return None

    def _those_in_the_way(self, group: str, month: int, seen: set[int]) -> Iterable[Candidate]:
        """Who would have to move: the sibling that is there, or anybody of a full month."""
        holder = self._at.get((group, month))
        if holder is not None:
            return (holder,)
        if month in seen or month in self._dead_months:
            return ()
        seen.add(month)
        return reversed(self._in_month[month].values())  # the least urgent moves first

    def _shift(
        self, mover: Candidate, month: int, came_from: Mapping[str, tuple[Candidate, int]]
    ) -> None:
        """Everyone on the path moves up by one, the last of them into the room that was found."""
        while mover.key in came_from:
            before, vacated = came_from[mover.key]
            self._remove(mover)
            self._put(mover, month)
            mover, month = before, vacated
        self._put(mover, month)

    def _put(self, candidate: Candidate, month: int) -> None:
        self._month_of[candidate.key] = month
        self._in_month[month][candidate.key] = candidate
        self._at[candidate.group, month] = candidate

    def _remove(self, candidate: Candidate) -> None:
        month = self._month_of.pop(candidate.key)
        del self._in_month[month][candidate.key]
        del self._at[candidate.group, month]


def _rank(candidate: Candidate) -> int:
    return candidate.rank
