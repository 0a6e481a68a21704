"""A look-back that is late (domain.md §2.10): the ladder's events of this room."""

from __future__ import annotations

from models.escalation.climbing import Climb
from models.look_back.events import (
    EscalationAcknowledged,
    LevelRaised,
    LevelRepeated,
    Reminded,
    RemindersLapsed,
)

LADDER = Climb(Reminded, RemindersLapsed, LevelRaised, LevelRepeated, EscalationAcknowledged)
