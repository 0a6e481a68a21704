"""Builders of append requests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from models.facts import Actor
from wire.codec import fingerprint
from wire.messages import AppendRequest, AppendResult, NewEvent

SOMEONE = Actor("a-17", ("owner",), "Z1-01")
SOME_DAY = datetime(2026, 4, 30, 1, tzinfo=UTC)


def happened(type_: str = "thing.happened", **data: Any) -> NewEvent:
    return NewEvent(type_, 1, data)


def opening(
    stream: str = "dw/thing/1", *events: NewEvent, step: str = "open", **fields: Any
) -> AppendRequest:
    events = events or (happened(what="opened"),)
    return AppendRequest(
        stream=stream,
        expected_version=0,
        expected_head="",
        step=step,
        command_hash=fingerprint(step, {}),
        actor=SOMEONE,
        occurred_at=SOME_DAY,
        correlation=stream,
        events=events,
        **fields,
    )


def after(
    before: AppendResult, stream: str, step: str, *events: NewEvent, **fields: Any
) -> AppendRequest:
    return replace(
        opening(stream, *(events or (happened(step=step),)), step=step, **fields),
        expected_version=before.last_version,
        expected_head=before.head,
    )
