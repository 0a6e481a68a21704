"""What each figure of a quarter means."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from models.bulletin.figures import MOST_LISTED, Figures, Rate, figures_hash
from models.bulletin.quarter import Quarter
from models.bulletin.records import FindingRecord, IndicatorRecord, PlannedReview, UnitRecord
from tests.unit.bulletin.life import (
    CUT,
    D05,
    Q1,
    Z1,
    Z1_01,
    a_review,
    a_tally,
    an_item,
    figures_of,
)
from wire.codec import canonical, to_json

IN_QUARTER, BEFORE, AFTER = date(2026, 3, 2), date(2025, 12, 1), date(2026, 4, 2)


def test_a_quarter_knows_its_days() -> None:
    assert (Q1.first_on, Q1.last_on) == (date(2026, 1, 1), date(2026, 3, 31))
    assert Q1.ends_at == datetime(2026, 3, 31, 16, tzinfo=UTC)
    assert Quarter(2026, 4).next == Quarter(2027, 1)
    assert (Q1.period, Q1.label, Q1.short_label) == ("2026-Q1", "第一季度", "一季度")
    assert Q1.holds(IN_QUARTER)
    assert not Q1.holds(None)


def test_a_quarter_under_way_counts_the_days_that_are_over() -> None:
    under_way = Quarter(2026, 4).as_of(date(2026, 11, 22))
    assert under_way.last_on == date(2026, 11, 21)
    assert not under_way.holds(date(2026, 11, 22))
    assert (under_way.next, under_way.ends_at) == (Quarter(2027, 1), Quarter(2026, 4).ends_at)
    assert Quarter(2026, 4).as_of(date(2027, 1, 1)) == Quarter(2026, 4)


def test_a_quarter_that_has_not_begun_holds_nothing() -> None:
    assert not Quarter(2027, 1).as_of(date(2026, 11, 22)).holds(date(2027, 1, 1))


def test_the_former_half_of_a_quarter_lies_before_its_own_half() -> None:
    assert Quarter(2026, 2).former_half_holds(date(2025, 7, 1))
    assert not Quarter(2026, 2).former_half_holds(date(2026, 1, 1))
    assert Quarter(2026, 3).former_half_holds(date(2026, 6, 30))
    assert not Quarter(2026, 3).former_half_holds(date(2026, 7, 1))
    assert not Quarter(2026, 3).former_half_holds(None)


@pytest.mark.parametrize(
    ("rate", "percent"),
    [
        (Rate(0, 0), None),
        (Rate(0, 3), 0.0),
        (Rate(2, 3), 66.7),
        (Rate(1, 8), 12.5),
        (Rate(1, 800), 0.1),
    ],
)
def test_a_share_of_nothing_is_no_share(rate: Rate, percent: float | None) -> None:
    assert rate.percent == percent


def test_what_was_due_and_closed_in_time_counts_as_on_time() -> None:
    figures = figures_of(
        an_item("1", closed_on=date(2026, 3, 20)),
        an_item("2", closed_on=date(2026, 3, 21)),
        an_item("3"),
        an_item("4", due_on=AFTER),
        an_item("5", due_on=None),
    )
    assert figures.on_time == Rate(1, 3)


def test_what_was_transferred_before_it_was_due_is_due_nowhere() -> None:
    assert figures_of(an_item(ended_on=date(2026, 3, 20))).on_time == Rate(0, 0)
    assert figures_of(an_item(ended_on=date(2026, 3, 21))).on_time == Rate(0, 1)


def test_an_extended_item_is_judged_by_its_new_due_day() -> None:
    extended = an_item(effective_due_on=AFTER, extended_on=(date(2026, 3, 10),))
    figures = figures_of(extended, an_item("2"))
    assert figures.on_time == Rate(0, 1)
    assert figures.extension == Rate(1, 2)
    assert figures.extensions == 1


def test_open_items_past_their_due_day_are_overdue_also_on_the_last_day() -> None:
    figures = figures_of(
        an_item("1", due_on=Q1.last_on),
        an_item("2", due_on=AFTER),
        an_item("3", due_on=None),
        an_item("4", closed_on=AFTER),
        an_item("5", issued_on=AFTER),
        an_item("6", ended_on=IN_QUARTER),
    )
    assert figures.open == 4
    assert figures.overdue == Rate(2, 4)
    assert [each.number for each in figures.overdue_items] == ["4", "1"]


def test_overdue_items_are_listed_by_level_and_lateness() -> None:
    figures = figures_of(
        an_item("1", level="yellow"),
        an_item("2", level="red"),
        an_item("3", level="red", due_on=date(2026, 3, 2)),
        an_item("4"),
    )
    assert [each.number for each in figures.overdue_items] == ["3", "2", "1", "4"]
    first = figures.overdue_items[0]
    assert (first.unit_name, first.late_workdays, first.level) == ("采煤一区党总支", 21, "red")


def test_a_list_ends_but_its_total_does_not() -> None:
    items = [an_item(f"{number:03d}") for number in range(MOST_LISTED + 5)]
    items.append(an_item("999", level="red"))
    figures = figures_of(*items)
    assert figures.overdue.part == MOST_LISTED + 6
    assert len(figures.overdue_items) == MOST_LISTED
    assert figures.overdue_items[0].number == "999"
    assert figures.overdue_items[1].number == "000"


def test_days_of_rectification_are_working_days() -> None:
    figures = figures_of(
        an_item("1", issued_on=date(2026, 3, 2), closed_on=date(2026, 3, 9)),
        an_item("2", issued_on=date(2026, 3, 2), closed_on=date(2026, 3, 10)),
    )
    assert figures.closed == 2
    assert figures.rectification_workdays == Rate(11, 2)
    assert figures.average_workdays == 5.5
    assert figures_of().average_workdays is None


def test_a_closing_that_was_never_sent_back_passed_at_once() -> None:
    figures = figures_of(
        an_item("1", closed_on=IN_QUARTER, is_judged=True),
        an_item("2", closed_on=IN_QUARTER, is_judged=True, reject_no=1),
        an_item("3", closed_on=IN_QUARTER),
        an_item("4", closed_on=BEFORE, issued_on=BEFORE, is_judged=True),
    )
    assert figures.first_pass == Rate(1, 2)


def test_rebounds_are_a_share_of_what_the_former_half_closed() -> None:
    figures = figures_of(
        an_item("1", issued_on=BEFORE, closed_on=BEFORE, rebounded_on=IN_QUARTER),
        an_item("2", issued_on=BEFORE, closed_on=BEFORE),
        an_item("3", closed_on=IN_QUARTER),
    )
    assert figures.rebound == Rate(1, 2)
    assert figures.rebounds == 1


def test_coverage_counts_a_unit_once_and_both_tiers_apart() -> None:
    figures = figures_of(
        reviews=(
            a_review(Z1),
            a_review(Z1, number="2026-02-Z1-2"),
            a_review(Z1_01, issued_on=BEFORE),
            a_review(D05, issued_on=date(2026, 5, 6)),
        )
    )
    direct, sub = figures.coverage
    assert (direct.covered, direct.in_scope, direct.in_quarter) == (2, 2, 1)
    assert (sub.covered, sub.in_scope, sub.in_quarter) == (0, 1, 0)
    assert figures.reviewed_units == 1


def test_a_unit_that_lived_too_short_is_not_in_scope() -> None:
    ended = UnitRecord(
        "D9", "撤销支部", "branch", "DW", "direct", date(2020, 1, 1), date(2026, 3, 1)
    )
    gone = replace(ended, code="D8", to_on=date(2025, 3, 1))
    direct = figures_of(units=(Z1, ended, gone)).coverage[0]
    assert direct.in_scope == 1
    assert ended.is_active_on(date(2026, 2, 28))
    assert not ended.is_active_on(date(2026, 3, 1))


def test_findings_strengths_and_indicators_are_those_of_the_quarter() -> None:
    figures = figures_of(
        reviews=(
            a_review(Z1),
            a_review(
                D05,
                indicators=(
                    IndicatorRecord("安全事故（起）", "0", "1", "unmet"),
                    IndicatorRecord("降本增效（万元）", "", "", "not_applicable"),
                ),
            ),
            a_review(Z1_01, indicators=(), findings=(FindingRecord("手写台账"),)),
        )
    )
    assert figures.findings == 3
    assert [(each.work_axis, each.count) for each in figures.findings_by] == [
        ("organization_life", 2),
        ("", 1),
    ]
    assert figures.strengths_count == 3
    assert [(each.met, each.unmet, each.not_applicable) for each in figures.indicators] == [
        (1, 1, 0),
        (0, 0, 1),
    ]
    assert [each.unit for each in figures.unit_results] == ["D05", "Z1"]


def test_the_same_problem_in_two_units_is_common() -> None:
    figures = figures_of(reviews=(a_review(Z1), a_review(Z1, number="x"), a_review(D05)))
    (common,) = figures.common_problems
    assert (common.problem_code, common.units, common.findings) == ("ZZSH-03", 2, 3)
    assert figures_of(reviews=(a_review(Z1),)).common_problems == ()


def test_a_plan_that_is_missing_is_not_an_empty_plan() -> None:
    assert figures_of().next_planned is None
    assert figures_of(plan=()).next_planned == 0
    plan = (PlannedReview("2026-05", "Z1", "甲"), PlannedReview("2026-04", "D05", "乙"))
    assert [each.unit for each in figures_of(plan=plan).next_plan] == ["D05", "Z1"]


def test_items_of_unknown_units_are_named_by_their_code() -> None:
    tally = a_tally(an_item(unit="X9"))
    assert tally.overdue_items[0].unit_name == "X9"


def test_the_hash_is_that_of_the_stored_json() -> None:
    figures = figures_of(an_item(), reviews=(a_review(),))
    assert figures_hash(figures) == sha256(canonical(to_json(figures))).hexdigest()
    assert figures_hash(figures) != figures_hash(figures_of())


def test_what_is_no_figure_has_no_hash() -> None:
    odd = replace(Figures("dw", 2026, 1, CUT), strengths=(object(),))  # type: ignore[arg-type]  # on purpose
    with pytest.raises(TypeError):
        figures_hash(odd)


def test_hashed_json_can_be_read_by_anyone() -> None:
    figures = figures_of(an_item())
    data = json.loads(canonical(to_json(figures)))
    assert data["cut"]["as_of"] == "2026-04-01T01:00:00Z"
