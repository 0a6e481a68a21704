"""Who stands in which month, and what is said when the year is too short."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.annual_plan.matching import Candidate, Matching
from models.annual_plan.months import quotas, weight
from models.annual_plan.planner import Draft, Problem, plan_year, repeats
from models.annual_plan.records import Blackout, Carried, Joint, Slot, UnitRecord
from models.annual_plan.shortage import explain, options, shortage_of
from models.annual_plan.stage import Purpose, Scope
from tests.unit.annual_plan.builders import a_unit, direct_units, plan_terms, sample_units

TERMS = plan_terms()
WEIGHTS = {month: weight(2026, month, TERMS) for month in range(1, 13)}


def problem(units: tuple[UnitRecord, ...], month_max: int = 2, **changes: object) -> Problem:
    made = Problem(2026, units, WEIGHTS, 1, month_max, "2026")
    return replace(made, **changes)  # type: ignore[arg-type]  # any field of the problem


def loads(draft: Draft) -> list[int]:
    months = [slot.month for slot in draft.slots]
    return [months.count(month) for month in range(1, 13)]


def months_of(draft: Draft) -> dict[str, int]:
    return {slot.unit: slot.month for slot in draft.slots}


def test_months_weigh_as_much_as_they_have_working_days() -> None:
    assert [weight(2026, month, TERMS) for month in (1, 2, 7)] == [1050, 1600, 1150]


def test_twenty_units_stand_as_the_domain_says() -> None:
    """domain.md §2.11 scenario 1."""
    draft = plan_year(problem(direct_units(20)))
    assert loads(draft) == [1, 1, 2, 2, 2, 2, 1, 2, 2, 2, 2, 1]
    assert len(months_of(draft)) == 20


@pytest.mark.parametrize(
    ("count", "month_max", "short"),
    [
        (11, 2, 0),
        (20, 2, 0),
        (24, 2, 0),
        (25, 2, 1),
        (28, 2, 4),
        (40, 2, 16),
        (300, 25, 0),
        (5000, 417, 0),
    ],
)
def test_exactly_as_many_are_missed_as_do_not_fit(count: int, month_max: int, short: int) -> None:
    draft = plan_year(problem(direct_units(count), month_max))
    assert len(draft.missed) == short
    assert len(months_of(draft)) == len(draft.slots) == count - short
    assert max(loads(draft)) <= month_max


def test_the_refusal_names_sum_units_and_four_ways() -> None:
    """domain.md §2.11 scenario 2."""
    units = direct_units(28)
    whole = problem(units)
    shortage = shortage_of(whole, plan_year(whole))
    assert (shortage.units, shortage.capacity, shortage.short) == (28, 24, 4)
    assert shortage.needed_max == 3
    text = explain(shortage, whole)
    assert "28个单位" in text
    assert "最多24个" in text
    assert "缺4个" in text
    assert all(number in text for number in ("一、", "二、", "三、", "四、"))
    assert all(unit.name in text for unit in shortage.missed)


def test_many_missed_units_are_counted_not_all_named() -> None:
    whole = problem(direct_units(40))
    assert "等16个单位" in explain(shortage_of(whole, plan_year(whole)), whole)


def test_delegation_is_offered_where_the_department_reviews_everyone() -> None:
    whole = problem(sample_units(), scope=Scope.ALL)
    shortage = shortage_of(whole, plan_year(whole))
    assert (shortage.short, shortage.delegable) == (24, 28)
    assert "委托总支复盘所属支部28个，组织部复盘直属20个" in options(shortage, whole)[0]
    assert shortage.needed_max == 4


def test_a_higher_maximum_is_not_offered_where_it_would_not_help() -> None:
    units = (*direct_units(3), a_unit("D04"))
    blackouts = (Blackout("D04", tuple(range(1, 13))),)
    whole = problem(units, blackouts=blackouts)
    shortage = shortage_of(whole, plan_year(whole))
    assert shortage.needed_max is None
    assert "仅提高每月上限不能解决" in options(shortage, whole)[1]
    assert len(options(shortage, whole)) == 4


def test_the_smallest_maximum_that_suffices_is_found() -> None:
    """Two months are closed to all: ten months for 40 units."""
    units = direct_units(40)
    closed = tuple(Blackout(unit.code, (1, 2)) for unit in units)
    whole = problem(units, blackouts=closed)
    assert shortage_of(whole, plan_year(whole)).needed_max == 4


def test_a_maximum_far_above_the_average_is_found_too() -> None:
    """Everyone can come in January and February only: half of them in each."""
    units = direct_units(42)
    closed = tuple(Blackout(unit.code, tuple(range(3, 13))) for unit in units)
    whole = problem(units, blackouts=closed)
    assert shortage_of(whole, plan_year(whole)).needed_max == 21


def test_the_sample_is_covered_by_department_and_general_branches() -> None:
    draft = plan_year(problem(sample_units()))
    assert not draft.missed
    assert len(draft.slots) == 48
    months = months_of(draft)
    branches = [(unit.parent, months[unit.code]) for unit in sample_units() if not unit.is_direct]
    assert len(branches) == len(set(branches)) == 28
    delegated = {unit.code for unit in sample_units() if not unit.is_direct}
    assert all("委托" in slot.reason for slot in draft.slots if slot.unit in delegated)


def test_delegated_reviews_are_spread_over_the_year() -> None:
    months = sorted(
        m
        for unit, m in months_of(plan_year(problem(sample_units()))).items()
        if unit.startswith("Z1-")
    )
    assert months == [2, 5, 8, 11]


def test_one_general_branch_is_visited_once_a_month() -> None:
    units = tuple(a_unit(f"Z1-{n:02}", parent="Z1", tier="sub") for n in range(1, 14))
    draft = plan_year(problem(units, month_max=5, scope=Scope.ALL))
    assert loads(draft) == [1] * 12
    assert len(draft.missed) == 1


def test_blackout_months_are_avoided_and_said() -> None:
    draft = plan_year(problem(direct_units(20), blackouts=(Blackout("D01", (1, 2, 3)),)))
    slot = next(slot for slot in draft.slots if slot.unit == "D01")
    assert slot.month > 3
    assert "避开1、2、3月" in slot.reason


def test_others_move_when_only_that_covers_everyone() -> None:
    """Everyone but one may only go in the months that the one may not."""
    units = direct_units(3)
    blackouts = tuple(Blackout(u.code, tuple(range(3, 13))) for u in units[1:])
    first = Blackout("D01", (2,))
    draft = plan_year(
        replace(problem(units, 1, blackouts=(*blackouts, first)), weights={1: 10, 2: 10, 3: 10})
    )
    assert not draft.missed
    assert months_of(draft)["D01"] == 3


def test_weak_units_go_first_then_the_longest_unreviewed() -> None:
    units = (
        a_unit("D01", last_covered_on=date(2025, 11, 3)),
        a_unit("D02", last_covered_on=date(2024, 5, 6)),
        a_unit("D03"),
        a_unit("D04", last_covered_on=date(2025, 12, 1), rebounds=1, red_items=2, open_items=3),
        a_unit("D05", last_covered_on=date(2025, 12, 9)),
    )
    draft = plan_year(problem(units, 1, carried=(Carried("D05", "停产"),)))
    order = [slot.unit for slot in draft.slots]
    assert order == ["D05", "D04", "D03", "D02", "D01"]
    reasons = [slot.reason for slot in draft.slots]
    assert [reason.split("，")[0] for reason in reasons] == [
        "上年结转：停产",
        "反弹事项1项、红色督办事项2项、未办结事项3项",
        "尚无复盘记录",
        "上次复盘2024-05-06",
        "上次复盘2025-11-03",
    ]


def test_urgent_units_do_not_wait_behind_others_with_whom_they_could_trade() -> None:
    """The one who must wait for the others' sake trades as soon as trading is possible."""
    weak = tuple(a_unit(f"D{n:02}", rebounds=9 - n) for n in range(1, 5))
    rest = tuple(a_unit(f"E{n:02}") for n in range(1, 9))
    blackouts = (Blackout("D01", (1,)), Blackout("E01", (2,)), Blackout("D02", (1, 2, 3)))
    draft = plan_year(problem((*weak, *rest), 1, blackouts=blackouts))
    months = months_of(draft)
    assert months["D01"] == 2
    assert months["D02"] == 4
    assert months["D03"] == 1


