"""A year's figures, added up from those of its quarters so that they agree with the bulletins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.bulletin.figures import CommonProblem, Coverage, Figures, Rate, Strength
from models.look_back.state import LookBackState
from models.look_back.tally import whole
from models.look_back.verdict import Verdict


@dataclass(frozen=True, slots=True)
class LookBackResult:
    """One look-back of the year: half, items looked at, and how many were judged how."""

    half: int
    looked_at: int
    held: int
    reinforced: int
    rebounded: int
    false_closures: int


@dataclass(frozen=True, slots=True)
class AnnualFigures:
    """Everything that the year's duty report counts.

    Attributes:
        year: The civil year.
        quarters: Numbers of the quarters that the figures cover; fewer than four is no whole year.
        published: Those of them whose figures stand in an issued bulletin.
        coverage: As the last quarter left it.
        reviews: Reviews whose feedback was issued.
        findings, strengths_count, opened, closed, rebounds, extensions: Sums over the quarters.
        open, overdue: As the last quarter left them.
        on_time, first_pass, extension: Shares, added up part by part and whole by whole.
        by_axis: Findings by axis of work, most first.
        strengths, common_problems: Of all quarters, in their order.
        met, judged: Indicators of 三零三增 that were met, and that had a target at all.
        look_backs: The finished ones.
    """

    year: int
    quarters: tuple[int, ...]
    published: tuple[int, ...]
    coverage: tuple[Coverage, ...]
    reviews: int
    findings: int
    strengths_count: int
    opened: int
    closed: int
    open: int
    overdue: Rate
    on_time: Rate
    first_pass: Rate
    extension: Rate
    rebounds: int
    extensions: int
    by_axis: tuple[tuple[str, int], ...]
    strengths: tuple[Strength, ...]
    common_problems: tuple[CommonProblem, ...]
    met: int
    judged: int
    look_backs: tuple[LookBackResult, ...]


def annual_figures(
    year: int,
    quarters: Sequence[Figures],
    published: Iterable[int],
    look_backs: Iterable[LookBackState],
) -> AnnualFigures:
    """Add up.

    Args:
        year: The civil year.
        quarters: Figures of at least one quarter, in their order.
        published: Quarters whose figures were taken from an issued bulletin.
        look_backs: Of the year, whatever their state.
    """
    last = quarters[-1]
    indicators = [each for figures in quarters for each in figures.indicators]
    met = sum(each.met for each in indicators)
    return AnnualFigures(
        year=year,
        quarters=tuple(figures.quarter for figures in quarters),
        published=tuple(sorted(published)),
        coverage=last.coverage,
        reviews=sum(figures.reviewed_units for figures in quarters),
        findings=sum(figures.findings for figures in quarters),
        strengths_count=sum(figures.strengths_count for figures in quarters),
        opened=sum(figures.opened for figures in quarters),
        closed=sum(figures.closed for figures in quarters),
        open=last.open,
        overdue=last.overdue,
        on_time=_added(figures.on_time for figures in quarters),
        first_pass=_added(figures.first_pass for figures in quarters),
        extension=_added(figures.extension for figures in quarters),
        rebounds=sum(figures.rebounds for figures in quarters),
        extensions=sum(figures.extensions for figures in quarters),
        by_axis=_by_axis(quarters),
        strengths=tuple(each for figures in quarters for each in figures.strengths),
        common_problems=tuple(each for figures in quarters for each in figures.common_problems),
        met=met,
        judged=met + sum(each.unmet for each in indicators),
        look_backs=tuple(_result(each) for each in look_backs if each.finished_on is not None),
    )


def _added(rates: Iterable[Rate]) -> Rate:
    added = list(rates)
    return Rate(sum(each.part for each in added), sum(each.whole for each in added))


def _by_axis(quarters: Sequence[Figures]) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for figures in quarters:
        for each in figures.findings_by:
            counts[each.work_axis] += each.count
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _result(state: LookBackState) -> LookBackResult:
    tally = whole(state)
    counts = dict(zip(Verdict, tally.counts, strict=True))
    return LookBackResult(
        half=state.half,
        looked_at=tally.judged,
        held=counts[Verdict.CONSOLIDATED],
        reinforced=counts[Verdict.BASIC],
        rebounded=counts[Verdict.REBOUND],
        false_closures=counts[Verdict.FALSE_CLOSURE],
    )
