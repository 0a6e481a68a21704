"""Messages between entities, the post room and one person's digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.facts import Notify
from models.policy import NoticeTerms


@dataclass(frozen=True)
class DispatchRequest:
    """Tell people of a fact.

    Attributes:
        stream: Stream of the fact.
        version: Its version there; with the stream the idempotency key of the dispatch.
        notify: Who, and what kind of notice.
        occurred_at: When the fact occurred, aware UTC.
        terms: Digest time and quiet hours that hold for the stream.
    """

    stream: str
    version: int
    notify: Notify
    occurred_at: datetime
    terms: NoticeTerms


@dataclass(frozen=True)
class DispatchResult:
    """What became of a dispatch: accounts told, and roles that nobody holds."""

    accounts: tuple[str, ...] = ()
    orphans: tuple[str, ...] = ()


@dataclass(frozen=True)
class DeliverRequest:
    """Send what waits for one account in one slot. `stream` is the digest's own."""

    account: str
    slot: str
    stream: str


@dataclass(frozen=True)
class DeliverResult:
    """What became of a delivery: channels by outcome."""

    sent: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
