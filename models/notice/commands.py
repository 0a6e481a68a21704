"""Commands on a subject's notices. Only the system posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from models.facts import Command
from models.notice.recipients import Post
from models.policy import NoticeTerms


class NoticeCommand(Command):
    """Base of the commands on notices."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class PostNotice(NoticeCommand):
    """Put a fact before people. Who they are was looked up when the command was made.

    Attributes:
        about: Stream of the fact.
        about_version: Its version there.
        kind: Notice kind.
        urgent: True skips the daily digest.
        terms: Digest time and quiet hours.
        accounts: Those meant.
        orphans: Posts that were meant and that nobody holds.
        overseers: Those who are told of the orphans.
        unit: Code of the unit concerned; empty when unknown.
        due_on: Civil date that the notice speaks of.
    """

    name: ClassVar[str] = "post"
    about: str
    about_version: int
    kind: str
    urgent: bool
    terms: NoticeTerms
    accounts: tuple[str, ...]
    orphans: tuple[Post, ...] = ()
    overseers: tuple[str, ...] = ()
    unit: str = ""
    due_on: date | None = None


COMMANDS: dict[str, type[NoticeCommand]] = {PostNotice.name: PostNotice}
