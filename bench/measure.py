"""What a bench gives back: figures as ratios to a yardstick of the same run."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Measure:
    """One figure.

    Attributes:
        name: What was measured, and against what.
        value: The ratio, or a count when `unit` says so.
        unit: `ratio`, or what is counted.
        goal: Bound that was set beforehand; None when the figure only informs.
        at_most: True when the goal is an upper bound.
        details: Raw figures behind it.
    """

    name: str
    value: float
    unit: str = "ratio"
    goal: float | None = None
    at_most: bool = False
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def is_met(self) -> bool:
        """True when there is no goal, or the value keeps it."""
        if self.goal is None:
            return True
        return self.value <= self.goal if self.at_most else self.value >= self.goal

    def line(self) -> str:
        """For people: figure, goal, whether it is kept."""
        goal = ""
        if self.goal is not None:
            sign, verdict = "≤" if self.at_most else "≥", "met" if self.is_met else "MISSED"
            goal = f"  (goal {sign} {self.goal:g}: {verdict})"
        return f"{self.name:<58} {self.value:>10.3f} {self.unit}{goal}"


def report(bench: str, measures: Sequence[Measure]) -> None:
    """Print every figure and keep them, with the machine they were taken on."""
    for measure in measures:
        print(measure.line(), flush=True)
    RESULTS.mkdir(exist_ok=True)
    document = {
        "bench": bench,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"python": platform.python_version(), "system": platform.platform()},
        "measures": [asdict(measure) for measure in measures],
    }
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    (RESULTS / f"{bench}.json").write_text(text, encoding="utf-8")
