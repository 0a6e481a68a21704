"""Recorded events as deciders see them: facts, and the state that they fold to."""

from __future__ import annotations

from typing import Any

from models.facts import Decider, Event, Fact
from wire.codec import from_json, to_json
from wire.messages import LoadedStream, RecordedEvent


def folded(decider: Decider[Any, Any, Any], facts: list[RecordedEvent]) -> LoadedStream:
    """The same from a stream's facts, for who has read them already."""
    state = fold(decider, facts)
    return LoadedStream(
        state=to_json(state) if facts else None,
        version=facts[-1].version if facts else 0,
        head=facts[-1].hash if facts else "",
        correlation=facts[0].correlation if facts else "",
        terms=decider.terms_version(state),
    )


def fold(decider: Decider[Any, Any, Any], recorded: list[RecordedEvent]) -> Any:
    """State after these facts, from the first one on."""
    state = decider.initial()
    for one in recorded:
        state = decider.evolve(state, as_fact(decider, one))
    return state


def as_fact(decider: Decider[Any, Any, Any], recorded: RecordedEvent) -> Fact[Event]:
    """A recorded event in the shape that rules understand."""
    body = from_json(decider.events[recorded.type], recorded.data)
    return Fact(recorded.version, recorded.occurred_at, recorded.actor, recorded.step, body)
