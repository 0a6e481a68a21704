"""What people do in a compressed year: as in a simulation, and rarer things beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulation.people import STEPS
from simulation.step import Step, View

YEAR_STEPS: dict[str, Callable[[Any, View], list[Step]]] = dict(STEPS)
