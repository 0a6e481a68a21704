"""Events of a subject's notices: stream `{committee}/notice/{entity}.{number}`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from models.facts import Event
from models.notice.recipients import Post
from models.policy import Level


@dataclass(frozen=True, slots=True)
class Told:
    """One account that a notice was put before.

    Attributes:
        account: Opaque account id.
        notice: Id of the notice in that account's inbox.
        slot: Slot of the digest that will carry it.
        send_at: Instant of that slot, aware UTC.
        is_overseer: True when the account is told because an addressed post is vacant.
    """

    account: str
    notice: str
    slot: str
    send_at: datetime
    is_overseer: bool = False


class NoticeEvent(Event):
    """Base of the events of notices."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Posted(NoticeEvent):
    """A fact was put before everyone concerned: it stands in their inboxes from now on.

    Attributes:
        about: Stream of the fact.
        about_version: Its version there.
        kind: Notice kind.
        level: Supervision level; None when the kind has none.
        urgent: True when it did not wait for the daily digest.
        unit: Code of the unit concerned; empty when unknown.
        due_on: Civil date that the notice speaks of; None when it speaks of none.
        told: Accounts, each once.
        orphans: Posts that were meant and that nobody holds.
    """

    type: ClassVar[str] = "notice.posted"
    about: str
    about_version: int
    kind: str
    level: Level | None
    urgent: bool
    unit: str
    due_on: date | None
    told: tuple[Told, ...]
    orphans: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True)
class AttemptRefused(NoticeEvent):
    """Somebody tried what a rule forbids; kept for the auditor, changes nothing."""

    type: ClassVar[str] = "notice.attempt_refused"
    command: str
    code: str
    message: str


EVENTS: dict[str, type[NoticeEvent]] = {kind.type: kind for kind in (Posted, AttemptRefused)}
