"""What somebody could do now with one entity, and how long they take to get to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.terms import Terms
from simulation.behaviour import Behaviour
from simulation.dice import Dice
from simulation.roster import Person, Roster


@dataclass(frozen=True, slots=True)
class Step:
    """A command that waits to be given.

    Attributes:
        command: Wire name.
        person: Who gives it.
        data: Its fields.
        key: Tells steps of one entity apart; the same key is the same waiting.
        wait_workdays: Working days that the person takes from the day on which it could be done.
        on: The day on which it is done, instead of a wait.
    """

    command: str
    person: Person
    data: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""
    wait_workdays: int = 0
    on: date | None = None

    @property
    def name(self) -> str:
        """The key, or the command when there is none."""
        return self.key or self.command


@dataclass(frozen=True, slots=True)
class View:
    """What people know when they look at one entity.

    Attributes:
        today: Simulated civil day.
        roster: Everyone.
        behaviour: Habits.
        dice: Chance, bound to the entity's stream.
        terms: Policy and calendar.
    """

    today: date
    roster: Roster
    behaviour: Behaviour
    dice: Dice
    terms: Terms

    def unit_wait(self, unit: str, term_workdays: int, *key: object) -> int:
        """How long a unit takes for a step with a term; weak units are late more often."""
        behaviour = self.behaviour
        percent = behaviour.unit_late_percent * self.factor(unit)
        return self._wait(percent, term_workdays, *key)

    def department_wait(self, term_workdays: int, *key: object) -> int:
        """The same for the department."""
        return self._wait(self.behaviour.department_late_percent, term_workdays, *key)

    def verifier_wait(self, term_workdays: int, *key: object) -> int:
        """The same for a verifier."""
        return self._wait(self.behaviour.verifier_late_percent, term_workdays, *key)

    def factor(self, unit: str) -> int:
        """How many times as often a unit is late."""
        is_weak = self.dice.on("units").chance(self.behaviour.weak_unit_percent, unit)
        return self.behaviour.weak_factor if is_weak else 1

    def _wait(self, percent: float, term_workdays: int, *key: object) -> int:
        if self.dice.chance(percent, "is late", *key):
            return term_workdays + self.dice.late(self.behaviour.late_workdays, *key)
        return self.dice.number(0, term_workdays, "in time", *key)
