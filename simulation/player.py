"""Plays day after day: clocks fire, people look at what waits, and act."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from models.calendar import at_shanghai
from models.errors import FupanError, TransientError
from models.ids import derived_id, entity_of
from models.rooms import DECIDERS
from models.year import OVERVIEWS
from simulation.agenda import Agenda
from simulation.behaviour import Behaviour
from simulation.dice import Dice
from simulation.people import STEPS
from simulation.step import Step, View
from simulation.world import World, first_day
from store.queries.year import state_of
from store.streams import load
from wire.codec import from_json
from wire.messages import CommandMessage

_NOON, _AFTERNOON = time(12, 0), time(14, 0)
_MINUTE = timedelta(minutes=1)
_HANDS = 8  # entities that are brought up, or commanded, at the same time
_ROUNDS = 60  # steps that may follow each other in one entity on one day
_SWEEPS = 10
_LAST_MONTH, _LAST_DAY = 2, 10  # of the year after: bulletin and look-back are finished by then


def last_day(year: int, years: int = 1) -> date:
    """Day by which bulletin and look-back of the last of some years are finished."""
    return date(year + years, _LAST_MONTH, _LAST_DAY)


@dataclass(frozen=True, slots=True)
class Refused:
    """A command that a rule did not allow: people try that in real life, too."""

    on: date
    stream: str
    command: str
    code: str


@dataclass
class Played:
    """What came of a simulation beside its facts.

    Attributes:
        refused: Commands that were not allowed.
        stuck: Clocks that did not fire when due, by stream; always empty in a sound run.
        states: Last state of every entity, by stream.
        commands: Commands that people gave.
    """

    refused: list[Refused] = field(default_factory=list)
    stuck: Counter[str] = field(default_factory=Counter)
    states: dict[str, Any] = field(default_factory=dict)
    commands: int = 0


class Player:
    """One simulation from its first day to its last."""

    def __init__(self, world: World, behaviour: Behaviour, dice: Dice) -> None:
        self.played = Played()
        self._world, self._behaviour, self._dice = world, behaviour, dice
        self._agenda = Agenda(behaviour, world.terms.calendar)
        self._tries: Counter[tuple[str, str]] = Counter()
        # Steps of a day by stream, as long as the state from which they follow still stands.
        self._waiting: dict[str, tuple[date, Any, list[Step]]] = {}
        self._is_down = False

    async def play(self, year: int, last: date, on_day: Callable[[int], None]) -> Played:
        """Play from the making of a year's plan to a last day; each plan opens the next.

        Args:
            year: First year.
            last: Last day; `last_day` leaves nothing of the last year undone.
            on_day: Told of every day that is over.
        """
        day = first_day(year)
        async with self._world.engine.worker():
            self._clock.now = at_shanghai(day, time(8, 30))
            await self._begin(year)
            while day <= last:
                await self._live(day)
                on_day(1)
                day += timedelta(days=1)
        return self.played

    @property
    def _clock(self) -> Any:
        return self._world.engine.clock

    async def _begin(self, year: int) -> None:
        stream = self._world.engine.gateway.stream("annual_plan", str(year))
        step = Step("begin", self._world.roster.at("officer1"), {"year": year})
        await self._carry_out(stream, step, first_day(year))
        await self._settle()

    async def _live(self, day: date) -> None:
        if self._behaviour.is_down(day):
            self._is_down = True
            return
        if self._is_down:
            await self._recover(day)
        await self._fire_clocks(at_shanghai(day, _NOON))
        if self._world.terms.calendar.is_workday(day):
            self._clock.now = at_shanghai(day, _AFTERNOON)
            await self._work(day)

    # ---- clocks ---------------------------------------------------------------------------

    async def _fire_clocks(self, now: datetime) -> None:
        """Everything that is due by an instant; what follows from it follows at once."""
        self._clock.now = max(self._clock.now, now)
        for _ in range(_SWEEPS):
            due = self._due()
            if not due:
                return
            await self._fire(due)
            await self._settle()
        for stream in self._due():
            self.played.stuck[stream] += 1
            del self._world.engine.watched.promises[stream]

    def _due(self) -> list[str]:
        promises, now = self._world.engine.watched.promises, self._clock.now
        return sorted(
            (stream for stream, at in promises.items() if at <= now),
            key=lambda stream: (promises[stream], stream),
        )

    async def _fire(self, due: Sequence[str]) -> None:
        """Items side by side; before them the others one after another, for they tell others."""
        for stream in due:
            if entity_of(stream) != "rectification":
                await self._clock.bring_up(stream)
        items = [stream for stream in due if entity_of(stream) == "rectification"]
        await self._side_by_side(self._clock.bring_up(stream) for stream in items)

    async def _settle(self) -> None:
        """Until nothing follows any more from what has happened."""
        watched = self._world.engine.watched
        while watched.touched:
            touched, watched.touched = watched.touched, set()
            self._clock.now += _MINUTE
            await self._side_by_side(map(self._clock.bring_up, sorted(touched)))
            await self._read(touched | watched.touched)

    async def _recover(self, day: date) -> None:
        """The service is back: whatever missed a clock lives on from its facts, and is late."""
        self._is_down = False
        self._clock.now = at_shanghai(day, time(8, 30))
        for stream in self._due():
            await self._world.engine.client.get_workflow_handle(stream).terminate("downtime")
            self._clock.forget(stream)
            await self._world.engine.gateway.start_from_facts(stream)
            self._world.engine.watched.touched.add(stream)
        await self._settle()

    # ---- people ---------------------------------------------------------------------------

    async def _work(self, day: date) -> None:
        """One working day of everybody."""
        for _ in range(_ROUNDS):
            acts = self._acts(day)
            if not acts:
                return
            self.played.commands += len(acts)
            await self._side_by_side(self._carry_out(*act, day) for act in acts)
            await self._settle()

    def _acts(self, day: date) -> list[tuple[str, Step]]:
        acts = []
        for stream in sorted(self.played.states):
            steps = self._steps(stream, day)
            if (step := self._agenda.due(stream, steps, day)) is not None:
                acts.append((stream, step))
        return acts

    def _steps(self, stream: str, day: date) -> list[Step]:
        """What waits in an entity, which people look at once a day, and after each change."""
        state = self.played.states[stream]
        known = self._waiting.get(stream)
        if known is not None and known[0] == day and known[1] is state:
            return known[2]
        world = self._world
        view = View(day, world.roster, self._behaviour, self._dice.on(stream), world.terms)
        steps = STEPS[entity_of(stream)](state, view)
        self._agenda.see(stream, steps, day)
        self._waiting[stream] = (day, state, steps)
        return steps

    async def _carry_out(self, stream: str, step: Step, day: date) -> None:
        gateway = self._world.engine.gateway
        self._tries[stream, step.name] += 1
        count = str(self._tries[stream, step.name])
        command_id = derived_id("simulation", stream, step.name, count)
        message = CommandMessage(command_id, step.command, step.data, step.person.actor)
        try:
            receipt = await gateway.send(stream, message)
        except TransientError:
            raise
        except FupanError as error:
            self._refuse(stream, step, error.code, day)
            return
        if receipt.refusal is not None:
            self._refuse(stream, step, receipt.refusal.code, day)
            return
        self._agenda.done(stream, step)

    def _refuse(self, stream: str, step: Step, code: str, day: date) -> None:
        self.played.refused.append(Refused(day, stream, step.command, code))
        self._agenda.refused(stream, step, day)

    # ---- reading --------------------------------------------------------------------------

    async def _read(self, streams: Iterable[str]) -> None:
        """States of these entities, as read models and facts have them."""
        wanted = sorted(stream for stream in streams if entity_of(stream) in STEPS)
        async with self._world.engine.store.connect() as connection:
            for stream in wanted:
                state = await self._state(connection, stream)
                if state is not None:
                    self.played.states[stream] = state

    async def _state(self, connection: Any, stream: str) -> Any:
        if entity_of(stream) in OVERVIEWS:
            return await state_of(connection, stream)
        decider = DECIDERS[entity_of(stream)]
        loaded = await load(connection, stream, decider)
        return from_json(decider.state_type, loaded.state) if loaded.state else None

    async def _side_by_side(self, work: Iterable[Any]) -> None:
        gate = asyncio.Semaphore(_HANDS)

        async def one(each: Any) -> None:
            async with gate:
                await each

        tasks: Sequence[Any] = [asyncio.ensure_future(one(each)) for each in work]
        await asyncio.gather(*tasks)
