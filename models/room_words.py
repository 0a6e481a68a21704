"""The words of every room that people command or read, by the name of its entity."""

from __future__ import annotations

from models.annual_plan.labels import WORDS as ANNUAL_PLAN_WORDS
from models.bulletin.labels import WORDS as BULLETIN_WORDS
from models.common_issue.labels import WORDS as COMMON_ISSUE_WORDS
from models.look_back.labels import WORDS as LOOK_BACK_WORDS
from models.rectification.words import WORDS as RECTIFICATION_WORDS
from models.review.labels import WORDS as REVIEW_WORDS
from models.words import RoomWords

_ALL = (
    RECTIFICATION_WORDS,
    ANNUAL_PLAN_WORDS,
    BULLETIN_WORDS,
    LOOK_BACK_WORDS,
    COMMON_ISSUE_WORDS,
    REVIEW_WORDS,
)

ROOM_WORDS: dict[str, RoomWords] = {words.entity: words for words in _ALL}


def event_label(event_type: str) -> str:
    """What a kind of fact is called; its wire type where no room names it."""
    words = ROOM_WORDS.get(event_type.split(".", 1)[0])
    return words.events.get(event_type, event_type) if words else event_type
