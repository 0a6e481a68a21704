"""Decider of a half-year's look-back: stream `{committee}/look_back/{year}-H{half}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.errors import RuleRefusedError
from models.escalation.climbing import ladder_clocks
from models.facts import Clock, Command, Effect, Fact, Request
from models.look_back.commands import COMMANDS
from models.look_back.events import EVENTS, AttemptRefused, LookBackEvent
from models.look_back.evolve import evolve
from models.look_back.reactions import react
from models.look_back.rules import decide
from models.look_back.stage import FINAL_STAGES
from models.look_back.state import LookBackState
from models.terms import Terms, TermsVersion


class LookBackDecider:
    """Binds the functions of this room into the shape of `models.facts.Decider`."""

    entity = "look_back"
    commands: Mapping[str, type[Command]] = COMMANDS
    events: Mapping[str, type[LookBackEvent]] = EVENTS
    state_type = LookBackState

    def initial(self) -> LookBackState:
        """State of a half-year that has not been looked back on yet."""
        return LookBackState()

    def decide(
        self, state: LookBackState, request: Request[Command], terms: Terms
    ) -> Sequence[LookBackEvent]:
        """What happens if the command is allowed."""
        return decide(state, request, terms)

    def evolve(self, state: LookBackState, fact: Fact[LookBackEvent]) -> LookBackState:
        """State after a fact."""
        return evolve(state, fact)

    def refusal(self, request: Request[Command], error: RuleRefusedError) -> LookBackEvent:
        """The refused attempt, for the auditor: command and rule, no text that anyone typed."""
        return AttemptRefused(request.command.name, error.code, error.message)

    def react(self, state: LookBackState, fact: Fact[LookBackEvent]) -> Sequence[Effect]:
        """What the world has to be told or asked because of a fact."""
        return react(state, fact)

    def clocks(self, state: LookBackState, terms: Terms) -> Sequence[Clock[Command]]:
        """The next rung of the promise to finish; none when it is kept."""
        return ladder_clocks(state, terms)

    def is_finished(self, state: LookBackState) -> bool:
        """True when the report is on record."""
        return state.state in FINAL_STAGES

    def terms_version(self, state: LookBackState) -> TermsVersion:
        """Version of policy and calendar that the look-back lives under."""
        return state.terms


LOOK_BACK = LookBackDecider()
