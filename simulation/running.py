"""One simulation from its files to its figures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from time import monotonic

from models.calendar import at_shanghai
from simulation.behaviour import Behaviour, check
from simulation.dice import Dice
from simulation.figures import Year, figures_of
from simulation.player import Player, last_day
from simulation.world import Given, World, first_day, open_world

_DAWN = time(8, 30)


@dataclass(frozen=True)
class Asked:
    """What is to be simulated.

    Attributes:
        year, years: First year, and how many in a row.
        seed: Of all chance.
        until_on: Stop early, for a try; None: to the look-back on the last half-year.
        kept: Directory that stays; None: nothing stays.
    """

    given: Given
    year: int
    behaviour: Behaviour
    seed: int = 1
    years: int = 1
    until_on: date | None = None
    kept: Path | None = None

    @property
    def days(self) -> int:
        """Simulated days."""
        return (self.last_on - first_day(self.year)).days + 1

    @property
    def last_on(self) -> date:
        """Last simulated day."""
        return self.until_on or last_day(self.year, self.years)


@dataclass(frozen=True)
class Outcome:
    """Figures of a simulation and what it took.

    Attributes:
        wall_seconds: Real time of the play, without setting up the servers.
    """

    year: Year
    wall_seconds: float

    @property
    def events_per_second(self) -> float:
        """Events that were written in a real second."""
        return self.year.events / self.wall_seconds


async def simulate(
    asked: Asked,
    on_day: Callable[[int], None] = lambda days: None,
    look: Callable[[World, Player], Awaitable[None]] | None = None,
) -> Outcome:
    """Play what is asked for.

    Args:
        asked: See there.
        on_day: Told of every day that is over.
        look: Sees the world before it is taken down.

    Raises:
        InvalidInputError: Register, policy or assumptions make no sense.
        ConfigurationError: A file cannot be read, or a server is not installed.
    """
    check(asked.behaviour)
    begins_at = at_shanghai(first_day(asked.year), _DAWN)
    async with open_world(asked.given, begins_at, asked.kept) as world:
        player = Player(world, asked.behaviour, Dice(asked.seed))
        started = monotonic()
        played = await player.play(asked.year, asked.last_on, on_day)
        wall_seconds = monotonic() - started
        if look is not None:
            await look(world, player)
        span = (asked.year, asked.years)
        calendar = world.terms.calendar
        year = figures_of(world.engine, played, world.roster, calendar, span)
    return Outcome(year, wall_seconds)
