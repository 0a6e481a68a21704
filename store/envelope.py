"""An event's envelope: the bytes that are stored, hashed and chained, and never written again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from json.encoder import encode_basestring as _text
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
    form = _Form.of(request, recorded_at)
    sealed: list[SealedEvent] = []
    head = request.expected_head
    for index, event in enumerate(request.events):
        one = _seal_one(request, event, index, form, head)
        sealed.append(one)
        head = one.hash.hex()
    return sealed


class _Form(NamedTuple):
    """Text of the envelopes of a step, with gaps where its events differ.

    Canonical JSON written by hand: its keys stand in alphabetical order, so the pieces do too.
    Serialising the whole envelope for each event cost more than everything else in an append.

    Attributes:
        to_id: From the beginning to the event's id.
        to_occurred: From there to the instant at which the event occurred.
        to_schema: From the hash of the event before to the schema version.
        to_type: From there to the type.
        occurred: The step's own instant, for events that bring none.
    """

    to_id: str
    to_occurred: str
    to_schema: str
    to_type: str
    occurred: str

    @staticmethod
    def of(request: AppendRequest, recorded_at: datetime) -> _Form:
        """The form of a step."""
        return _Form(
            f'{{"actor":{_actor_text(request.actor)},"command_hash":{_text(request.command_hash)},'
            f'"correlation":{_text(request.correlation)},"id":"',
            f'","imported":{"true" if request.imported else "false"},'
            f'"log":{_text(log_of(request.stream))},"occurred":"',
            f'","recorded":"{instant(recorded_at)}","refs":[],"schema":',
            f',"step":{_text(request.step)},"stream":{_text(request.stream)},"type":',
            instant(request.occurred_at),
        )

    def filled(self, event: NewEvent, identity: UUID, commit: str, prev: str, version: int) -> str:
        """The envelope of one event."""
        occurred = self.occurred if event.occurred_at is None else instant(event.occurred_at)
        return (
            f'{self.to_id}{identity}{self.to_occurred}{occurred}","payload_commit":"{commit}",'
            f'"prev":"{prev}{self.to_schema}{event.schema_version}{self.to_type}'
            f'{_text(event.type)},"v":{ENVELOPE_VERSION},"version":{version}}}'
        )


def _actor_text(actor: Actor) -> str:
    behalf = "null" if actor.on_behalf_of is None else _text(actor.on_behalf_of)
    return (
        f'{{"account":{_text(actor.account)},"on_behalf_of":{behalf},'
        f'"roles":[{",".join(map(_text, actor.roles))}],"unit":{_text(actor.unit)}}}'
    )


def _seal_one(
    request: AppendRequest, event: NewEvent, index: int, form: _Form, head: str
) -> SealedEvent:
    payload = canonical(event.data)
    version = request.expected_version + index + 1
    identity = event_id(request.stream, request.step, index)
    commit = sha256(payload).hexdigest()
    envelope = form.filled(event, identity, commit, head, version).encode()
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
