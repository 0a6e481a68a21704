"""Changes of policy and calendar, each in the name of an actor."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from models.errors import RuleRefusedError
from models.facts import SYSTEM, Actor, Command, Decider
from models.ids import derived_id, stream_id
from models.policy import Policy
from models.policy_edition.commands import Establish, PolicyCommand
from models.policy_edition.decider import POLICY
from models.work_calendar.commands import ImportYears
from models.work_calendar.decider import WORK_CALENDAR
from models.work_calendar.events import YearTable
from models.work_calendar.tables import AnnouncedDay, tables_of
from store.command_handler import handle
from store.published_calendar import published_years
from store.queries.terms import current_version, years_at
from wire.codec import to_json
from wire.messages import CommandMessage, Receipt

NUMBER = "main"  # one policy and one calendar for a committee


class TermsEditor:
    """Commands on the policy and the calendar of one committee."""

    def __init__(self, engine: AsyncEngine, committee: str) -> None:
        self._engine = engine
        self._committee = committee

    async def establish(self) -> None:
        """Make the first versions: built-in policy, published years. Again: changes nothing."""
        first = derived_id(self._committee, "establish")
        async with self._engine.connect() as connection:
            known = await current_version(connection)
        # Only at first: a newer release has other defaults, and what an organization decided or
        # corrected since must not be undone by an update.
        if not known.policy:
            await self._carry_out(POLICY, Establish(Policy()), SYSTEM, first)
        if not known.calendar:
            await self._carry_out(WORK_CALENDAR, ImportYears(published_years()), SYSTEM, first)

    async def change_policy(self, command: PolicyCommand, actor: Actor) -> Receipt:
        """Propose, adopt or withdraw a version.

        Raises:
            RuleRefusedError: A rule forbids it; the attempt is on record.
            InvalidInputError: The policy makes no sense; names the value.
        """
        return await self._carry_out(POLICY, command, actor)

    async def import_days(
        self, days: Iterable[AnnouncedDay], actor: Actor, *, replaces: bool = False
    ) -> tuple[YearTable, ...]:
        """Enter days of a notice; gives the years as they are now, whether changed or not.

        Raises:
            RuleRefusedError: The actor may not.
            InvalidInputError: A day or a year makes no sense.
        """
        async with self._engine.connect() as connection:
            version = (await current_version(connection)).calendar
            known = {table.year: table for table in await years_at(connection, version)}
        tables = tables_of(days, known, replaces=replaces)
        await self._carry_out(WORK_CALENDAR, ImportYears(tables), actor)
        return tables

    async def _carry_out(
        self, decider: Decider[Any, Any, Any], command: Command, actor: Actor, command_id: str = ""
    ) -> Receipt:
        message = CommandMessage(
            command_id or str(uuid.uuid4()), command.name, to_json(command), actor
        )
        stream = stream_id(self._committee, decider.entity, NUMBER)
        receipt = await handle(self._engine, decider, stream, message)
        if receipt.refusal is not None:
            raise RuleRefusedError(receipt.refusal.code, receipt.refusal.message)
        return receipt
