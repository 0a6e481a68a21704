"""Takes commands on plans, reviews, common issues, bulletins and look-backs from people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from models.errors import NotFoundError, RuleRefusedError
from models.facts import Actor, Request
from models.rooms import DECIDERS
from store.command_keys import claim, number_like
from store.queries.terms import current_terms
from web.access import knows_of, not_found
from web.desk import Asked, Desk, Done, refusal_of_any
from web.year_filling import filled_for_year, number_wanted
from web.year_rooms import YEAR_ROOMS
from wire.codec import from_json


class YearDesk(Desk):
    """Carries out commands in the rooms of the year for people."""

    async def carry_out(
        self,
        entity: str,
        actor: Actor,
        number: str,
        command: str,
        data: Mapping[str, Any],
        key: str,
    ) -> Done:
        """Carry out a command; arguments as in `Asked`.

        A number that does not exist yet is taken by a room's opening command alone; a command
        that finds its number itself comes without one.

        Raises:
            InvalidInputError: A field makes no sense, or the key was used for something else.
            RuleRefusedError: A rule forbids it; the attempt is on record.
            NotFoundError: No such entity, or none that the actor may know of; an attempt on the
                latter is on record.
        """
        asked = Asked(actor, entity, number, command, data, key)
        room = YEAR_ROOMS[entity]
        if command in (room.numbered, room.unnumbered):
            return await self._open(asked)

        async def fill_in(connection: AsyncConnection) -> dict[str, Any]:
            return await filled_for_year(connection, asked, self.committee)

        return await self.carry(asked, fill_in)

    async def _open(self, asked: Asked) -> Done:
        # A malformed number must not be claimed.
        self._parts.gateway.stream(asked.entity, asked.number or number_wanted(asked))
        async with self._parts.engine.connect() as connection:
            filled = await filled_for_year(connection, asked, self.committee)
            terms = await current_terms(connection)
        command = from_json(DECIDERS[asked.entity].commands[asked.command], filled)
        request = Request(asked.command_id, asked.actor, datetime.now(UTC), command)
        # As with items: a faulty form costs no key; what a rule forbids is refused, and recorded,
        # by the entity itself.
        refused = refusal_of_any(asked.entity, request, terms)
        async with self._parts.engine.begin() as connection:
            await claim(connection, asked.command_id, asked.request)
            number = asked.number or number_wanted(asked)
            if not asked.number and refused is None:
                prefix = f"{self.committee}/{asked.entity}/"
                number = await number_like(connection, asked.command_id, prefix, number)
        if not asked.number:
            filled["number"] = number
        try:
            return await self.send(asked, number, filled)
        except RuleRefusedError as refusal:
            # Who may open nothing does not learn either which numbers are taken.
            raise refused or refusal from None

    def check_may_know(self, asked: Asked, state: Any) -> None:
        """See `Desk.check_may_know`."""
        if not knows_of(asked.actor, state):
            raise self.not_found(asked)

    def not_found(self, asked: Asked) -> NotFoundError:
        """See `Desk.not_found`."""
        return not_found(asked.entity, asked.number)
