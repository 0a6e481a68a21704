"""What a subject's notices remember: hardly anything, their facts say it all."""

from __future__ import annotations

from dataclasses import dataclass

from models.facts import Fact
from models.notice.events import NoticeEvent, Posted


@dataclass(frozen=True, slots=True)
class Notices:
    """Versions of the subject's stream that people were told of."""

    told_of: frozenset[int] = frozenset()


def evolve(state: Notices, fact: Fact[NoticeEvent]) -> Notices:
    """The notices after one more fact."""
    if isinstance(fact.event, Posted):
        return Notices(state.told_of | {fact.event.about_version})
    return state
