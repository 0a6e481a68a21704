"""What every channel promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from models.errors import FupanError, TransientError


@dataclass(frozen=True, slots=True)
class Message:
    """One digest on its way to one account.

    Attributes:
        key: The same for every attempt; a channel that can lets its receivers drop repeats by it.
        account: Opaque account id; the channel itself looks up where to reach it.
        at: Instant of the slot, aware UTC.
        title: One line.
        text: Plain text.
        html: The same as HTML.
        notices: Ids of the notices in it.
    """

    key: str
    account: str
    at: datetime
    title: str
    text: str
    html: str
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """Proof that a channel took a message. `reference` is its receipt, never an address."""

    reference: str


class DeliveryDelayedError(TransientError):
    """The channel could not take the message now; a later attempt may succeed."""


class DeliveryRefusedError(FupanError):
    """The channel will never take this message; another attempt is of no use."""


class ChannelUnusedError(FupanError):
    """Nothing to attempt: the channel is not configured, or the account has no address there."""


class Channel(Protocol):
    """A way to reach a person."""

    @property
    def name(self) -> str:
        """Stable machine name, recorded with every attempt."""

    async def send(self, message: Message) -> Delivery:
        """Hand the message over, within a bounded time.

        Raises:
            DeliveryDelayedError: Not now.
            DeliveryRefusedError: Never.
            ChannelUnusedError: Nothing to attempt.
        """
