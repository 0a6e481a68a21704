"""What a bulletin takes from a review and from an annual plan."""

from __future__ import annotations

from collections.abc import Mapping

from models.annual_plan.stage import Stage
from models.annual_plan.state import AnnualPlanState
from models.bulletin.quarter import Quarter
from models.bulletin.records import (
    FindingRecord,
    IndicatorRecord,
    PlannedReview,
    ReviewRecord,
)
from models.review.content import IndicatorResult
from models.review.glossary import INDICATORS
from models.review.state import ReviewState

_APPROVED = (Stage.RUNNING, Stage.CLOSED)


def review_record(state: ReviewState) -> ReviewRecord | None:
    """The record of a review; None until its feedback is issued: before, nothing counts."""
    if state.feedback_on is None:
        return None
    return ReviewRecord(
        number=state.number,
        unit=state.unit,
        unit_name=state.unit_name,
        issued_on=state.feedback_on,
        strengths=tuple(each.strength.text for each in state.findings if each.strength),
        findings=tuple(
            FindingRecord(
                each.weakness.problem,
                each.weakness.code,
                each.weakness.party_plus,
                each.weakness.work_axis,
            )
            for each in state.findings
            if each.weakness
        ),
        indicators=tuple(map(_indicator, state.indicators)),
    )


def planned_reviews(
    plan: AnnualPlanState, quarter: Quarter, names: Mapping[str, str]
) -> list[PlannedReview] | None:
    """What a plan has for a quarter; None while nobody has approved it."""
    if plan.stage not in _APPROVED:
        return None
    months = range(quarter.first_on.month, quarter.last_on.month + 1)
    return [
        PlannedReview(f"{plan.year}-{slot.month:02d}", slot.unit, names.get(slot.unit, slot.unit))
        for slot in plan.slots
        if slot.month in months
    ]


def _indicator(result: IndicatorResult) -> IndicatorRecord:
    return IndicatorRecord(
        indicator=INDICATORS[result.indicator],
        target=_number(result.target),
        actual=_number(result.actual),
        status=result.standing.value if result.standing else "",
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
