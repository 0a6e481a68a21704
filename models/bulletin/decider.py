"""Decider of a quarterly bulletin: stream `{committee}/bulletin/{year}-Q{n}[-C{n}]`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.bulletin.commands import COMMANDS
from models.bulletin.events import EVENTS, AttemptRefused, BulletinEvent
from models.bulletin.evolve import evolve
from models.bulletin.reactions import react
from models.bulletin.rules import decide
from models.bulletin.stage import BulletinStage
from models.bulletin.state import BulletinState
from models.errors import RuleRefusedError
from models.escalation.climbing import ladder_clocks
from models.facts import Clock, Command, Effect, Fact, Request
from models.terms import Terms, TermsVersion


class BulletinDecider:
    """Binds the functions of this room into the shape of `models.facts.Decider`."""

    entity = "bulletin"
    commands: Mapping[str, type[Command]] = COMMANDS
    events: Mapping[str, type[BulletinEvent]] = EVENTS
    state_type = BulletinState

    def initial(self) -> BulletinState:
        """State of a quarter without a bulletin."""
        return BulletinState()

    def decide(
        self, state: BulletinState, request: Request[Command], terms: Terms
    ) -> Sequence[BulletinEvent]:
        """What happens if the command is allowed."""
        return decide(state, request, terms)

    def evolve(self, state: BulletinState, fact: Fact[BulletinEvent]) -> BulletinState:
        """State after a fact."""
        return evolve(state, fact)

    def refusal(self, request: Request[Command], error: RuleRefusedError) -> BulletinEvent:
        """The refused attempt, for the auditor: command and rule, no text that anyone typed."""
        return AttemptRefused(request.command.name, error.code, error.message)

    def react(self, state: BulletinState, fact: Fact[BulletinEvent]) -> Sequence[Effect]:
        """What the world has to be told or asked because of a fact."""
        return react(state, fact)

    def clocks(self, state: BulletinState, terms: Terms) -> Sequence[Clock[Command]]:
        """The next rung of what is promised."""
        return ladder_clocks(state, terms)

    def is_finished(self, state: BulletinState) -> bool:
        """True when nothing but new terms could reach it: closed, filed, and corrected already."""
        is_closed = state.state is BulletinStage.CLOSED
        return is_closed and bool(state.files) and bool(state.corrected_by)

    def terms_version(self, state: BulletinState) -> TermsVersion:
        """Version of policy and calendar that the bulletin lives under."""
        return state.terms


BULLETIN = BulletinDecider()
