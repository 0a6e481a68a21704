"""All rooms whose histories are on record."""

from __future__ import annotations

from typing import Any

from tests.replay.annual_plan_paths import ANNUAL_PLANS
from tests.replay.bulletin_paths import BULLETINS
from tests.replay.common_issue_paths import COMMON_ISSUES
from tests.replay.item_paths import ITEMS
from tests.replay.look_back_paths import LOOK_BACKS
from tests.replay.review_paths import REVIEWS
from tests.replay.room import Room

ROOMS: tuple[Room[Any], ...] = (
    ITEMS,
    ANNUAL_PLANS,
    REVIEWS,
    COMMON_ISSUES,
    BULLETINS,
    LOOK_BACKS,
)
