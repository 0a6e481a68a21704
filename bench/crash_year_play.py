"""Plays a compressed year from outside: clocks by day, people's commands until acknowledged."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from time import monotonic
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from bench.crash_year_clock import YearClock
from bench.crash_year_people import BEHAVIOUR, People
from bench.stack import Desk
from models.calendar import at_shanghai
from models.errors import FupanError, TransientError
from models.facts import Actor
from models.ids import derived_id, entity_of
from models.policy_edition.commands import Adopt, Propose
from models.policy_edition.events import Reach
from models.rooms import DECIDERS
from models.terms import Terms
from models.year import LIVING, OVERVIEWS
from simulation.agenda import Agenda
from simulation.dice import Dice
from simulation.roster import Roster
from simulation.step import Step, View
from simulation.world import first_day
from store.queries.terms import latest_policy
from store.queries.year import state_of
from store.streams import load
from store.tables import entity_timer, event
from store.tables import stream as stream_table
from store.terms_editor import TermsEditor
from wire.codec import from_json
from wire.messages import CommandMessage, Receipt

_NOON = time(12, 0)
_SWEEPS, _ROUNDS, _HANDS = 8, 40, 8
_LOOK_SECONDS = 0.05
_LATE_NUMBERS = 200
_REST_SECONDS = 660.0  # an effect whose worker died unseen is tried again after ten minutes


@dataclass
class Told:
    """What people were told.

    Attributes:
        receipts: By command id.
        refused: Commands that a rule forbade, by code.
        resent: How often a command had to be sent again.
        stuck: Streams whose clock did not fire.
    """

    receipts: dict[str, Receipt] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    resent: int = 0
    stuck: Counter[str] = field(default_factory=Counter)


class YearPlayer:
    """One year from the making of its plan to a last day."""

    def __init__(self, desk: Desk, clock: YearClock, roster: Roster, terms: Terms) -> None:
        self.told = Told()
        self.states: dict[str, Any] = {}
        self._desk, self._clock = desk, clock
        self._roster, self._terms, self._people = roster, terms, People()
        self._agenda = Agenda(BEHAVIOUR, terms.calendar)
        self._dice = Dice(1)
        self._tries: Counter[tuple[str, str]] = Counter()
        self._seen_seq = 0
        self._known: set[int] = set()
        self._adopts_on = date.max

    async def play(self, year: int, last_on: date) -> None:
        """From the first day on; the policy changes on the first of September."""
        self._adopts_on = date(year, 9, 1)
        day = first_day(year)
        self._clock.move_to(at_shanghai(day, time(8, 30)))
        stream = self._desk.gateway.stream("annual_plan", str(year))
        begin = Step("begin", self._roster.at("officer1"), {"year": year})
        await self._carry_out(stream, begin, day)
        await self._rest()
        while day <= last_on:
            await self._live(day)
            day += timedelta(days=1)

    async def _live(self, day: date) -> None:
        """Clocks and people of one day, all at noon."""
        noon = at_shanghai(day, _NOON)
        if day == self._adopts_on:
            await self._adopt()
        if due := await self._due(noon):
            tell(f"{day} {len(due)} due")
            await self._go_on(noon, due)
        for _ in range(_ROUNDS if self._terms.calendar.is_workday(day) else 0):
            acts = self._acts(day)
            if not acts:
                return
            await self._go_on(noon, [stream for stream, _ in acts])
            await _side_by_side(self._carry_out(*act, day) for act in acts)
            await self._rest([stream for stream, _ in acts])

    async def _adopt(self) -> None:
        """The department changes its policy in the middle of the year, for open entities too."""
        head = Actor("sim-policy", ("org_head",), "")
        deputy = Actor("sim-policy-deputy", ("committee_deputy",), "")
        policy = self._terms.policy
        bulletin = replace(policy.bulletin, acknowledge_workdays=3)
        editor = TermsEditor(self._desk.engine, self._desk.settings.committee)
        changed = replace(policy, bulletin=bulletin)

        async def propose() -> Any:
            return await editor.change_policy(Propose(changed, "压缩签收时限"), head)

        async def adopt() -> Any:
            async with self._desk.engine.connect() as connection:
                version = (await latest_policy(connection)).version
            command = Adopt(version, Reach.OPEN_ITEMS, "压缩签收时限")
            return await editor.change_policy(command, deputy)

        await _until_answered(propose)
        await _until_answered(adopt)

    # ---- clocks ---------------------------------------------------------------------------

    async def _go_on(self, now: datetime, wanted: Sequence[str]) -> None:
        """Bring up who is wanted and whoever they may tell, until no clock is due any more.

        Items are told by a look-back only. Before items the others go one after another, for they
        tell others.
        """
        self._clock.move_to(now)
        has_look_back = any(entity_of(stream) == "look_back" for stream in wanted)
        is_item = {stream: entity_of(stream) == "rectification" for stream in self._clock.began_at}
        others = [stream for stream, it in is_item.items() if not it]
        items = [stream for stream, it in is_item.items() if it]
        items = [stream for stream in items if has_look_back or stream in wanted]
        for stream in others:
            await self._clock.bring_up(stream)
        await _side_by_side(self._clock.bring_up(stream) for stream in items)
        await self._rest([*others, *items])
        for _ in range(_SWEEPS):
            due = await self._due(now)
            if not due:
                return
            await _side_by_side(self._clock.bring_up(stream) for stream in due)
            await asyncio.sleep(2 * _LOOK_SECONDS)  # what is due already fires by itself
            await self._rest(due)
        self.told.stuck.update(await self._due(now))

    async def _due(self, now: datetime) -> list[str]:
        timer = entity_timer.c
        rows = await self._ask(
            sa.select(timer.stream)
            .where(timer.next_clock_at <= now)
            .order_by(timer.next_clock_at, timer.stream)
        )
        return [row.stream for row in rows if entity_of(row.stream) in LIVING]

    async def _rest(self, streams: Iterable[str] = ()) -> None:
        """Until nothing follows any more from what has happened, in these streams and others."""
        deadline = monotonic() + _REST_SECONDS
        busy = set(streams)
        touched: set[str] = set()
        while True:
            new = await self._news()
            touched |= new
            looked = sorted(busy | new)
            if not looked:
                break
            answers = await asyncio.gather(*map(self._clock.is_busy, looked))
            busy = {stream for stream, answer in zip(looked, answers, strict=True) if answer}
            if monotonic() > deadline:
                raise TimeoutError(f"still busy: {sorted(busy)}")
            if busy:
                await asyncio.sleep(_LOOK_SECONDS)
        await self._read(touched)

    async def _news(self) -> set[str]:
        """Entities of the year with facts that nobody has looked at yet."""
        rows = await self._ask(
            sa.select(event.c.event_seq, stream_table.c.stream_id)
            .join(stream_table, stream_table.c.stream_pk == event.c.stream_pk)
            .where(event.c.event_seq > self._seen_seq)
        )
        # A number that was drawn earlier may be committed later: look a little back as well.
        new = {row.stream_id for row in rows if row.event_seq not in self._known}
        self._known |= {row.event_seq for row in rows}
        self._seen_seq = max(self._seen_seq, max(self._known, default=0) - _LATE_NUMBERS)
        living = {stream for stream in new if entity_of(stream) in LIVING}
        for stream in living:
            self._clock.saw(stream)
        return living

    # ---- people ---------------------------------------------------------------------------

    def _acts(self, day: date) -> list[tuple[str, Step]]:
        acts = []
        for stream in sorted(self.states):
            view = View(day, self._roster, BEHAVIOUR, self._dice.on(stream), self._terms)
            steps = self._people.steps(stream, self.states[stream], view)
            self._agenda.see(stream, steps, day)
            if (step := self._agenda.due(stream, steps, day)) is not None:
                acts.append((stream, step))
        return acts

    async def _carry_out(self, stream: str, step: Step, day: date) -> None:
        self._people.tried(stream, step)
        self._tries[stream, step.name] += 1
        count = str(self._tries[stream, step.name])
        command_id = derived_id("crash", stream, step.name, count)
        message = CommandMessage(command_id, step.command, step.data, step.person.actor)
        try:
            receipt = await self._insist(stream, message)
        except FupanError as error:
            self.told.refused[f"{step.command} {error.code}"] += 1
            self._agenda.refused(stream, step, day)
            return
        self.told.receipts[command_id] = receipt
        if receipt.refusal is None:
            self._agenda.done(stream, step)
        else:
            self.told.refused[f"{step.command} {receipt.refusal.code}"] += 1
            self._agenda.refused(stream, step, day)

    async def _insist(self, stream: str, message: CommandMessage) -> Receipt:
        while True:
            try:
                return await self._desk.gateway.send(stream, message)
            except (TransientError, OSError, SQLAlchemyError):
                self.told.resent += 1
                await asyncio.sleep(_LOOK_SECONDS)

    # ---- reading --------------------------------------------------------------------------

    async def _read(self, streams: Iterable[str]) -> None:
        """States of these entities, as read models and facts have them."""
        for stream in sorted(streams):
            state = await _until_answered(partial(self._state, stream))
            if state is not None:
                self.states[stream] = state

    async def _state(self, stream: str) -> Any:
        async with self._desk.engine.connect() as connection:
            if entity_of(stream) in OVERVIEWS:
                return await state_of(connection, stream)
            decider = DECIDERS[entity_of(stream)]
            loaded = await load(connection, stream, decider)
            return from_json(decider.state_type, loaded.state) if loaded.state else None

    async def _ask(self, question: sa.Select[Any]) -> list[sa.Row[Any]]:
        async def ask() -> list[sa.Row[Any]]:
            async with self._desk.engine.connect() as connection:
                return list(await connection.execute(question))

        rows: list[sa.Row[Any]] = await _until_answered(ask)
        return rows


def tell(what: str) -> None:
    """How far it has come, for whoever waits."""
    print(f"{monotonic():.1f} {what}", file=sys.stderr, flush=True)


async def _until_answered(question: Callable[[], Awaitable[Any]]) -> Any:
    """The database's answer, however often it is stopped meanwhile."""
    while True:
        try:
            return await question()
        except (TransientError, OSError, SQLAlchemyError):
            await asyncio.sleep(_LOOK_SECONDS)


async def _side_by_side(work: Iterable[Awaitable[None]]) -> None:
    gate = asyncio.Semaphore(_HANDS)

    async def one(each: Awaitable[None]) -> None:
        async with gate:
            await each

    await asyncio.gather(*(one(each) for each in work))
