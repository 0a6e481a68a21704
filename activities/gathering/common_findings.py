"""The same problem in several units, counted over the quarter and the half-year of a feedback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from models.annual_plan.records import Found
from models.annual_plan.spans import half_of, quarter_of
from models.review.state import ReviewState
from store.queries.year import states_of
from wire.codec import to_json
from wire.starts import CommandOrder


class CommonFindings:
    """Gatherer `common_findings`: `found`, occurrences of the order's problem codes.

    Thresholds are for the rules to apply. A review of December may be answered in January: what
    counts is the day of the feedback.
    """

    def __init__(self, engine: AsyncEngine, committee: str) -> None:
        self._engine = engine
        self._committee = committee

    async def __call__(self, order: CommandOrder) -> Mapping[str, Any]:
        """One entry for each period and code that occurs."""
        on = date.fromisoformat(order.data["on"])
        reviews: list[ReviewState] = []
        async with self._engine.connect() as connection:
            for year in (on.year - 1, on.year):
                found = await states_of(connection, "review", year, self._committee)
                reviews += found.values()
        return {
            "found": [
                to_json(each)
                for period in _periods(on)
                for code in dict.fromkeys(order.data["problem_codes"])
                if (each := _found(reviews, period, code, on)).units
            ]
        }


def _found(reviews: list[ReviewState], period: str, code: str, on: date) -> Found:
    occurrences = [
        (review.unit, finding)
        for review in reviews
        if review.feedback_on is not None
        and review.feedback_on <= on
        and period in _periods(review.feedback_on)
        for finding in _findings(review, code)
    ]
    units = tuple(sorted({unit for unit, _ in occurrences}))
    return Found(period, code, units, tuple(sorted(number for _, number in occurrences)))


def _findings(review: ReviewState, code: str) -> Iterator[str]:
    for finding in review.findings:
        if finding.weakness is not None and finding.weakness.code == code:
            yield f"{review.number}#{finding.no}"


def _periods(on: date) -> tuple[str, str]:
    return f"{on.year}-Q{quarter_of(on.month)}", f"{on.year}-H{half_of(on.month)}"
