"""The shapes that cross a process border: between client, workflow, activity and store.

Plain dataclasses of JSON-able fields, so that the same message is readable by an older release:
add fields with defaults, never rename or retype one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models.facts import Actor, Notify, Open, Tell
from models.terms import Terms, TermsVersion


@dataclass(frozen=True)
class CommandMessage:
    """A command on its way to an entity; the argument of the `execute` update.

    Attributes:
        id: Client's command id, also the update id: the idempotency key.
        name: Wire name of the command.
        data: Its fields as JSON values.
        actor: Who asks, filled in by the gateway from the account, never by the client.
        correlation: Loop id that ties a finding to its look-back; empty: the stream's own.
    """

    id: str
    name: str
    data: Mapping[str, Any]
    actor: Actor
    correlation: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why a command was refused by a rule."""

    code: str
    message: str


@dataclass(frozen=True)
class Receipt:
    """What became of a command. The same command id always gets the same receipt.

    Attributes:
        command_id: The command's id.
        stream: The entity's stream id.
        version: Version of the stream after the command.
        events: Wire types of the events that it caused, in order.
        refusal: Set when a rule forbade it; the attempt itself is recorded.
        command_hash: SHA-256 (hex) over the command's name and data: tells a resend from a
            reused id; empty in receipts of releases that did not keep it.
    """

    command_id: str
    stream: str
    version: int
    events: tuple[str, ...] = ()
    refusal: Refusal | None = None
    command_hash: str = ""


@dataclass(frozen=True)
class NewEvent:
    """An event on its way to the store.

    Attributes:
        data: Its fields as JSON values.
        occurred_at: When it occurred, for a step whose events lie days apart, as in imported
            history; None: when the step did.
    """

    type: str
    schema_version: int
    data: Mapping[str, Any]
    occurred_at: datetime | None = None


@dataclass(frozen=True)
class AppendRequest:
    """Events of one step for one stream.

    Attributes:
        stream: Stream id.
        expected_version: Version on which the events were decided; 0 for a new stream.
        expected_head: Hash of the last event, hex; empty for a new stream.
        step: Command id or clock key; event ids derive from stream, step and index.
        command_hash: SHA-256 (hex) over name and data of what caused the step: tells a resend
            from a reused id.
        actor: Who caused it.
        occurred_at: When it occurred, aware UTC.
        correlation: Loop id.
        events: At least one.
        imported: True for history that was brought in from a ledger.
        next_clock_at: Next promise of the entity after these events; None when there is none.
        simulated: True when the entity's clock is shifted; refused by stores of real facts.
    """

    stream: str
    expected_version: int
    expected_head: str
    step: str
    command_hash: str
    actor: Actor
    occurred_at: datetime
    correlation: str
    events: tuple[NewEvent, ...]
    imported: bool = False
    next_clock_at: datetime | None = None
    simulated: bool = False


@dataclass(frozen=True)
class AppendResult:
    """What became of an append.

    Attributes:
        outcome: `appended` now; `already_appended` with the same content by an earlier try;
            `already_done` when the step stands in the stream with other events (the entity forgot
            that it had executed the command): nothing was written.
        first_version: Version of the step's first event.
        last_version: Version of its last event.
        head: Hash of the step's last event, hex.
        types: Wire types of the step's events as they stand in the store.
        command_hash: The stored step's command hash.
        refusal: Set when the stored step is a recorded refusal.
    """

    outcome: str
    first_version: int
    last_version: int
    head: str
    types: tuple[str, ...]
    command_hash: str
    refusal: Refusal | None = None


@dataclass(frozen=True)
class RecordedEvent:
    """A fact as read from the store, event data already upcast to the newest schema."""

    stream: str
    version: int
    id: str
    type: str
    schema_version: int
    data: Mapping[str, Any]
    actor: Actor
    occurred_at: datetime
    recorded_at: datetime
    step: str
    command_hash: str
    correlation: str
    imported: bool
    hash: str
    leaf_index: int | None = None


@dataclass(frozen=True)
class EntityInput:
    """Everything that an entity needs to live: its start, continue-as-new and recovery argument.

    Attributes:
        stream: Stream id = workflow id.
        terms: Policy and calendar that it lives under.
        state: State as JSON values; None means the state of an empty stream.
        version: Stream version of that state.
        head: Hash of the last event, hex.
        correlation: Loop id of the stream.
        recent: Command ids seen lately with their receipts, oldest first.
        clock_offset_seconds: Added to the engine's clock by simulations only; refused elsewhere.
        handled: Stream version up to which effects have been carried out.
    """

    stream: str
    terms: Terms = field(default_factory=Terms)
    state: Mapping[str, Any] | None = None
    version: int = 0
    head: str = ""
    correlation: str = ""
    recent: tuple[Receipt, ...] = ()
    clock_offset_seconds: int = 0
    handled: int = 0


@dataclass(frozen=True)
class LoadedStream:
    """A stream folded by the store, for an entity that lost its memory."""

    state: Mapping[str, Any] | None
    version: int
    head: str
    correlation: str
    terms: TermsVersion


@dataclass(frozen=True)
class TermsMessage:
    """New policy or calendar for one entity; the argument of the `adopt_terms` update.

    Attributes:
        id: Command id of the adoption for this entity.
        actor: Who decided it.
        reason: Why the change reaches this open entity.
        terms: The new terms, whole.
    """

    id: str
    actor: Actor
    reason: str
    terms: Terms


@dataclass(frozen=True)
class OutstandingEffect:
    """An effect of a recorded fact that has left no trace yet.

    Attributes:
        version: Stream version of the fact.
        occurred_at: When the fact occurred.
        actor: Who caused the fact.
        notify, open, tell: The effect; exactly one is set.
    """

    version: int
    occurred_at: datetime
    actor: Actor
    notify: Notify | None = None
    open: Open | None = None
    tell: Tell | None = None
