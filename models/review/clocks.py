"""Every promise of a review that is open now: the next rung of each countdown."""

from __future__ import annotations

from collections.abc import Sequence

from models.escalation.climbing import ladder_clocks
from models.facts import Clock, Command
from models.review.state import ReviewState
from models.terms import Terms


def clocks(state: ReviewState, terms: Terms) -> Sequence[Clock[Command]]:
    """None while it waits for its items: those have clocks of their own."""
    return ladder_clocks(state, terms)
