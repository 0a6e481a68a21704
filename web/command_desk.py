"""Takes commands on items from people: blanks filled in, number drawn, then to the entity.

API and command line come here alike, so that the same request means the same over both.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from models.calendar import on_shanghai
from models.errors import NotFoundError, RuleRefusedError
from models.facts import Actor, Request
from store.command_keys import claim, number_for
from store.queries.terms import current_terms
from web.access import check_may_know, item_not_found
from web.command_forms import FORMS, ISSUE, ITEM
from web.desk import Asked, Desk, Done, refusal_of_any
from web.filling_in import filled_in
from wire.codec import from_json

# Stands in while an item to issue is checked, before a number is spent on it.
_UNNUMBERED = "FP0000-000"


class CommandDesk(Desk):
    """Carries out commands on rectification items for people."""

    async def carry_out(
        self, actor: Actor, number: str, command: str, data: Mapping[str, Any], key: str
    ) -> Done:
        """Carry out a command on an item that exists; arguments as in `Asked`.

        Raises:
            InvalidInputError: A field makes no sense, or the key was used for something else.
            RuleRefusedError: A rule forbids it; the attempt is on record.
            NotFoundError: No such item, or none that the actor may know of; an attempt on the
                latter is on record.
        """

        async def fill_in(connection: AsyncConnection) -> dict[str, Any]:
            return await filled_in(connection, command, data, self.committee)

        return await self.carry(Asked(actor, ITEM, number, command, data, key), fill_in)

    async def issue(self, actor: Actor, data: Mapping[str, Any], key: str) -> Done:
        """Issue an item; an empty number is drawn. Arguments and errors as in `carry_out`."""
        asked = Asked(actor, ITEM, "", ISSUE, data, key)
        async with self._parts.engine.connect() as connection:
            filled = await filled_in(connection, ISSUE, data, self.committee)
            terms = await current_terms(connection)
        number = str(filled["number"])
        filled["number"] = number or _UNNUMBERED
        command = from_json(FORMS[ISSUE].kind, filled)
        now = datetime.now(UTC)
        # A faulty form shall cost neither a key nor a number. What a rule forbids goes on: the
        # entity refuses it itself, and records the attempt.
        refused = refusal_of_any(ITEM, Request(asked.command_id, actor, now, command), terms)
        async with self._parts.engine.begin() as connection:
            await claim(connection, asked.command_id, asked.request)
            if not number:
                year = on_shanghai(now).year
                prefix = f"{self.committee}/{ITEM}/"
                number = await number_for(connection, asked.command_id, prefix, year)
        try:
            return await self.send(asked, number, {**filled, "number": number})
        except RuleRefusedError as refusal:
            # Who may issue nothing does not learn either which numbers are taken.
            raise refused or refusal from None

    def check_may_know(self, asked: Asked, state: Any) -> None:
        """See `Desk.check_may_know`."""
        check_may_know(asked.actor, asked.number, state)

    def not_found(self, asked: Asked) -> NotFoundError:
        """See `Desk.not_found`."""
        return item_not_found(asked.number)
