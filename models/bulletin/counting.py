"""A quarter's figures from what the facts say (domain.md §2.7)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from models.bulletin.figures import (
    MOST_LISTED,
    CommonProblem,
    Coverage,
    Cut,
    Figures,
    FindingCount,
    IndicatorCount,
    Strength,
    UnitResult,
)
from models.bulletin.quarter import Quarter
from models.bulletin.records import DIRECT, SUB, PlannedReview, ReviewRecord, UnitRecord
from models.bulletin.tally import Tally
from models.policy import Policy


@dataclass(frozen=True, slots=True)
class Sources:
    """What is counted beside the items.

    Attributes:
        units: The register, every unit that ever was.
        reviews: Reviews of the year whose feedback was issued by the end of the quarter.
        next_plan: What is planned for the next quarter; None when there is no plan of that year.
    """

    units: Sequence[UnitRecord]
    reviews: Sequence[ReviewRecord]
    next_plan: Sequence[PlannedReview] | None


def count(
    committee: str, quarter: Quarter, cut: Cut, sources: Sources, items: Tally, policy: Policy
) -> Figures:
    """The figures of a quarter; `items` has counted every item already."""
    reviews = [each for each in sources.reviews if quarter.holds(each.issued_on)]
    strengths = _strengths(reviews)
    common = _common_problems(reviews, policy.common_issue.units_in_quarter)
    plan = sources.next_plan
    return Figures(
        committee=committee,
        year=quarter.year,
        quarter=quarter.number,
        cut=cut,
        reviewed_units=len({each.unit for each in reviews}),
        coverage=_coverages(quarter, sources, policy),
        findings=sum(len(each.findings) for each in reviews),
        findings_by=_findings_by(reviews),
        strengths_count=len(strengths),
        strengths=tuple(strengths[:MOST_LISTED]),
        opened=items.opened,
        closed=items.closed,
        open=items.open,
        rebounds=items.rebounds,
        extensions=items.extensions,
        overdue_items=items.overdue_items,
        common_problems_count=len(common),
        common_problems=tuple(common[:MOST_LISTED]),
        indicators=_indicators(reviews),
        unit_results=_unit_results(reviews)[:MOST_LISTED],
        next_planned=None if plan is None else len(plan),
        next_plan=_sorted_plan(plan or ())[:MOST_LISTED],
        **items.rates,
    )


def units_in_scope(year: int, units: Sequence[UnitRecord], policy: Policy) -> list[UnitRecord]:
    """Units that a year has to cover, in the order of their codes."""
    least = policy.annual_plan.min_active_days
    return sorted(
        (unit for unit in units if unit.active_days_in(year) >= least), key=lambda unit: unit.code
    )


def _coverages(quarter: Quarter, sources: Sources, policy: Policy) -> tuple[Coverage, ...]:
    scope = units_in_scope(quarter.year, sources.units, policy)
    this_year = {each.unit for each in sources.reviews if each.issued_on.year == quarter.year}
    now = {each.unit for each in sources.reviews if quarter.holds(each.issued_on)}
    return tuple(
        Coverage(tier, len(codes & this_year), len(codes), len(codes & now))
        for tier in (DIRECT, SUB)
        for codes in ({unit.code for unit in scope if unit.tier == tier},)
    )


def _findings_by(reviews: Sequence[ReviewRecord]) -> tuple[FindingCount, ...]:
    counts = Counter(
        (finding.party_plus, finding.work_axis) for each in reviews for finding in each.findings
    )
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return tuple(FindingCount(*key, number) for key, number in ordered[:MOST_LISTED])


def _strengths(reviews: Sequence[ReviewRecord]) -> list[Strength]:
    return [
        Strength(each.unit, each.unit_name, text)
        for each in sorted(reviews, key=lambda review: review.number)
        for text in each.strengths
    ]


def _common_problems(reviews: Sequence[ReviewRecord], least_units: int) -> list[CommonProblem]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for each in sorted(reviews, key=lambda review: review.number):
        for finding in each.findings:
            if finding.problem_code:
                found[finding.problem_code].append((each.unit, finding.problem))
    common = [
        CommonProblem(code, entries[0][1], len({unit for unit, _ in entries}), len(entries))
        for code, entries in found.items()
    ]
    return sorted(
        (each for each in common if each.units >= least_units),
        key=lambda each: (-each.units, -each.findings, each.problem_code),
    )


def _indicators(reviews: Sequence[ReviewRecord]) -> tuple[IndicatorCount, ...]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for each in reviews:
        for result in each.indicators:
            counts[result.indicator][result.status] += 1
    return tuple(
        IndicatorCount(name, found["met"], found["unmet"], found["not_applicable"])
        for name, found in sorted(counts.items())
    )


def _unit_results(reviews: Sequence[ReviewRecord]) -> tuple[UnitResult, ...]:
    return tuple(
        UnitResult(each.unit, each.unit_name, each.indicators)
        for each in sorted(reviews, key=lambda review: review.number)
        if each.indicators
    )


def _sorted_plan(plan: Sequence[PlannedReview]) -> tuple[PlannedReview, ...]:
    return tuple(sorted(plan, key=lambda each: (each.month, each.unit)))
