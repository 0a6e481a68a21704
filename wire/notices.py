"""Messages between entities, the post room and one person's digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.facts import Notify
from models.policy import NoticeTerms

_MINUTE = 60


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
class DigestStart:
    """Argument of the digest workflow: one person, one slot.

    Attributes:
        account: Who is told.
        slot: Slot id, for example `20261121T0930` (Asia/Shanghai).
        stream: The digest's stream id, which is also its workflow id.
        send_at: Instant of the slot, aware UTC.
        terms: Quiet hours that hold for every attempt.
        pauses_seconds: Pauses between attempts; there is one attempt more than pauses. Carried
            here so that a later change of the default cannot break a replay.
    """

    account: str
    slot: str
    stream: str
    send_at: datetime
    terms: NoticeTerms
    pauses_seconds: tuple[int, ...] = (5 * _MINUTE, 30 * _MINUTE, 120 * _MINUTE, 240 * _MINUTE)


@dataclass(frozen=True)
class DeliverRequest:
    """Send what waits for one account in one slot.

    Attributes:
        account: Who is told.
        slot: Slot id.
        stream: The digest's own stream.
        attempt: From 1; a retried activity keeps its attempt, so it is recorded once.
        is_last: True when no attempt follows: what fails now is given up.
    """

    account: str
    slot: str
    stream: str
    attempt: int = 1
    is_last: bool = False


@dataclass(frozen=True)
class DeliverResult:
    """What became of a digest so far: channels by outcome.

    Attributes:
        sent: Took the message.
        failed: Given up: refused for good, or out of attempts.
        skipped: Not in use for this account or installation.
        pending: Worth another attempt.
    """

    sent: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
