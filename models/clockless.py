"""The decider of an entity that waits for nothing: a unit, an account, the policy, the calendar.

Such an entity needs no workflow: the store's command handler loads, folds, decides and appends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from models.errors import RuleRefusedError
from models.facts import Clock, Command, Effect, Event, Fact, Request
from models.terms import Terms, TermsVersion

S = TypeVar("S")
C = TypeVar("C", bound=Command)
E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class ClocklessDecider(Generic[S, C, E]):
    """Binds the functions of a room into the shape of `models.facts.Decider`.

    Attributes:
        entity: Name of the entity, second part of its stream ids.
        commands: Every command class by wire name.
        events: Every event class by wire name.
        state_type: Dataclass of the state; made without arguments it is the empty stream's.
        rules: What happens because of a request.
        fold: State after a fact.
        refused: Makes the event of a refused attempt from command name, code and message.
        ended: True when no command can succeed any more.
    """

    entity: str
    commands: Mapping[str, type[C]]
    events: Mapping[str, type[E]]
    state_type: type[S]
    rules: Callable[[S, Request[C]], Sequence[E]]
    fold: Callable[[S, Fact[E]], S]
    refused: Callable[[str, str, str], E]
    ended: Callable[[S], bool]

    def initial(self) -> S:
        """State of a stream without facts."""
        return self.state_type()

    def decide(self, state: S, request: Request[C], terms: Terms) -> Sequence[E]:
        """What happens if the command is allowed; these entities live under no terms."""
        return self.rules(state, request)

    def evolve(self, state: S, fact: Fact[E]) -> S:
        """State after a fact."""
        return self.fold(state, fact)

    def refusal(self, request: Request[C], error: RuleRefusedError) -> E:
        """The refused attempt, for the auditor."""
        return self.refused(request.command.name, error.code, error.message)

    def react(self, state: S, fact: Fact[E]) -> Sequence[Effect]:
        """Nobody has to be told."""
        return ()

    def clocks(self, state: S, terms: Terms) -> Sequence[Clock[C]]:
        """Nothing is waited for."""
        return ()

    def is_finished(self, state: S) -> bool:
        """True when no command can succeed any more."""
        return self.ended(state)

    def terms_version(self, state: S) -> TermsVersion:
        """These entities live under no policy and no calendar."""
        return TermsVersion()
