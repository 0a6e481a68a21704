"""Decider of digests; streams `{committee}/digest/{account}.{slot}`."""

from __future__ import annotations

from models.clockless import ClocklessDecider
from models.digest.commands import COMMANDS, DigestCommand
from models.digest.events import EVENTS, AttemptRefused, DigestEvent
from models.digest.rules import decide
from models.digest.state import Digest, evolve
from models.ids import stream_id

DIGEST: ClocklessDecider[Digest, DigestCommand, DigestEvent] = ClocklessDecider(
    entity="digest",
    commands=COMMANDS,
    events=EVENTS,
    state_type=Digest,
    rules=decide,
    fold=evolve,
    refused=AttemptRefused,
    ended=lambda state: state.is_done,
)


def digest_stream(committee: str, account: str, slot: str) -> str:
    """Stream of one person's digest in one slot, which is also its workflow id."""
    return stream_id(committee, DIGEST.entity, f"{account}.{slot}")
