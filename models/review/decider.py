"""Decider of a review: stream `{committee}/review/{month}-{unit}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.errors import RuleRefusedError
from models.facts import Clock, Command, Effect, Fact, Request
from models.review.clocks import clocks
from models.review.commands import COMMANDS
from models.review.events import EVENTS, AttemptRefused, ReviewEvent
from models.review.evolve import evolve
from models.review.reactions import react
from models.review.rules import decide
from models.review.stage import FINAL_STAGES
from models.review.state import ReviewState
from models.terms import Terms, TermsVersion


class ReviewDecider:
    """Binds the functions of this room into the shape of `models.facts.Decider`."""

    entity = "review"
    commands: Mapping[str, type[Command]] = COMMANDS
    events: Mapping[str, type[ReviewEvent]] = EVENTS
    state_type = ReviewState

    def initial(self) -> ReviewState:
        """State of a number that nobody has used yet."""
        return ReviewState()

    def decide(
        self, state: ReviewState, request: Request[Command], terms: Terms
    ) -> Sequence[ReviewEvent]:
        """What happens if the command is allowed."""
        return decide(state, request, terms)

    def evolve(self, state: ReviewState, fact: Fact[ReviewEvent]) -> ReviewState:
        """State after a fact."""
        return evolve(state, fact)

    def refusal(self, request: Request[Command], error: RuleRefusedError) -> ReviewEvent:
        """The refused attempt, for the auditor: command and rule, no text that anyone typed."""
        return AttemptRefused(request.command.name, error.code, error.message)

    def react(self, state: ReviewState, fact: Fact[ReviewEvent]) -> Sequence[Effect]:
        """What the world has to be told or asked because of a fact."""
        return react(state, fact)

    def clocks(self, state: ReviewState, terms: Terms) -> Sequence[Clock[Command]]:
        """Every promise that is open now."""
        return clocks(state, terms)

    def is_finished(self, state: ReviewState) -> bool:
        """True when the review is closed or cancelled."""
        return state.state in FINAL_STAGES

    def terms_version(self, state: ReviewState) -> TermsVersion:
        """Version of policy and calendar that the review lives under."""
        return state.terms


REVIEW = ReviewDecider()
