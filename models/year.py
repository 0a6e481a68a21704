"""The rooms of the year by entity: what each of them shows in lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from models.annual_plan.overview import overview as annual_plan_overview
from models.bulletin.overview import overview as bulletin_overview
from models.common_issue.overview import overview as common_issue_overview
from models.look_back.overview import overview as look_back_overview
from models.overview import Overview
from models.review.overview import overview as review_overview

# None: nothing has happened yet that a list could show.
OverviewOf = Callable[[Any], Overview | None]

OVERVIEWS: dict[str, OverviewOf] = {
    "annual_plan": annual_plan_overview,
    "bulletin": bulletin_overview,
    "common_issue": common_issue_overview,
    "look_back": look_back_overview,
    "review": review_overview,
}

# Kinds of entities that live in a workflow; notices find their own way back with the worker.
LIVING = ("rectification", *OVERVIEWS)