def test_the_same_seed_gives_the_same_plan_and_another_another() -> None:
    units = direct_units(20)
    first = plan_year(problem(units))
    assert plan_year(problem(tuple(reversed(units)))) == first
    assert months_of(plan_year(problem(units, seed="别的"))) != months_of(first)


def test_every_month_has_its_minimum_where_units_suffice() -> None:
    """All but one can come in summer only; the winter months get whom they can."""
    units = direct_units(13)
    summer = tuple(Blackout(u.code, (1, 2, 3, 10, 11, 12)) for u in units[:7])
    draft = plan_year(problem(units, 3, blackouts=summer))
    assert not draft.missed
    assert min(loads(draft)) >= 1


def test_sisters_are_reviewed_on_one_visit() -> None:
    draft = plan_year(problem(direct_units(25), joint=(Joint(("D01", "D25")),)))
    assert not draft.missed
    months = months_of(draft)
    assert months["D01"] == months["D25"]
    assert "联合复盘" in draft.slots[0].reason or any("联合" in s.reason for s in draft.slots)


def test_what_a_person_placed_stays() -> None:
    fixed = (Slot("D03", 12, "领导要求", is_by_hand=True), Slot("D04", 1, "先行", is_by_hand=True))
    draft = plan_year(problem(direct_units(20), fixed=fixed))
    assert fixed[0] in draft.slots
    assert fixed[1] in draft.slots


