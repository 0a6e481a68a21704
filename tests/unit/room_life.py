"""Drives one entity of any room as its workflow would, with a clock that tests move."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from models.errors import FupanError, InvalidInputError, RuleRefusedError
from models.facts import SYSTEM, Actor, Command, Decider, Effect, Fact, Notify, Open, Request, Tell
from models.terms import Terms


class RoomLife:
    """One entity: its state, its facts, and what it has asked of the world."""

    def __init__(self, decider: Decider[Any, Any, Any], terms: Terms, now: datetime) -> None:
        self.decider, self.terms, self.now = decider, terms, now
        self.state: Any = decider.initial()
        self.facts: list[Fact[Any]] = []
        self.effects: list[Effect] = []

    def does(self, actor: Actor, command: Command, when: datetime | None = None) -> list[Any]:
        """The command is accepted: its events, now part of the facts."""
        self.now = when or self.now
        return self._decide(f"c{len(self.facts)}", actor, command)

    def refuses(self, actor: Actor, command: Command, when: datetime | None = None) -> str:
        """The command is refused by a rule: the code. Nothing changes."""
        return self._error(RuleRefusedError, actor, command, when).code

    def rejects(self, actor: Actor, command: Command, when: datetime | None = None) -> str:
        """The command makes no sense: the code. Nothing changes."""
        return self._error(InvalidInputError, actor, command, when).code

    def runs_until(self, until: datetime) -> None:
        """Every clock fires at its moment up to an instant."""
        while clock := self._next(until):
            self.now = max(self.now, clock.fires_at)
            self._decide(clock.key, SYSTEM, clock.command)
        self.now = max(self.now, until)

    def wakes_up(self, when: datetime) -> None:
        """After downtime, everything that is due fires at this very instant."""
        self.now = when
        while clock := self._next(when):
            self._decide(clock.key, SYSTEM, clock.command)

    def events(self, kind: type[Any]) -> list[Any]:
        """Events of one kind so far."""
        return [fact.event for fact in self.facts if isinstance(fact.event, kind)]

    def asked(self, command: str) -> list[Open | Tell]:
        """What was asked of entities by a command of that name, oldest first."""
        return [
            each
            for each in self.effects
            if isinstance(each, Open | Tell) and each.command == command
        ]

    def told(self, kind: str) -> list[Notify]:
        """Notices of a kind, oldest first."""
        return [each for each in self.effects if isinstance(each, Notify) and each.kind == kind]

    def _next(self, until: datetime) -> Any:
        armed = [
            each for each in self.decider.clocks(self.state, self.terms) if each.fires_at <= until
        ]
        return min(armed, key=lambda each: (each.fires_at, each.key), default=None)

    def _error(
        self, kind: type[FupanError], actor: Actor, command: Command, when: datetime | None
    ) -> FupanError:
        before = self.state
        with pytest.raises(kind) as caught:
            self.does(actor, command, when)
        assert self.state == before
        assert type(caught.value) is kind
        return caught.value

    def _decide(self, step: str, actor: Actor, command: Command) -> list[Any]:
        request = Request(step, actor, self.now, command)
        events = list(self.decider.decide(self.state, request, self.terms))
        for event in events:
            fact = Fact(len(self.facts) + 1, self.now, actor, step, event)
            self.state = self.decider.evolve(self.state, fact)
            self.effects.extend(self.decider.react(self.state, fact))
            self.facts.append(fact)
        return events
