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
    form = _Form.of(_common(request, recorded_at))
    sealed: list[SealedEvent] = []
    head = request.expected_head
    for index, event in enumerate(request.events):
        one = _seal_one(request, event, index, form, head)
        sealed.append(one)
        head = one.hash.hex()
    return sealed


class _Form(NamedTuple):
    """The envelope's text with gaps where the events of a step differ.

    Writing the whole envelope anew for each event cost more than everything else in an append.

    Attributes:
        common: Fields that all events of the step share.
        pieces: Canonical text between the gaps, in the order of `_GAPS`; None when a value of the
            step looks like a gap, and the text has to be written the slow way.
    """

    common: dict[str, Any]
    pieces: list[str] | None

    @staticmethod
    def of(common: dict[str, Any]) -> _Form:
        """The form of a step."""
        text = canonical({**common, **{gap: f"\x01{gap}\x01" for gap in _GAPS}}).decode()
        pieces = []
        for gap in _GAPS:
            before, _, text = text.partition(f'"\\u0001{gap}\\u0001"')
            pieces.append(before)
        whole = [*pieces, text]
        return _Form(common, None if any("\\u0001" in piece for piece in whole) else whole)

    def filled(self, fields: Mapping[str, str | int]) -> bytes:
        """The envelope with these fields; text among them needs no escaping."""
        if self.pieces is None or len(fields) != len(_GAPS):
            return canonical({**self.common, **fields})
        parts = [self.pieces[0]]
        for gap, piece in zip(_GAPS, self.pieces[1:], strict=True):
            value = fields[gap]
            parts += (f'"{value}"' if isinstance(value, str) else str(value), piece)
        return "".join(parts).encode()


# What differs from event to event, in the order of the canonical text.
_GAPS = ("id", "payload_commit", "prev", "schema", "type", "version")


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
    request: AppendRequest, event: NewEvent, index: int, form: _Form, head: str
) -> SealedEvent:
    payload = canonical(event.data)
    version = request.expected_version + index + 1
    identity = event_id(request.stream, request.step, index)
    fields: dict[str, str | int] = {
        "id": str(identity),
        "payload_commit": sha256(payload).hexdigest(),
        "prev": head,
        "schema": event.schema_version,
        "type": event.type,
        "version": version,
    }
    if event.occurred_at is not None:
        fields["occurred"] = instant(event.occurred_at)
    envelope = form.filled(fields)
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
