"""What lists show of an entity of the year: one row, made by each room from its own state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Overview:
    """One row of a list.

    Attributes:
        number: Third part of the stream id.
        title: What it is, in Chinese, for example `2026年3月采煤科党总支复盘`.
        state: State's id.
        state_label: The state in Chinese.
        year: Year that it belongs to.
        period: `2026`, `2026-03`, `2026-Q1` or `2026-H1`.
        unit: Code of the unit it is about; empty for the whole committee.
        parent_unit: Code of the unit above it; its people may see it too.
        due_on: Civil date of the earliest promise that is open; None when none is.
        level: Highest supervision level of the open promises; empty when none was raised.
    """

    number: str
    title: str
    state: str
    state_label: str
    year: int
    period: str
    unit: str = ""
    parent_unit: str = ""
    due_on: date | None = None
    level: str = ""
