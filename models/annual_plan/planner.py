"""The planner: a pure function that puts every unit into a month, or says who is missed.

Capacity, blackouts and one unit a month of a general branch are never broken. Within them nobody
is missed who could be placed (see `matching`), months fill by their working days, and no unit
stands behind a less urgent one with which it could trade places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, groupby

from models.annual_plan.matching import Candidate, Matching
from models.annual_plan.months import quotas
from models.annual_plan.priority import by_priority, is_weak, reason_of, weakness_of
from models.annual_plan.records import Blackout, Carried, Joint, Slot, UnitRecord
from models.annual_plan.scope import allowed_months, blocked_months
from models.annual_plan.stage import Purpose, Scope

_REST_MONTHS = 2  # between a unit's review and its repeat


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that the planner is told.

    Attributes:
        units: Units that have to be placed, in any order; those of `fixed` included.
        weights: Weight of each month that may be filled.
        month_max: Reviews by the department that a month takes at most, all teams together.
        fixed: Slots that stay where they are.
        others: Units that are covered already; they may be repeated where months stay empty.
    """

    year: int
    units: tuple[UnitRecord, ...]
    weights: Mapping[int, int]
    month_min: int
    month_max: int
    seed: str
    scope: Scope = Scope.DIRECT
    carried: tuple[Carried, ...] = ()
    blackouts: tuple[Blackout, ...] = ()
    joint: tuple[Joint, ...] = ()
    fixed: tuple[Slot, ...] = ()
    others: tuple[UnitRecord, ...] = ()

    @property
    def months(self) -> tuple[int, ...]:
        """Months that may be filled."""
        return tuple(self.weights)

    def is_departments(self, unit: UnitRecord) -> bool:
        """True when the department reviews the unit, not its general branch."""
        return unit.is_direct or self.scope is Scope.ALL


@dataclass(frozen=True, slots=True)
class Draft:
    """What the planner proposes: slots by month, and whom it could not place."""

    slots: tuple[Slot, ...]
    missed: tuple[UnitRecord, ...] = field(default=())


def plan_year(problem: Problem) -> Draft:
    """Every unit in a month, as far as that is possible at all."""
    ordered = by_priority(problem.units, problem.carried, problem.seed)
    direct = _department(problem, [u for u in ordered if problem.is_departments(u)])
    delegated = [_branch(problem, list(those)) for those in _by_general_branch(problem, ordered)]
    return _draft(problem, [direct, *delegated])


def is_coverable(problem: Problem) -> bool:
    """True when some arrangement places everyone; quicker than making a good one."""
    ordered = by_priority(problem.units, problem.carried, problem.seed)
    own = candidates(problem, [u for u in ordered if problem.is_departments(u)])
    room = dict.fromkeys(problem.months, problem.month_max)
    if _filled(problem, own, (room,), is_urgent_first=False).waiting:
        return False
    delegated = _by_general_branch(problem, ordered)
    return not any(_branch(problem, list(those)).waiting for those in delegated)


def replan(problem: Problem, slots: Sequence[Slot]) -> Draft:
    """The slots as they stand, changed only as far as a missing or forbidden place demands."""
    ordered = by_priority(problem.units, problem.carried, problem.seed)
    own = [u for u in ordered if problem.is_departments(u)]
    delegated = [
        _kept(problem, list(those), slots, 1) for those in _by_general_branch(problem, ordered)
    ]
    return _draft(problem, [_kept(problem, own, slots, problem.month_max), *delegated])


