"""One digest as far as it has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from models.digest.events import Begun, Composed, DigestEvent, GaveUp, Sent, Skipped
from models.facts import Fact


class Outcome(StrEnum):
    """What became of the message in one channel."""

    PENDING = "pending"
    SENT = "sent"
    SKIPPED = "skipped"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Digest:
    """State of one digest.

    Attributes:
        account: Whose it is; empty before it was begun.
        slot: Slot id.
        notices: What it holds; None before it was composed.
        channels: Outcome by channel.
    """

    account: str = ""
    slot: str = ""
    notices: tuple[str, ...] | None = None
    channels: Mapping[str, Outcome] = field(default_factory=dict)

    def by_outcome(self, outcome: Outcome) -> tuple[str, ...]:
        """Channels with that outcome."""
        return tuple(name for name, each in self.channels.items() if each is outcome)

    @property
    def is_done(self) -> bool:
        """True when nothing is left to attempt."""
        return self.notices is not None and not self.by_outcome(Outcome.PENDING)


def evolve(state: Digest, fact: Fact[DigestEvent]) -> Digest:
    """The digest after one more fact."""
    match fact.event:
        case Begun(account, slot):
            return replace(state, account=account, slot=slot)
        case Composed(notices, channels):
            pending = dict.fromkeys(channels, Outcome.PENDING)
            return replace(state, notices=notices, channels=pending)
        case Sent(channel):
            return _with(state, channel, Outcome.SENT)
        case Skipped(channel):
            return _with(state, channel, Outcome.SKIPPED)
        case GaveUp(channel):
            return _with(state, channel, Outcome.GIVEN_UP)
    return state


def _with(state: Digest, channel: str, outcome: Outcome) -> Digest:
    return replace(state, channels={**state.channels, channel: outcome})
