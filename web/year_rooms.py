"""The five rooms of the year as API and command line show them."""

from __future__ import annotations

from dataclasses import dataclass

from models.room_words import ROOM_WORDS


@dataclass(frozen=True, slots=True)
class YearRoom:
    """One room.

    Attributes:
        entity: Name of the entity.
        path: Its place in addresses; the command line's group has the same in the singular.
        name: Prefix of its operation ids.
        example: A number as people read it.
        numbered: Command of people that brings one to life under the number that they give.
        unnumbered: Command of people that brings one to life and finds its number.
    """

    entity: str
    path: str
    name: str
    example: str
    numbered: str = ""
    unnumbered: str = ""

    @property
    def title(self) -> str:
        """What one of them is called in Chinese."""
        return ROOM_WORDS[self.entity].title


PLANS = YearRoom("annual_plan", "plans", "plan", "2026", numbered="begin")
REVIEWS = YearRoom("review", "reviews", "review", "2026-03-Z1", unnumbered="plan")
COMMON_ISSUES = YearRoom(
    "common_issue", "common-issues", "common_issue", "2026-Q2-organization_life"
)
BULLETINS = YearRoom("bulletin", "bulletins", "bulletin", "2026-Q1")
LOOK_BACKS = YearRoom("look_back", "look-backs", "look_back", "2026-H1")

YEAR_ROOMS: dict[str, YearRoom] = {
    room.entity: room for room in (PLANS, REVIEWS, COMMON_ISSUES, BULLETINS, LOOK_BACKS)
}
