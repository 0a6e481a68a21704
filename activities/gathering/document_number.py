"""文件编号: the next number of the year for a document that was approved, always the same one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from models.calendar import on_shanghai
from models.document_register.commands import Draw
from models.document_register.decider import DOCUMENT_REGISTER
from models.document_register.rules import DocumentRegisterState, register_stream
from models.errors import TransientError, VersionConflictError
from models.facts import SYSTEM
from models.ids import derived_id
from store.command_handler import handle
from store.event_store import EventStore
from store.folding import fold
from store.queries.bulletin import addressees_on
from wire.codec import to_json
from wire.messages import CommandMessage
from wire.starts import CommandOrder

_ROUNDS = 20
_PAUSE_SECONDS = 0.02


class DocumentNumber:
    """Gatherer `document_number`: `year` and `serial`, and the `units` that it goes to."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def __call__(self, order: CommandOrder) -> Mapping[str, Any]:
        """Number and addressees on the day of the approval."""
        today = on_shanghai(order.occurred_at or datetime.now(UTC))
        committee = order.stream.split("/", 1)[0]
        serial = await drawn_number(self._engine, committee, today, order.stream)
        async with self._engine.connect() as connection:
            units = await addressees_on(connection, today)
        return {"year": today.year, "serial": serial, "units": [to_json(unit) for unit in units]}


async def drawn_number(engine: AsyncEngine, committee: str, day: date, document: str) -> int:
    """Number of a document in the year of a day; drawn now unless it has one.

    Args:
        engine: Database of the service.
        committee: First part of every stream id.
        day: Civil date of issue; its year chooses the register.
        document: Stream id of the document, the key under which it keeps its number.

    Raises:
        TransientError: Others were first again and again; the same call may succeed later.
    """
    stream = register_stream(committee, day.year)
    command = CommandMessage(
        derived_id(stream, Draw.name, document), Draw.name, to_json(Draw(document)), SYSTEM
    )
    for round_ in range(1, _ROUNDS + 1):
        try:
            await handle(engine, DOCUMENT_REGISTER, stream, command)
        except VersionConflictError:
            await asyncio.sleep(_PAUSE_SECONDS * round_)
            continue
        async with engine.connect() as connection:
            facts = await EventStore().read(connection, stream)
        state: DocumentRegisterState = fold(DOCUMENT_REGISTER, facts)
        serial = state.serial_of(document)
        if serial is not None:
            return serial
    raise TransientError("number_contended", "文件编号正被其他文件占用，请稍后重试。")
