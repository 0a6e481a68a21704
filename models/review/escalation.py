"""Who answers for what is late, and a review's own ladder events (domain.md §2.10)."""

from __future__ import annotations

from collections.abc import Sequence

from models.escalation.climbing import Climb
from models.escalation.commands import AcknowledgeEscalation, RaiseLevel, Remind, RepeatLevel
from models.escalation.countdown import Subject
from models.facts import Request
from models.review.events import (
    EscalationAcknowledged,
    LevelRaised,
    LevelRepeated,
    Reminded,
    RemindersLapsed,
    ReviewEvent,
)
from models.review.parts import check_part
from models.review.state import ReviewState
from models.terms import Terms

# Who answers for what is late.
RESPONSIBLE: dict[Subject, tuple[str, ...]] = {
    Subject.HOLD_REVIEW: ("review_lead", "org_officer", "org_head", "gb_secretary"),
    Subject.CONFIRM_FEEDBACK: ("branch_secretary",),
    Subject.ISSUE_FEEDBACK: ("review_lead",),
}

_LADDER = Climb(Reminded, RemindersLapsed, LevelRaised, LevelRepeated, EscalationAcknowledged)


def remind(state: ReviewState, request: Request[Remind], terms: Terms) -> Sequence[ReviewEvent]:
    """Before the due day."""
    return _LADDER.remind(state, request, terms)


def raise_level(
    state: ReviewState, request: Request[RaiseLevel], terms: Terms
) -> Sequence[ReviewEvent]:
    """After the due day."""
    return _LADDER.raise_level(state, request, terms)


def repeat_level(
    state: ReviewState, request: Request[RepeatLevel], terms: Terms
) -> Sequence[ReviewEvent]:
    """For as long as it takes."""
    return _LADDER.repeat_level(state, request, terms)


def acknowledge_escalation(
    state: ReviewState, request: Request[AcknowledgeEscalation], terms: Terms
) -> Sequence[ReviewEvent]:
    """A reply by whoever answers for it."""
    if (who := RESPONSIBLE.get(request.command.subject)) is not None:
        check_part(state, request.actor, request.command.name, who)
    return _LADDER.acknowledge(state, request, terms)
