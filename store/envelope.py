"""An event's envelope: the bytes that are stored, hashed and chained, and never written again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from models.facts import Actor
from models.ids import event_id
from store.upcasters import upcast
from wire.codec import canonical
from wire.messages import AppendRequest, NewEvent, RecordedEvent

ENVELOPE_VERSION = 1
_LEAF = b"\x00"  # RFC 6962 prefix of a leaf


class SealedEvent(NamedTuple):
    """An event as its row will stand in the table; a tuple, because thousands are made a second.

    Attributes:
        body_hash: SHA-256 over type, schema and data; equal for a resend of the same content.
        hash: Leaf hash of the envelope, which the next event names as its predecessor.
    """

    version: int
    id: UUID
    type: str
    schema_version: int
    body_hash: bytes
    envelope: bytes
    payload: bytes
    hash: bytes


def leaf_hash(envelope: bytes) -> bytes:
    """RFC 6962 leaf hash of an envelope; PostgreSQL computes the same for the stored column."""
    return sha256(_LEAF + envelope).digest()


def body_hash(event: NewEvent, payload: bytes) -> bytes:
    """What a resend is compared by: neither version nor time, only what happened."""
    return sha256(f"{event.type}\n{event.schema_version}\n".encode() + payload).digest()


def seal(request: AppendRequest, recorded_at: datetime) -> list[SealedEvent]:
    """The rows of a request, each chained to the one before."""
    common = _common(request, recorded_at)
    sealed: list[SealedEvent] = []
    head = request.expected_head
    for index, event in enumerate(request.events):
        one = _seal_one(request, event, index, common, head)
        sealed.append(one)
        head = one.hash.hex()
    return sealed


def _common(request: AppendRequest, recorded_at: datetime) -> dict[str, Any]:
    """Fields that all events of a step share."""
    actor = request.actor
    return {
        "v": ENVELOPE_VERSION,
        "log": log_of(request.stream),
        "stream": request.stream,
        "occurred": instant(request.occurred_at),
        "recorded": instant(recorded_at),
        "actor": {
            "account": actor.account,
            "roles": list(actor.roles),
            "unit": actor.unit,
            "on_behalf_of": actor.on_behalf_of,
        },
        "step": request.step,
        "command_hash": request.command_hash,
        "correlation": request.correlation,
        "imported": request.imported,
        "refs": [],
    }


def _seal_one(
    request: AppendRequest, event: NewEvent, index: int, common: Mapping[str, Any], head: str
) -> SealedEvent:
    payload = canonical(event.data)
    version = request.expected_version + index + 1
    identity = event_id(request.stream, request.step, index)
    envelope = canonical(
        {
            **common,
            "occurred": instant(event.occurred_at or request.occurred_at),
            "version": version,
            "id": str(identity),
            "type": event.type,
            "schema": event.schema_version,
            "prev": head,
            "payload_commit": sha256(payload).hexdigest(),
        }
    )
    return SealedEvent(
        version,
        identity,
        event.type,
        event.schema_version,
        body_hash(event, payload),
        envelope,
        payload,
        leaf_hash(envelope),
    )


def opened(envelope: bytes, payload: bytes, leaf_index: int | None = None) -> RecordedEvent:
    """The event that stored bytes describe, its data in the newest shape."""
    fields = json.loads(envelope)
    schema, data = upcast(fields["type"], fields["schema"], json.loads(payload))
    return RecordedEvent(
        stream=fields["stream"],
        version=fields["version"],
        id=fields["id"],
        type=fields["type"],
        schema_version=schema,
        data=data,
        actor=_actor(fields["actor"]),
        occurred_at=datetime.fromisoformat(fields["occurred"]),
        recorded_at=datetime.fromisoformat(fields["recorded"]),
        step=fields["step"],
        command_hash=fields["command_hash"],
        correlation=fields["correlation"],
        imported=fields["imported"],
        hash=leaf_hash(envelope).hex(),
        leaf_index=leaf_index,
    )


def recorded(
    request: AppendRequest, sealed: list[SealedEvent], recorded_at: datetime
) -> list[RecordedEvent]:
    """What reading the events back would give, without reading them."""
    return [
        RecordedEvent(
            stream=request.stream,
            version=row.version,
            id=str(row.id),
            type=row.type,
            schema_version=row.schema_version,
            data=event.data,
            actor=_shown(request.actor),
            occurred_at=event.occurred_at or request.occurred_at,
            recorded_at=recorded_at,
            step=request.step,
            command_hash=request.command_hash,
            correlation=request.correlation,
            imported=request.imported,
            hash=row.hash.hex(),
        )
        for row, event in zip(sealed, request.events, strict=True)
    ]


def log_of(stream: str) -> str:
    """Name of the log that a stream belongs to: one for each committee."""
    return f"fupan/{stream.split('/', 1)[0]}"


def instant(at: datetime) -> str:
    """UTC with microseconds, always of the same length, so that text order is time order."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _actor(fields: Mapping[str, Any]) -> Actor:
    return Actor(
        account=fields["account"],
        roles=tuple(fields["roles"]),
        unit=fields["unit"],
        on_behalf_of=fields["on_behalf_of"],
    )


def _shown(actor: Actor) -> Actor:
    """The actor as the envelope keeps it: units in charge are a matter of the decision only."""
    return Actor(actor.account, actor.roles, actor.unit, (), actor.on_behalf_of)
