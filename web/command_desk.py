"""Takes commands from people: key checked, number drawn, blanks filled in, then to the entity.

API and command line come here alike, so that the same request means the same over both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from models.calendar import on_shanghai
from models.errors import InvalidInputError, NotFoundError, RuleRefusedError
from models.facts import Actor, Command, Request
from models.rectification.decider import RECTIFICATION
from models.terms import Terms
from store.command_keys import claim, command_id_of, number_for, release
from store.queries.terms import current_terms
from web.access import check_may_know, item_not_found
from web.command_forms import FORMS, ISSUE
from web.filling_in import filled_in
from web.parts import Parts
from wire.codec import from_json
from wire.messages import Receipt

ENTITY = RECTIFICATION.entity
# Stands in while an item to issue is checked, before a number is spent on it.
_UNNUMBERED = "FP0000-000"
_REUSED = "command_id_reused"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a command: the item it was about, and its receipt."""

    number: str
    receipt: Receipt


class CommandDesk:
    """Carries out commands on rectification items for people."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def carry_out(
        self, actor: Actor, number: str, command: str, data: Mapping[str, Any], key: str
    ) -> Done:
        """Carry out a command on an item that exists.

        Args:
            actor: Who asks, as the sign-in knows it.
            number: Number of the item.
            command: Wire name of the command.
            data: Its fields as JSON values, as the client sent them.
            key: The client's key: the same key and content gives the same answer, for ever.

        Raises:
            InvalidInputError: A field makes no sense, or the key was used for something else.
            RuleRefusedError: A rule forbids it; the attempt is on record.
            NotFoundError: No such item, or none that the actor may know of; an attempt on the
                latter is on record.
        """
        command_id = command_id_of(actor.account, key)
        request = {"number": number, "command": command, "data": dict(data)}
        self._parts.gateway.stream(ENTITY, number)  # a malformed number must not be claimed
        async with self._parts.engine.begin() as connection:
            await claim(connection, command_id, request)
            filled = await filled_in(connection, command, data, self._committee)
        try:
            return await self._send(actor, number, command, filled, command_id)
        except (RuleRefusedError, InvalidInputError) as error:
            if isinstance(error, RuleRefusedError) or error.code == _REUSED:
                await self._check_may_know(actor, number, command_id)
            raise
        except NotFoundError as error:
            raise item_not_found(number) from error

    async def issue(self, actor: Actor, data: Mapping[str, Any], key: str) -> Done:
        """Issue an item; an empty number is drawn. Arguments and errors as in `carry_out`."""
        command_id = command_id_of(actor.account, key)
        request = {"number": "", "command": ISSUE, "data": dict(data)}
        async with self._parts.engine.connect() as connection:
            filled = await filled_in(connection, ISSUE, data, self._committee)
            terms = await current_terms(connection)
        number = str(filled["number"])
        filled["number"] = number or _UNNUMBERED
        command = from_json(FORMS[ISSUE].kind, filled)
        now = datetime.now(UTC)
        # A faulty form shall cost neither a key nor a number. What a rule forbids goes on: the
        # entity refuses it itself, and records the attempt.
        refused = _refusal_of_any(Request(command_id, actor, now, command), terms)
        async with self._parts.engine.begin() as connection:
            await claim(connection, command_id, request)
            if not number:
                year = on_shanghai(now).year
                prefix = f"{self._committee}/{ENTITY}/"
                number = await number_for(connection, command_id, prefix, year)
        try:
            return await self._send(actor, number, ISSUE, {**filled, "number": number}, command_id)
        except RuleRefusedError as refusal:
            # Who may issue nothing does not learn either which numbers are taken.
            raise refused or refusal from None

    async def _send(
        self, actor: Actor, number: str, command: str, data: Mapping[str, Any], command_id: str
    ) -> Done:
        try:
            receipt = await self._parts.gateway.execute(
                ENTITY, number, command, data, actor, command_id
            )
        except (InvalidInputError, NotFoundError) as error:
            # Nothing happened, so a corrected form may come with the same key.
            if error.code != _REUSED:
                await self._release(command_id)
            raise
        return Done(number, receipt)

    async def _check_may_know(self, actor: Actor, number: str, command_id: str) -> None:
        known = await self._parts.inputs.from_facts(self._parts.gateway.stream(ENTITY, number))
        state = RECTIFICATION.initial()
        if known is not None and known.state is not None:
            state = from_json(RECTIFICATION.state_type, known.state)
        try:
            check_may_know(actor, number, state)
        except NotFoundError:
            await self._release(command_id)  # as for an item that does not exist
            raise

    async def _release(self, command_id: str) -> None:
        async with self._parts.engine.begin() as connection:
            await release(connection, command_id)

    @property
    def _committee(self) -> str:
        return self._parts.settings.committee


def _refusal_of_any(request: Request[Command], terms: Terms) -> RuleRefusedError | None:
    """What forbids an issue whatever the number.

    Raises:
        InvalidInputError: A field makes no sense.
    """
    try:
        RECTIFICATION.decide(RECTIFICATION.initial(), request, terms)
    except RuleRefusedError as error:
        return error
    return None
