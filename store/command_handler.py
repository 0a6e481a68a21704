"""Commands of entities without clocks: load, fold, decide, append, and again if another was first.

Entities with clocks go through their workflow instead; both use the same deciders.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from models.errors import InvalidInputError, RuleRefusedError, VersionConflictError
from models.facts import Command, Decider, Event, Request
from models.terms import Terms
from store.event_store import EventStore, append_in_transaction, append_with_read_models
from store.folding import fold
from store.outages import outages_are_transient
from wire.codec import fingerprint, from_json, to_json
from wire.messages import (
    AppendRequest,
    AppendResult,
    CommandMessage,
    NewEvent,
    Receipt,
    RecordedEvent,
    Refusal,
)

_ATTEMPTS = 5
_CONTENDED = "数据正被其他操作改写，请稍后重试。"


class _ForbiddenError(Exception):
    """A rule forbids a command of a batch; names the command."""

    def __init__(self, stream: str, message: CommandMessage, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.stream, self.message, self.refusal = stream, message, refusal


async def handle(
    engine: AsyncEngine,
    decider: Decider[Any, Any, Any],
    stream: str,
    message: CommandMessage,
    *,
    imported: bool = False,
) -> Receipt:
    """Carry out a command exactly once and tell what became of it.

    A refusal by a rule is recorded and returned in the receipt, like the driver of the entities
    with clocks does it.

    Raises:
        InvalidInputError: The command cannot be read, or its id was used for another one.
        VersionConflictError: Other writers were first again and again.
    """
    command = _parse(decider, message)
    for _ in range(_ATTEMPTS):
        async with engine.connect() as connection:
            facts = await EventStore().read(connection, stream)
        if (seen := _seen(facts, stream, message)) is not None:
            return seen
        request = Request(message.id, message.actor, datetime.now(UTC), command)
        events, refusal = _decide(decider, fold(decider, facts), request)
        if not events:
            return Receipt(message.id, stream, len(facts))
        try:
            result = await append_in_transaction(
                engine, _request(stream, facts, message, request.at, events, imported)
            )
        except VersionConflictError:
            continue
        return _receipt(message, stream, result, refusal)
    raise VersionConflictError("stream_contended", _CONTENDED)


async def handle_all(
    engine: AsyncEngine,
    decider: Decider[Any, Any, Any],
    commands: Sequence[tuple[str, CommandMessage]],
) -> list[Receipt]:
    """Carry out commands, each with its stream, in their order: all of them or none.

    Raises:
        RuleRefusedError: A rule forbids one of them; of the batch only this attempt is recorded.
        InvalidInputError: A command cannot be read; nothing is written.
        VersionConflictError: Other writers were first again and again; nothing is written.
        TransientError: The database was lost; the same batch may be sent again.
    """
    for _ in range(_ATTEMPTS):
        try:
            with outages_are_transient():
                async with engine.begin() as connection:
                    return [await _within(connection, decider, *one) for one in commands]
        except VersionConflictError:
            continue
        except _ForbiddenError as error:
            await _record_refusal(engine, decider, error)
            raise RuleRefusedError(error.refusal.code, error.refusal.message) from error
    raise VersionConflictError("stream_contended", _CONTENDED)


async def _within(
    connection: AsyncConnection,
    decider: Decider[Any, Any, Any],
    stream: str,
    message: CommandMessage,
) -> Receipt:
    """Carry out a command in the caller's transaction."""
    facts = await EventStore().read(connection, stream)
    receipt = _seen(facts, stream, message)
    if receipt is None:
        request = Request(message.id, message.actor, datetime.now(UTC), _parse(decider, message))
        events, refusal = _decide(decider, fold(decider, facts), request)
        if not events:
            return Receipt(message.id, stream, len(facts))
        if refusal is not None:
            raise _ForbiddenError(stream, message, refusal)
        append = _request(stream, facts, message, request.at, events, imported=False)
        receipt = _receipt(message, stream, await append_with_read_models(connection, append), None)
    if receipt.refusal is not None:
        raise _ForbiddenError(stream, message, receipt.refusal)
    return receipt


async def _record_refusal(
    engine: AsyncEngine, decider: Decider[Any, Any, Any], error: _ForbiddenError
) -> None:
    """Put an attempt on record after its batch was undone, whatever has become of the stream."""
    stream, message = error.stream, error.message
    refused = RuleRefusedError(error.refusal.code, error.refusal.message)
    for _ in range(_ATTEMPTS):
        async with engine.connect() as connection:
            facts = await EventStore().read(connection, stream)
        request = Request(message.id, message.actor, datetime.now(UTC), _parse(decider, message))
        events = [decider.refusal(request, refused)]
        try:
            await append_in_transaction(
                engine, _request(stream, facts, message, request.at, events, imported=False)
            )
        except VersionConflictError:
            continue
        return


def _parse(decider: Decider[Any, Any, Any], message: CommandMessage) -> Command:
    kind = decider.commands.get(message.name)
    if kind is None:
        raise InvalidInputError("unknown_command", f"没有名为“{message.name}”的操作。", "name")
    command: Command = from_json(kind, message.data)
    return command


def _seen(facts: list[RecordedEvent], stream: str, message: CommandMessage) -> Receipt | None:
    """The receipt of a command that was carried out before."""
    step = [fact for fact in facts if fact.step == message.id]
    if not step:
        return None
    _require_same_command(step[0].command_hash, message)
    refusal = None
    if step[0].type.endswith(".attempt_refused"):
        refusal = Refusal(step[0].data["code"], step[0].data["message"])
    types = tuple(fact.type for fact in step)
    return Receipt(message.id, stream, step[-1].version, types, refusal)


def _decide(
    decider: Decider[Any, Any, Any], state: Any, request: Request[Command]
) -> tuple[Sequence[Event], Refusal | None]:
    try:
        return decider.decide(state, request, Terms()), None
    except RuleRefusedError as error:
        return [decider.refusal(request, error)], Refusal(error.code, error.message)


def _request(
    stream: str,
    facts: list[RecordedEvent],
    message: CommandMessage,
    at: datetime,
    events: Sequence[Event],
    imported: bool,
) -> AppendRequest:
    return AppendRequest(
        stream=stream,
        expected_version=len(facts),
        expected_head=facts[-1].hash if facts else "",
        step=message.id,
        command_hash=fingerprint(message.name, message.data),
        actor=message.actor,
        occurred_at=at,
        correlation=facts[0].correlation if facts else message.correlation or stream,
        events=tuple(
            NewEvent(event.type, event.schema_version, to_json(event)) for event in events
        ),
        imported=imported,
    )


def _receipt(
    message: CommandMessage, stream: str, result: AppendResult, refusal: Refusal | None
) -> Receipt:
    _require_same_command(result.command_hash, message)
    if result.outcome != "appended":
        refusal = result.refusal
    return Receipt(message.id, stream, result.last_version, result.types, refusal)


def _require_same_command(command_hash: str, message: CommandMessage) -> None:
    if command_hash != fingerprint(message.name, message.data):
        raise InvalidInputError(
            "command_id_reused", "该操作编号已用于另一项操作，请换用新的编号。", "id"
        )
