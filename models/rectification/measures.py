"""Measures and the item's own due day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.errors import InvalidInputError
from models.rectification.content import Measure

_SHOWN = 20  # characters of a measure: enough to know which one is meant


def check_in_time(measures: Sequence[Measure], due_on: date | None, today: date) -> None:
    """Refuse a measure that ends after the item's due day.

    Once that day has passed no honest plan could keep it: the item counts as overdue, and its
    measures say by when it will be done after all.

    Args:
        measures: Those without a date pass.
        due_on: The due day that counts, extended or not; None for long-term items.
        today: Civil date of the command.

    Raises:
        InvalidInputError: Names the first such measure and the due day.
    """
    if due_on is None or due_on < today:
        return
    for number, measure in enumerate(measures, start=1):
        if measure.due_on is not None and measure.due_on > due_on:
            raise InvalidInputError(
                "measure_after_deadline",
                f"第{number}条措施“{_shortened(measure.text)}”的完成日期{measure.due_on}"
                f"晚于整改时限{due_on}，请改为不晚于{due_on}。",
                "measures",
            )


def _shortened(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"
