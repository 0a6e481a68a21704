"""Activities by which facts bring entities to life or hand them something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity

from models.errors import FupanError, NotFoundError
from models.ids import derived_id
from models.rooms import DECIDERS
from store.queries.terms import terms_at
from store.starts import forget, living_under_other_terms, waiting
from wire.messages import Receipt, TermsMessage
from wire.starts import CommandOrder, RolloutPage, RolloutProgress
from workflows.failures import to_failure

_ROLLOUT_PAGE = 100


class Entities(Protocol):
    """What these activities need of the engine; the gateway provides it."""

    async def carry(self, order: CommandOrder) -> None:
        """Deliver a command, opening the entity if need be."""

    async def start_from_facts(self, stream: str) -> bool:
        """Start the stream's workflow unless it runs or has nothing to wait for."""

    async def adopt_terms(self, stream: str, message: TermsMessage) -> Receipt:
        """Hand new terms to one entity."""


class EntityActivities:
    """Implements the entity ports of `workflows/ports.py`."""

    def __init__(self, engine: AsyncEngine, entities: Entities) -> None:
        self._engine = engine
        self._entities = entities

    def all(self) -> list[Callable[..., Any]]:
        """Everything that a worker has to register."""
        return [self.command_entity, self.open_waiting_entities, self.roll_out_terms]

    @activity.defn(name="command_entity")
    async def command_entity(self, order: CommandOrder) -> None:
        """Deliver an order; a rule that refuses it has recorded that in the other stream."""
        try:
            await self._entities.carry(order)
        except FupanError as error:
            raise to_failure(error) from error

    @activity.defn(name="open_waiting_entities")
    async def open_waiting_entities(self, limit: int) -> int:
        """Start first, strike off the list afterwards: a crash in between starts nothing twice."""
        async with self._engine.connect() as connection:
            streams = await waiting(connection, limit)
        for stream in streams:
            await self._entities.start_from_facts(stream)
            activity.heartbeat(stream)
        async with self._engine.begin() as connection:
            await forget(connection, streams)
        return len(streams)

    @activity.defn(name="roll_out_terms")
    async def roll_out_terms(self, page: RolloutPage) -> RolloutProgress:
        """Every open entity of the page that does not live under the version yet."""
        async with self._engine.connect() as connection:
            terms = await terms_at(connection, page.terms)
            streams = await living_under_other_terms(
                connection, tuple(DECIDERS), page.terms, page.after, _ROLLOUT_PAGE
            )
        done = 0
        for stream in streams:
            command_id = derived_id(stream, "adopt", str(page.terms))
            message = TermsMessage(command_id, page.actor, page.reason, terms)
            try:
                await self._entities.adopt_terms(stream, message)
                done += 1
            except NotFoundError:
                pass  # closed meanwhile
            activity.heartbeat(stream)
        return RolloutProgress(done, streams[-1] if len(streams) == _ROLLOUT_PAGE else None)
