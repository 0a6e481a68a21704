"""The post room in memory: the same rules and states as in the store, without a database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from activities.channels.port import Delivery, Message
from models.digest.decider import DIGEST
from models.digest.events import Composed
from models.digest.state import Digest
from models.facts import SYSTEM, Command, Decider, Event, Fact, Request
from models.ids import entity_of, number_of
from models.notice.decider import NOTICE, notices_of
from models.notice.events import Posted, Told
from models.notice.recipients import Post, Roster
from models.notice.view import Brief, NoticeView
from models.terms import Terms
from wire.notices import DigestStart

NOW = datetime(2026, 11, 20, 1, 5, tzinfo=UTC)  # 09:05 in Shanghai


async def _nothing() -> None:
    return None


@dataclass
class MemoryRoom:
    """Facts of notices and digests.

    Attributes:
        roster_now: Who holds what.
        briefs: What facts are about, by stream and version.
        now: What the clock says.
        before_composing: Called after a slot was closed and before what waits is read.
    """

    roster_now: Roster
    briefs: dict[tuple[str, int], Brief] = field(default_factory=dict)
    now: datetime = NOW
    steps: dict[str, dict[str, list[Event]]] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    before_composing: Callable[[], Awaitable[None]] = _nothing

    def clock(self) -> datetime:
        return self.now

    def events(self, stream: str) -> list[Event]:
        return [event for step in self.steps.get(stream, {}).values() for event in step]

    def types(self, stream: str) -> list[str]:
        return [event.type for event in self.events(stream)]

    def posted(self) -> list[Posted]:
        every = (event for stream in self.steps for event in self.events(stream))
        return [event for event in every if isinstance(event, Posted)]

    def state(self, stream: str) -> Any:
        decider = _decider(stream)
        state = decider.initial()
        for version, event in enumerate(self.events(stream), start=1):
            state = decider.evolve(state, Fact(version, self.now, SYSTEM, "", event))
        return state

    async def roster(self, posts: Sequence[Post], named: Sequence[str], on: date) -> Roster:
        return self.roster_now

    async def brief(self, stream: str, version: int) -> Brief:
        return self.briefs.get((stream, version), Brief())

    async def execute(self, stream: str, step: str, command: Command) -> None:
        steps = self.steps.setdefault(stream, {})
        if step in steps:
            return
        request = Request(step, SYSTEM, self.now, command)
        events = list(_decider(stream).decide(self.state(stream), request, Terms()))
        if events:
            steps[step] = events

    async def told_of(self, about: str, version: int) -> Sequence[Told]:
        found = (event for event in self.events(notices_of(about)) if isinstance(event, Posted))
        return [told for event in found if event.about_version == version for told in event.told]

    async def is_begun(self, stream: str) -> bool:
        return bool(self.events(stream))

    async def digest(self, stream: str) -> Digest:
        digest: Digest = self.state(stream)
        return digest

    async def waiting_for(self, account: str, until_at: datetime) -> Sequence[str]:
        await self.before_composing()
        every = (event for stream in self.steps for event in self.events(stream))
        taken = {n for event in every if isinstance(event, Composed) for n in event.notices}
        return [
            told.notice
            for event in self.posted()
            for told in event.told
            if told.account == account
            and told.send_at <= until_at
            and told.notice not in taken | self.read
        ]

    async def views_of(self, notices: Sequence[str]) -> Sequence[NoticeView]:
        return [
            NoticeView(
                told.notice,
                event.kind,
                event.level,
                entity_of(event.about),
                number_of(event.about),
                event.unit,
                event.due_on,
            )
            for event in self.posted()
            for told in event.told
            if told.notice in notices
        ]


def _decider(stream: str) -> Decider[Any, Any, Any]:
    return {NOTICE.entity: NOTICE, DIGEST.entity: DIGEST}[entity_of(stream)]  # type: ignore[return-value]  # their events differ


@dataclass
class Starts:
    """Workflows that were asked for; `crashes` is how many calls fail first."""

    asked: list[DigestStart] = field(default_factory=list)
    crashes: int = 0

    async def start_digest(self, workflow_id: str, argument: object) -> None:
        if self.crashes:
            self.crashes -= 1
            raise ConnectionError
        assert isinstance(argument, DigestStart)
        assert workflow_id == argument.stream
        self.asked.append(argument)


@dataclass
class MemoryChannel:
    """Takes messages; first raises what it was told to."""

    name: str = "email"
    errors: list[Exception] = field(default_factory=list)
    took: list[Message] = field(default_factory=list)

    async def send(self, message: Message) -> Delivery:
        if self.errors:
            raise self.errors.pop(0)
        self.took.append(message)
        return Delivery("receipt")
