"""Who answers for what is late, and the plan's own ladder events (domain.md §2.10)."""

from __future__ import annotations

from collections.abc import Sequence

from models.annual_plan.events import (
    AnnualPlanEvent,
    EscalationAcknowledged,
    LevelRaised,
    LevelRepeated,
    Reminded,
    RemindersLapsed,
)
from models.annual_plan.state import AnnualPlanState
from models.escalation.climbing import Climb
from models.escalation.commands import AcknowledgeEscalation, RaiseLevel, Remind, RepeatLevel
from models.facts import Request
from models.terms import Terms

_LADDER = Climb(Reminded, RemindersLapsed, LevelRaised, LevelRepeated, EscalationAcknowledged)


def remind(
    state: AnnualPlanState, request: Request[Remind], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """Before D."""
    return _LADDER.remind(state, request, terms)


def raise_level(
    state: AnnualPlanState, request: Request[RaiseLevel], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """After D."""
    return _LADDER.raise_level(state, request, terms)


def repeat_level(
    state: AnnualPlanState, request: Request[RepeatLevel], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """For as long as it takes."""
    return _LADDER.repeat_level(state, request, terms)


def acknowledge_escalation(
    state: AnnualPlanState, request: Request[AcknowledgeEscalation], terms: Terms
) -> Sequence[AnnualPlanEvent]:
    """A reply by the department or its leaders."""
    return _LADDER.acknowledge(state, request, terms)
