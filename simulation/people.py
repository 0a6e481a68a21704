"""Everyone together: what waits for whom in an entity of any kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulation.items import item_steps
from simulation.papers import bulletin_steps, common_issue_steps, look_back_steps
from simulation.plans import plan_steps
from simulation.reviews import review_steps
from simulation.step import Step, View

STEPS: dict[str, Callable[[Any, View], list[Step]]] = {
    "annual_plan": plan_steps,
    "review": review_steps,
    "rectification": item_steps,
    "bulletin": bulletin_steps,
    "look_back": look_back_steps,
    "common_issue": common_issue_steps,
}
