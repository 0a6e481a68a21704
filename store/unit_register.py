"""Changes of units, each in the name of an actor, with what the rules must know of other units."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from models.errors import RuleRefusedError
from models.facts import Actor
from models.ids import stream_id
from models.org_unit.commands import (
    Dissolve,
    MergeInto,
    Move,
    OrgUnitCommand,
    OtherUnit,
)
from models.org_unit.decider import ORG_UNIT
from models.org_unit.register_row import RegisterRow, commands_to_reach
from models.org_unit.state import OrgUnitState
from models.rectification.item_state import FINAL_STATES
from store.command_handler import handle, handle_all
from store.event_store import EventStore
from store.folding import fold
from store.ledger_table import ledger_item
from store.queries.org_units import other_unit, subtree_codes
from wire.codec import to_json
from wire.messages import CommandMessage, Receipt


class UnitRegister:
    """Commands on the units of one committee."""

    def __init__(self, engine: AsyncEngine, committee: str) -> None:
        self._engine = engine
        self._committee = committee

    async def other(self, code: str, on: date) -> OtherUnit:
        """A parent or successor as it stands on a day."""
        async with self._engine.connect() as connection:
            return await other_unit(connection, code, on)

    async def bring_to(self, row: RegisterRow, on: date, actor: Actor) -> Sequence[str]:
        """Make a unit what a row of a register says, wholly or not at all.

        Returns:
            The types of the events.

        Raises:
            RuleRefusedError: A rule forbids it; the attempt is on record.
        """
        async with self._engine.connect() as connection:
            state = await self._state(connection, row.code)
        stream = self._stream(row.code)
        commands = [
            (stream, _message(command, actor)) for command in commands_to_reach(state, row, on)
        ]
        receipts = await handle_all(self._engine, ORG_UNIT, commands)
        return [type_ for receipt in receipts for type_ in receipt.events]

    async def move(self, code: str, parent: str, on: date, actor: Actor) -> Receipt:
        """Put a unit under another one."""
        return await self.command(code, Move(await self.other(parent, on), on), actor)

    async def merge(self, code: str, successor: str, on: date, actor: Actor) -> Receipt:
        """End a unit in favour of another."""
        below = await self._below(code, on)
        command = MergeInto(await self.other(successor, on), on, below)
        return await self.command(code, command, actor)

    async def dissolve(self, code: str, reason: str, on: date, actor: Actor) -> Receipt:
        """End a unit without a successor, provided that none of its items is unfinished."""
        below = await self._below(code, on)
        command = Dissolve(reason, on, below, await self._open_items(code))
        return await self.command(code, command, actor)

    async def command(
        self, code: str, command: OrgUnitCommand, actor: Actor, command_id: str = ""
    ) -> Receipt:
        """Carry out one command; without an id it gets one of its own.

        Raises:
            RuleRefusedError: A rule forbids it; the attempt is on record.
            InvalidInputError: Something about it makes no sense.
        """
        message = _message(command, actor, command_id)
        receipt = await handle(self._engine, ORG_UNIT, self._stream(code), message)
        if receipt.refusal is not None:
            raise RuleRefusedError(receipt.refusal.code, receipt.refusal.message)
        return receipt

    async def _below(self, code: str, on: date) -> tuple[str, ...]:
        async with self._engine.connect() as connection:
            return tuple(sorted(await subtree_codes(connection, code, on) - {code}))

    async def _open_items(self, code: str) -> int:
        final = [state.value for state in FINAL_STATES]
        query = sa.select(sa.func.count()).where(
            ledger_item.c.owner_unit == code, ledger_item.c.state.not_in(final)
        )
        async with self._engine.connect() as connection:
            return int(await connection.scalar(query) or 0)

    async def _state(self, connection: AsyncConnection, code: str) -> OrgUnitState:
        facts = await EventStore().read(connection, self._stream(code))
        state: OrgUnitState = fold(ORG_UNIT, facts)
        return state

    def _stream(self, code: str) -> str:
        return stream_id(self._committee, ORG_UNIT.entity, code)


def _message(command: OrgUnitCommand, actor: Actor, command_id: str = "") -> CommandMessage:
    return CommandMessage(command_id or str(uuid.uuid4()), command.name, to_json(command), actor)
