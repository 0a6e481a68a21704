"""Who answers for what is late, and an item's own ladder events (domain.md §2.10, §3.2)."""

from __future__ import annotations

from collections.abc import Sequence

from models.escalation.climbing import Climb
from models.escalation.commands import AcknowledgeEscalation, RaiseLevel, Remind, RepeatLevel
from models.escalation.countdown import Subject
from models.facts import Request
from models.rectification.events import (
    EscalationAcknowledged,
    LevelRaised,
    LevelRepeated,
    RectificationEvent,
    Reminded,
    RemindersLapsed,
)
from models.rectification.parts import check_part
from models.rectification.state import RectificationState
from models.terms import Terms

# Who answers for what is late (domain.md §2.10).
RESPONSIBLE: dict[Subject, tuple[str, ...]] = {
    Subject.ITEM: ("owner", "branch_secretary"),
    Subject.ACCEPT: ("branch_secretary",),
    Subject.PLAN: ("owner", "branch_secretary"),
    Subject.APPROVE_PLAN: ("org_officer", "org_head"),
    Subject.VERIFY: ("verifier", "second_signer"),
    Subject.ANSWER_EXTENSION: ("org_head", "committee_deputy"),
    Subject.CHECKPOINT: ("owner", "branch_secretary", "verifier"),
}


_LADDER = Climb(Reminded, RemindersLapsed, LevelRaised, LevelRepeated, EscalationAcknowledged)


def remind(
    state: RectificationState, request: Request[Remind], terms: Terms
) -> Sequence[RectificationEvent]:
    """Before D."""
    return _LADDER.remind(state, request, terms)


def raise_level(
    state: RectificationState, request: Request[RaiseLevel], terms: Terms
) -> Sequence[RectificationEvent]:
    """After D."""
    return _LADDER.raise_level(state, request, terms)


def repeat_level(
    state: RectificationState, request: Request[RepeatLevel], terms: Terms
) -> Sequence[RectificationEvent]:
    """For as long as it takes."""
    return _LADDER.repeat_level(state, request, terms)


def acknowledge_escalation(
    state: RectificationState, request: Request[AcknowledgeEscalation], terms: Terms
) -> Sequence[RectificationEvent]:
    """A reply by whoever answers for it."""
    if (who := RESPONSIBLE.get(request.command.subject)) is not None:
        check_part(state, request.actor, who, request.command.name)
    return _LADDER.acknowledge(state, request, terms)