def test_empty_months_get_weak_units_once_more() -> None:
    """N < 12 (domain.md §2.3)."""
    units = tuple(replace(u, rebounds=int(u.code in {"D01", "D02"})) for u in direct_units(10))
    whole = problem(units)
    draft = plan_year(whole)
    again = repeats(whole, draft.slots)
    assert {slot.unit for slot in again} == {"D01", "D02"}
    assert all(slot.purpose is Purpose.REPEAT for slot in again)
    months = months_of(draft)
    assert all(abs(slot.month - months[slot.unit]) >= 2 for slot in again)
    assert not {slot.month for slot in again} & set(months.values())


def test_a_covered_unit_may_be_repeated_but_a_branch_not_twice_a_month() -> None:
    weak = a_unit("Z1-01", parent="Z1", tier="sub", rebounds=1)
    sister = a_unit("Z1-02", parent="Z1", tier="sub")
    narrow = replace(problem((sister,), 2, scope=Scope.ALL), weights={5: 10}, others=(weak,))
    draft = plan_year(narrow)
    assert repeats(narrow, draft.slots) == ()
    assert [s.unit for s in repeats(narrow, ())] == ["Z1-01"]


def test_quotas_give_up_the_minimum_last_and_the_maximum_never() -> None:
    weights = {1: 10, 2: 20, 3: 30}
    assert quotas(2, weights, 1, 2) == {1: 0, 2: 1, 3: 1}
    assert quotas(9, weights, 1, 2) == {1: 2, 2: 2, 3: 2}
    assert quotas(4, weights, 1, 3) == {1: 1, 2: 1, 3: 2}
    assert quotas(3, {}, 1, 3) == {}


def test_nobody_trades_into_a_month_where_a_sibling_stands() -> None:
    urgent = Candidate(("D01",), "D01", (1, 2), 0)
    first, sibling = (Candidate((f"Z1-0{n}",), "Z1", (1, 2), n) for n in (1, 2))
    matching = Matching({1: 1, 2: 2})
    for candidate, month in ((first, 1), (urgent, 2), (sibling, 2)):
        assert matching.settle(candidate, month)
    assert not matching.trade(1, 2)