def repeats(problem: Problem, slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """Weak units once more, in months that would be empty (domain.md §2.3, N < 12)."""
    taken = {slot.unit: slot.month for slot in slots}
    units = {unit.code: unit for unit in (*problem.units, *problem.others)}
    groups = {(units[s.unit].group, s.month) for s in slots if s.unit in units}
    full = {slot.month for slot in slots if problem.is_departments(units[slot.unit])}
    found: list[Slot] = []
    weak = [unit for unit in units.values() if is_weak(unit) and problem.is_departments(unit)]
    blocked = blocked_months(problem.blackouts)
    for unit in by_priority(weak, (), problem.seed):
        for month in allowed_months(unit, problem.year, problem.months, blocked):
            is_rested = abs(month - taken.get(unit.code, -_REST_MONTHS)) >= _REST_MONTHS
            if month not in full and is_rested and (unit.group, month) not in groups:
                reason = f"当月尚无安排，薄弱单位再次复盘（{weakness_of(unit)}）"
                found.append(Slot(unit.code, month, reason, Purpose.REPEAT))
                full.add(month)
                groups.add((unit.group, month))
                break
    return tuple(found)


def candidates(problem: Problem, ordered: Sequence[UnitRecord]) -> list[Candidate]:
    """What has to be placed, the most urgent first; sister units are one."""
    blocked = blocked_months(problem.blackouts)
    fixed = {slot.unit: slot.month for slot in problem.fixed}
    sisters = {code: joint.units for joint in problem.joint for code in joint.units}
    present = {unit.code: unit for unit in ordered}
    found: list[Candidate] = []
    done: set[str] = set()
    for unit in ordered:
        if unit.code in done:
            continue
        codes = [unit.code, *(c for c in sisters.get(unit.code, ()) if c in present)]
        together = tuple(dict.fromkeys(codes))
        done.update(together)
        months = problem.months
        for code in together:
            allowed = allowed_months(present[code], problem.year, months, blocked)
            months = (fixed[code],) if code in fixed else allowed
        found.append(Candidate(together, unit.group, months, len(found)))
    return found


def _department(problem: Problem, units: Sequence[UnitRecord]) -> _Placed:
    """By weight first; then up to the maximum; the minimum before both if it would be missed."""
    those = candidates(problem, units)
    room = dict.fromkeys(problem.months, problem.month_max)
    least = dict.fromkeys(problem.months, problem.month_min)
    share = quotas(len(those), problem.weights, problem.month_min, problem.month_max)
    placed = _filled(problem, those, (share, room))
    if placed.waiting:
        return _filled(problem, those, (room,))
    is_uneven = any(placed.matching.load(month) < problem.month_min for month in problem.months)
    if is_uneven and len(those) >= problem.month_min * len(problem.months):
        return _filled(problem, those, (least, share, room))
    return placed


def _branch(problem: Problem, units: Sequence[UnitRecord]) -> _Placed:
    """A general branch's own branches, one a month at most, spread over the year."""
    those = candidates(problem, units)
    months = problem.months
    spread = [
        replace(each, months=_nearest(each.months, _target(months, place, len(those))))
        for place, each in enumerate(those)
    ]
    return _filled(problem, spread, (dict.fromkeys(months, 1),), is_urgent_first=False)


@dataclass(frozen=True, slots=True)
class _Placed:
    matching: Matching
    waiting: tuple[Candidate, ...]


def _filled(
    problem: Problem,
    those: Sequence[Candidate],
    stages: Sequence[Mapping[int, int]],
    *,
    is_urgent_first: bool = True,
) -> _Placed:
    matching = Matching(dict.fromkeys(problem.months, len(those)))
    fixed = {slot.unit: slot.month for slot in problem.fixed}
    waiting = [c for c in those if not (c.key in fixed and matching.settle(c, fixed[c.key]))]
    for capacity in stages:
        matching.widen({m: max(capacity[m], matching.load(m)) for m in problem.months})
        waiting = [each for each in waiting if not matching.add(each)]
    if is_urgent_first:
        _put_urgent_first(matching, problem.months)
    return _Placed(matching, tuple(waiting))


def _put_urgent_first(matching: Matching, months: Sequence[int]) -> None:
    is_changed = True
    while is_changed:
        is_changed = False
        for earlier, later in combinations(months, 2):
            while matching.trade(earlier, later):
                is_changed = True


def _kept(
    problem: Problem, units: Sequence[UnitRecord], slots: Sequence[Slot], month_max: int
) -> _Placed:
    """Everyone where they stand, if they may; then the others, moving as few as need be.

    A review that was postponed comes after those who stood in its new month before.
    """
    waiting = {each.key: each for each in candidates(problem, units)}
    matching = Matching(dict.fromkeys(problem.months, month_max))
    for slot in sorted(slots, key=lambda slot: bool(slot.review)):
        candidate = waiting.get(slot.unit)
        is_counted = slot.purpose is Purpose.COVERAGE
        if is_counted and candidate is not None and matching.settle(candidate, slot.month):
            del waiting[slot.unit]
    return _Placed(matching, tuple(each for each in waiting.values() if not matching.add(each)))


def _draft(problem: Problem, placed: Sequence[_Placed]) -> Draft:
    units = {unit.code: unit for unit in problem.units}
    fixed = {slot.unit: slot for slot in problem.fixed}
    blocked = blocked_months(problem.blackouts)
    slots = [
        fixed.get(code)
        or Slot(code, month, _reason(problem, units[code], month, blocked.get(code, frozenset())))
        for each in placed
        for candidate, month in each.matching.placed()
        for code in candidate.units
    ]
    missed = [units[code] for each in placed for one in each.waiting for code in one.units]
    return Draft(tuple(sorted(slots, key=lambda slot: (slot.month, slot.unit))), tuple(missed))


def _reason(problem: Problem, unit: UnitRecord, month: int, avoided: frozenset[int]) -> str:
    parts = [
        "" if problem.is_departments(unit) else "委托所属总支复盘",
        reason_of(unit, problem.year, problem.carried),
        f"避开{'、'.join(map(str, sorted(avoided)))}月" if avoided else "",
        "联合复盘" if any(unit.code in joint.units for joint in problem.joint) else "",
    ]
    return "；".join(part for part in parts if part) + f"，安排在{month}月"


def _by_general_branch(
    problem: Problem, ordered: Sequence[UnitRecord]
) -> Iterable[Iterable[UnitRecord]]:
    sub = [unit for unit in ordered if not problem.is_departments(unit)]
    for _, those in groupby(sorted(sub, key=lambda unit: unit.group), lambda unit: unit.group):
        yield those


def _target(months: Sequence[int], place: int, count: int) -> int:
    """The month that an even spread gives to one of several."""
    return months[(2 * place + 1) * len(months) // (2 * count)] if months else 0


def _nearest(months: tuple[int, ...], target: int) -> tuple[int, ...]:
    return tuple(sorted(months, key=lambda month: (abs(month - target), month)))
