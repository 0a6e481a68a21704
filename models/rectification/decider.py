"""Decider of a rectification item: stream `{committee}/rectification/{number}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.errors import RuleRefusedError
from models.facts import Clock, Command, Effect, Fact, Request
from models.rectification.clocks import clocks
from models.rectification.commands import COMMANDS
from models.rectification.events import EVENTS, AttemptRefused, RectificationEvent
from models.rectification.evolve import evolve
from models.rectification.reactions import react
from models.rectification.rules import decide
from models.rectification.state import RectificationState
from models.terms import Terms, TermsVersion


class RectificationDecider:
    """Binds the functions of this room into the shape of `models.facts.Decider`."""

    entity = "rectification"
    commands: Mapping[str, type[Command]] = COMMANDS
    events: Mapping[str, type[RectificationEvent]] = EVENTS
    state_type = RectificationState

    def initial(self) -> RectificationState:
        """State of a number that nobody has used yet."""
        return RectificationState()

    def decide(
        self, state: RectificationState, request: Request[Command], terms: Terms
    ) -> Sequence[RectificationEvent]:
        """What happens if the command is allowed."""
        return decide(state, request, terms)

    def evolve(
        self, state: RectificationState, fact: Fact[RectificationEvent]
    ) -> RectificationState:
        """State after a fact."""
        return evolve(state, fact)

    def refusal(self, request: Request[Command], error: RuleRefusedError) -> RectificationEvent:
        """The refused attempt, for the auditor: command and rule, no text that anyone typed."""
        return AttemptRefused(request.command.name, error.code, error.message)

    def react(self, state: RectificationState, fact: Fact[RectificationEvent]) -> Sequence[Effect]:
        """What the world has to be told or asked because of a fact."""
        return react(state, fact)

    def clocks(self, state: RectificationState, terms: Terms) -> Sequence[Clock[Command]]:
        """Every promise that is open now."""
        return clocks(state, terms)

    def is_finished(self, state: RectificationState) -> bool:
        """True when the item is archived, reopened as another one, transferred or terminated."""
        return state.state.is_final

    def terms_version(self, state: RectificationState) -> TermsVersion:
        """Version of policy and calendar that the item lives under."""
        return state.terms


RECTIFICATION = RectificationDecider()
