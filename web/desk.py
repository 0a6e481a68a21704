"""What every desk that takes commands from people does with a client's key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from models.errors import InvalidInputError, NotFoundError, RuleRefusedError
from models.facts import Actor, Command, Request
from models.rooms import DECIDERS
from models.terms import Terms
from store.command_keys import claim, command_id_of, release
from web.command_forms import ITEM
from web.parts import Parts
from wire.codec import from_json
from wire.messages import Receipt

REUSED = "command_id_reused"
FillIn = Callable[[AsyncConnection], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a command: the number of what it was about, and its receipt."""

    number: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Asked:
    """A command as a person gives it.

    Attributes:
        actor: Who asks, as the sign-in knows it.
        entity: Kind of what it is about.
        number: Its number; empty while it has none.
        command: Wire name of the command.
        data: Its fields as JSON values, as the client sent them.
        key: The client's key: the same key and content gives the same answer, for ever.
    """

    actor: Actor
    entity: str
    number: str
    command: str
    data: Mapping[str, Any]
    key: str

    @property
    def command_id(self) -> str:
        """The command id behind the client's key."""
        return command_id_of(self.actor.account, self.key)

    @property
    def request(self) -> dict[str, Any]:
        """What the key stands for."""
        # Keys were given out before there were other rooms: an item's request names none.
        room = {} if self.entity == ITEM else {"entity": self.entity}
        return {**room, "number": self.number, "command": self.command, "data": dict(self.data)}


class Desk:
    """Claims keys, sends commands, and hides what the asker may not know of."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def carry(self, asked: Asked, fill_in: FillIn) -> Done:
        """Carry out a command on an entity that exists.

        Args:
            asked: The command.
            fill_in: Completes its fields, in the transaction that claims the key.

        Raises:
            InvalidInputError: A field makes no sense, or the key was used for something else.
            RuleRefusedError: A rule forbids it; the attempt is on record.
            NotFoundError: No such entity, or none that the actor may know of; an attempt on the
                latter is on record.
        """
        # A malformed number must not be claimed.
        self._parts.gateway.stream(asked.entity, asked.number)
        async with self._parts.engine.begin() as connection:
            await claim(connection, asked.command_id, asked.request)
            filled = await fill_in(connection)
        try:
            return await self.send(asked, asked.number, filled)
        except (RuleRefusedError, InvalidInputError) as error:
            if isinstance(error, RuleRefusedError) or error.code == REUSED:
                await self._check_may_know(asked)
            raise
        except NotFoundError as error:
            raise self.not_found(asked) from error

    async def send(self, asked: Asked, number: str, data: Mapping[str, Any]) -> Done:
        """Send a command whose key is claimed; one that never happened lets go of it."""
        try:
            receipt = await self._parts.gateway.execute(
                asked.entity, number, asked.command, data, asked.actor, asked.command_id
            )
        except (InvalidInputError, NotFoundError) as error:
            # Nothing happened, so a corrected form may come with the same key.
            if error.code != REUSED:
                await self._release(asked)
            raise
        return Done(number, receipt)

    def check_may_know(self, asked: Asked, state: Any) -> None:
        """Let pass who may learn why a command was refused.

        Raises:
            NotFoundError: The asker may not; the answer is that for what does not exist.
        """
        raise NotImplementedError

    def not_found(self, asked: Asked) -> NotFoundError:
        """The same words for what does not exist and for what the asker may not know of."""
        raise NotImplementedError

    async def _check_may_know(self, asked: Asked) -> None:
        stream = self._parts.gateway.stream(asked.entity, asked.number)
        known = await self._parts.inputs.from_facts(stream)
        decider = DECIDERS[asked.entity]
        state = decider.initial()
        if known is not None and known.state is not None:
            state = from_json(decider.state_type, known.state)
        try:
            self.check_may_know(asked, state)
        except NotFoundError:
            await self._release(asked)  # as for what does not exist
            raise

    async def _release(self, asked: Asked) -> None:
        async with self._parts.engine.begin() as connection:
            await release(connection, asked.command_id)

    @property
    def committee(self) -> str:
        """First part of every stream id."""
        return self._parts.settings.committee


def refusal_of_any(entity: str, request: Request[Command], terms: Terms) -> RuleRefusedError | None:
    """What forbids an opening command whatever the number.

    Raises:
        InvalidInputError: A field makes no sense.
    """
    decider = DECIDERS[entity]
    try:
        decider.decide(decider.initial(), request, terms)
    except RuleRefusedError as error:
        return error
    return None
