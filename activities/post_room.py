"""What the notice activities need of the store and of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from models.digest.state import Digest
from models.facts import Command
from models.notice.events import Told
from models.notice.recipients import Post, Roster
from models.notice.view import Brief, NoticeView


class PostRoom(Protocol):
    """What these activities need of the store."""

    async def roster(self, posts: Sequence[Post], named: Sequence[str], on: date) -> Roster:
        """Who holds these posts on a date, and which of the named accounts are still open."""

    async def brief(self, stream: str, version: int) -> Brief:
        """Unit and date that a fact is about."""

    async def execute(self, stream: str, step: str, command: Command) -> None:
        """Record what a command asks for; a step that stands already is left as it is."""

    async def told_of(self, about: str, version: int) -> Sequence[Told]:
        """Who was told of a fact."""

    async def is_begun(self, stream: str) -> bool:
        """True when a digest's slot is closed."""

    async def digest(self, stream: str) -> Digest:
        """A digest as far as it has come."""

    async def waiting_for(self, account: str, until_at: datetime) -> Sequence[str]:
        """Unread notices that no digest has taken and whose slot has come."""

    async def views_of(self, notices: Sequence[str]) -> Sequence[NoticeView]:
        """What these notices say."""


class Starter(Protocol):
    """What these activities need of the engine; the gateway provides it."""

    async def start_digest(self, workflow_id: str, argument: object) -> None:
        """Start a digest's workflow; twice is once, also when it has ended."""
