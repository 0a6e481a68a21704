"""Whatever the register, the limits and the year bring: nobody is missed who could be covered."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.annual_plan.commands import (
    COMMANDS,
    Approve,
    Assign,
    CloseYear,
    ConfirmMonth,
    Propose,
    RecordCancelled,
    RecordCovered,
    RecordPostponed,
    RefreshUnits,
    ReturnPlan,
    Submit,
    Unassign,
)
from models.annual_plan.coverage import coverage, month_capacity
from models.annual_plan.decider import ANNUAL_PLAN
from models.annual_plan.events import EVENTS, MonthOpened
from models.annual_plan.months import quotas
from models.annual_plan.planner import Problem, plan_year, replan
from models.annual_plan.priority import by_priority
from models.annual_plan.problems import problem_of
from models.annual_plan.records import Blackout, Missing, Slot, UnitRecord
from models.annual_plan.scope import allowed_months, blocked_months
from models.annual_plan.stage import Purpose, Scope, Stage
from models.annual_plan.state import AnnualPlanState
from models.calendar import on_shanghai
from models.errors import FupanError
from models.facts import SYSTEM, AdoptTerms, Command
from tests.unit.annual_plan.builders import (
    BEFORE_2026,
    DEPUTY,
    HEAD,
    OFFICER,
    SINCE,
    begun,
    plan_terms,
)
from tests.unit.rectification.life import on
from tests.unit.room_life import RoomLife
from wire.codec import canonical, from_json, to_json

TERMS = plan_terms()
FEW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
MONTHS = range(1, 13)


# ---- registers ------------------------------------------------------------------------------


@st.composite
def units_of(draw: st.DrawFn, most: int = 18) -> tuple[UnitRecord, ...]:
    """Direct units and branches of up to three general branches, some young, some short-lived."""
    found = []
    for number in range(draw(st.integers(0, most))):
        parent = draw(st.sampled_from(["DW", "DW", "Z1", "Z2", "Z3"]))
        from_on = draw(st.sampled_from([SINCE, SINCE, SINCE, date(2026, 2, 1), date(2026, 6, 15)]))
        to_on = draw(st.sampled_from([None, None, None, date(2026, 7, 1), date(2026, 10, 20)]))
        found.append(
            UnitRecord(
                f"U{number:02}",
                parent=parent,
                tier="direct" if parent == "DW" else "sub",
                from_on=from_on,
                to_on=to_on,
                rebounds=draw(st.integers(0, 1)),
                last_covered_on=draw(st.sampled_from([None, date(2024, 3, 1), date(2025, 5, 5)])),
            )
        )
    return tuple(found)


def blackouts_of(units: Sequence[UnitRecord]) -> st.SearchStrategy[tuple[Blackout, ...]]:
    """Some units that are not to be disturbed for some or even most months."""
    if not units:
        return st.just(())
    months = st.sets(st.integers(1, 12), min_size=1, max_size=11).map(lambda m: tuple(sorted(m)))
    codes = st.sampled_from([unit.code for unit in units])
    return st.lists(st.builds(Blackout, codes, months), max_size=8).map(tuple)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    units = draw(units_of())
    months = draw(st.sets(st.sampled_from(MONTHS), min_size=1))
    return Problem(
        2026,
        units,
        {month: draw(st.integers(5, 23)) for month in sorted(months)},
        draw(st.integers(0, 1)),
        draw(st.integers(1, 4)),
        draw(st.sampled_from(["a", "b"])),
        scope=draw(st.sampled_from(Scope)),
        blackouts=draw(blackouts_of(units)),
    )


# ---- an independent judge: the largest flow, found edge by edge -----------------------------


def most_that_fit(problem: Problem) -> int:
    """How many units any arrangement could place, by plain augmenting flow."""
    room: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    blocked = blocked_months(problem.blackouts)
    fixed = {slot.unit: slot.month for slot in problem.fixed}
    for unit in problem.units:
        own = problem.is_departments(unit)
        room["source"][unit.code] = 1
        free = allowed_months(unit, 2026, problem.months, blocked)
        for month in [fixed[unit.code]] if unit.code in fixed else free:
            cell = f"{own}/{unit.group}/{month}"
            room[unit.code][cell] = 1
            if own:
                room[cell][f"month/{month}"] = 1
                room[f"month/{month}"]["sink"] = problem.month_max
            else:
                room[cell]["sink"] = 1
    flow = 0
    while _push(room, "source", set()):
        flow += 1
    return flow


def _push(room: Mapping[str, dict[str, int]], node: str, seen: set[str]) -> bool:
    if node == "sink":
        return True
    seen.add(node)
    for target in [each for each, left in room[node].items() if left and each not in seen]:
        if _push(room, target, seen):
            room[node][target] -= 1
            room[target][node] += 1
            return True
    return False


def no_limit_is_broken(problem: Problem, slots: Iterable[Slot]) -> None:
    units = {unit.code: unit for unit in problem.units}
    blocked = blocked_months(problem.blackouts)
    fixed = {slot.unit for slot in problem.fixed}
    those = list(slots)
    assert len({slot.unit for slot in those}) == len(those)
    for slot in those:
        free = allowed_months(units[slot.unit], 2026, problem.months, blocked)
        assert slot.month in free or slot.unit in fixed
    own = [slot for slot in those if problem.is_departments(units[slot.unit])]
    assert max(Counter(slot.month for slot in own).values(), default=0) <= problem.month_max
    cells = Counter(
        (problem.is_departments(units[s.unit]), units[s.unit].group, s.month) for s in those
    )
    assert max(cells.values(), default=0) <= 1


@FEW
@given(problems())
def test_nobody_is_missed_who_could_be_placed_and_no_limit_is_broken(problem: Problem) -> None:
    draft = plan_year(problem)
    no_limit_is_broken(problem, draft.slots)
    assert len(draft.slots) == most_that_fit(problem)
    placed, missed = {s.unit for s in draft.slots}, {unit.code for unit in draft.missed}
    assert placed | missed == {unit.code for unit in problem.units}
    assert not placed & missed
    assert all(slot.reason for slot in draft.slots)


@FEW
@given(problems())
def test_the_seed_alone_decides_between_equals(problem: Problem) -> None:
    shuffled = replace(problem, units=tuple(reversed(problem.units)))
    assert plan_year(shuffled) == plan_year(problem)


@FEW
@given(problems())
def test_no_unit_waits_behind_a_less_urgent_one_with_which_it_could_trade(problem: Problem) -> None:
    draft = plan_year(problem)
    order = [u.code for u in by_priority(problem.units, (), problem.seed)]
    units = {unit.code: unit for unit in problem.units}
    own = [slot for slot in draft.slots if problem.is_departments(units[slot.unit])]
    for late in own:
        for early in own:
            if early.month < late.month and order.index(late.unit) < order.index(early.unit):
                traded = [s for s in draft.slots if s.unit not in (late.unit, early.unit)]
                traded += [replace(late, month=early.month), replace(early, month=late.month)]
                try:
                    no_limit_is_broken(problem, traded)
                except AssertionError:
                    continue
                raise AssertionError((late, early))


@FEW
@given(problems(), st.data())
def test_a_change_throws_nobody_out_who_may_stay(problem: Problem, data: st.DataObject) -> None:
    """Some units come later, some months close: whoever has an allowed place keeps one."""
    cut = data.draw(st.integers(0, len(problem.units)))
    before = plan_year(replace(problem, units=problem.units[:cut])).slots
    after = replan(problem, before)
    no_limit_is_broken(problem, after.slots)
    assert len(after.slots) == most_that_fit(problem)
    assert {slot.unit for slot in before} <= {slot.unit for slot in after.slots}


@given(
    st.integers(0, 400),
    st.dictionaries(st.integers(1, 12), st.integers(1, 2500), min_size=1),
    st.integers(0, 3),
    st.integers(0, 40),
)
def test_quotas_add_up_within_their_limits(
    units: int, weights: dict[int, int], month_min: int, more: int
) -> None:
    month_max = month_min + more
    found = quotas(units, weights, month_min, month_max)
    assert sum(found.values()) == min(units, month_max * len(weights))
    assert max(found.values()) <= month_max
    if units >= month_min * len(weights):
        assert min(found.values()) >= month_min


# ---- lives ----------------------------------------------------------------------------------


@st.composite
def lives(draw: st.DrawFn) -> RoomLife:
    """A year with changes of the register, of reviews and by hand; much of it is refused."""
    units = draw(units_of(16))
    when = draw(st.sampled_from([BEFORE_2026, BEFORE_2026, on(6, 10), on(11, 3)]))
    life = begun(units, TERMS, when)
    blackouts = draw(blackouts_of(units))
    attempt(life, OFFICER, Propose(blackouts=blackouts, partial_reason="先行覆盖"))
    attempt(life, OFFICER, Submit())
    attempt(life, DEPUTY, draw(st.sampled_from([Approve(), Approve(), Approve(), ReturnPlan("x")])))
    for _ in range(draw(st.integers(4, 14))):
        life.runs_until(life.now + timedelta(days=draw(st.sampled_from([0, 3, 20, 33, 70]))))
        for actor, command in draw(steps(life)):
            attempt(life, actor, command)
    return life


def steps(life: RoomLife) -> st.SearchStrategy[list[tuple[Any, Command]]]:
    state: AnnualPlanState = life.state
    codes = [unit.code for unit in state.units] or ["U00"]
    some = st.sampled_from(codes)
    month = st.integers(1, 12)
    opened = [slot for slot in state.slots if slot.review]
    opened += [Slot(u.unit, 1, review=u.review) for u in state.uncovered if u.review]
    slots = st.sampled_from(opened) if opened else st.builds(Slot, some, month, review=st.just("r"))
    names = st.builds(lambda y, m: f"{y}-{m:02}", st.sampled_from([2026, 2026, 2027]), month)
    today = on_shanghai(life.now)
    told = st.one_of(
        slots.map(lambda s: RecordCovered(s.unit, s.review, today)),
        slots.map(lambda s: RecordCancelled(s.unit, s.review, "停产")),
        st.builds(lambda s, m: RecordPostponed(s.unit, s.review, m, "检修"), slots, names),
        st.builds(lambda u: RefreshUnits(changed(state.units, u, today)), units_of(5)),
        st.just(AdoptTerms("x")),
    )
    by_hand = st.one_of(
        st.builds(Assign, some, month, st.just("调整")),
        st.builds(Unassign, some, st.just("调整")),
        st.builds(ConfirmMonth, month),
        st.just(Propose(partial_reason="再排")),
        st.just(RefreshUnits()),
        st.just(Submit()),
    )
    leaders = st.sampled_from(
        [Approve(), CloseYear(tuple(Missing(code, "未能安排") for code in codes))]
    )
    return st.lists(
        st.one_of(
            told.map(lambda each: (SYSTEM, each)),
            told.map(lambda each: (SYSTEM, each)),
            by_hand.map(lambda each: (OFFICER, each)),
            leaders.map(lambda each: (HEAD, each)),
        ),
        max_size=3,
    )


def changed(
    units: Sequence[UnitRecord], new: Sequence[UnitRecord], today: date
) -> tuple[UnitRecord, ...]:
    """Some units have ended today, some others are there."""
    fresh = {f"N{unit.code}": replace(unit, code=f"N{unit.code}") for unit in new}
    known = {
        unit.code: replace(unit, to_on=today) if f"N{unit.code}" in fresh else unit
        for unit in units
    }
    return tuple({**known, **fresh}.values())


def attempt(life: RoomLife, actor: Any, command: Command) -> None:
    before = life.state
    try:
        life.does(actor, command)
    except FupanError:
        assert life.state == before


@settings(parent=FEW, max_examples=30)
@given(lives())
def test_every_year_keeps_its_promises(life: RoomLife) -> None:
    state = refolded_with_checks(life)
    assert state == life.state
    opened = [event.month for event in life.events(MonthOpened)]
    assert opened == sorted(set(opened))
    reviews = [each.stream for each in life.asked("plan")]
    assert len(reviews) == len(set(reviews))
    nobody_is_missed_who_could_be_placed(life)


def refolded_with_checks(life: RoomLife) -> AnnualPlanState:
    """Fold again, carrying the state through its wire form after every fact."""
    state = ANNUAL_PLAN.initial()
    fired: set[str] = set()
    for fact in life.facts:
        assert from_json(EVENTS[fact.event.type], to_json(fact.event)) == fact.event
        state = ANNUAL_PLAN.evolve(state, fact)
        assert from_json(AnnualPlanState, to_json(state)) == state
        assert len(canonical(to_json(state))) < 64_000
        ANNUAL_PLAN.react(state, fact)
        nobody_stands_or_counts_twice(state)
        if not re.fullmatch(r"c\d+", fact.step):
            fired.add(fact.step)
        armed = [clock.key for clock in ANNUAL_PLAN.clocks(state, life.terms)]
        assert len(armed) == len(set(armed))
        assert ANNUAL_PLAN.is_finished(state) <= (not armed)
    assert not fired & {clock.key for clock in ANNUAL_PLAN.clocks(state, life.terms)}
    return state


def nobody_stands_or_counts_twice(state: AnnualPlanState) -> None:
    places = Counter((slot.unit, slot.purpose) for slot in state.slots)
    assert max(places.values(), default=0) <= 1
    assert max(Counter(each.unit for each in state.covered).values(), default=0) <= 1
    planned = {slot.unit for slot in state.slots if slot.purpose is Purpose.COVERAGE}
    assert not planned & {each.unit for each in state.uncovered}


def nobody_is_missed_who_could_be_placed(life: RoomLife) -> None:
    """After whatever happened, a refresh leaves as many placed as any arrangement could."""
    if life.state.stage is not Stage.RUNNING:
        return
    units = tuple(replace(unit, open_items=unit.open_items + 1) for unit in life.state.units)
    life.does(SYSTEM, RefreshUnits((*units, UnitRecord("FRESH", from_on=SINCE))))
    state, today = life.state, on_shanghai(life.now)
    out = {each.unit for each in state.uncovered if each.is_by_hand}
    whole = problem_of(state, today, life.terms)
    problem = replace(whole, units=tuple(u for u in whole.units if u.code not in out))
    placed = [
        slot
        for slot in state.slots
        if slot.purpose is Purpose.COVERAGE and slot.unit in {u.code for u in problem.units}
    ]
    assert len(placed) == most_that_fit(problem)
    no_limit_is_broken(problem, placed)
    own = [s for s in state.slots if not s.review and state.unit(s.unit).is_direct]
    load = Counter(slot.month for slot in own)
    assert max(load.values(), default=0) <= month_capacity(state, life.terms)
    found = coverage(state, today, life.terms)
    assert found.total == found.covered + found.planned + len(found.missed)
    assert found.total == found.direct_total + found.delegated_total


@settings(parent=FEW, max_examples=15)
@given(lives(), st.data())
def test_every_command_survives_the_wire(life: RoomLife, data: st.DataObject) -> None:
    for _, command in data.draw(steps(life)):
        assert from_json(COMMANDS[command.name], to_json(command)) == command
