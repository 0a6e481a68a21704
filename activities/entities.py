"""Activities by which facts bring entities to life or hand them something."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from time import monotonic
from typing import Any, Protocol

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity

from activities.gathering.port import Gatherer
from models.errors import FupanError, NotFoundError, TransientError
from models.ids import derived_id
from store.queries.terms import terms_at
from store.rollouts import behind, still_behind
from store.starts import forget, postpone, waiting
from wire.messages import Receipt, TermsMessage
from wire.starts import CommandOrder, RolloutPage, RolloutProgress
from workflows.failures import to_failure

_log = structlog.get_logger(__name__)

_OPENING_HANDS = 16  # one start after another would leave the engine waiting most of the time
_BEGINNING_PATIENCE_SECONDS = 30.0
_LOOK_EVERY_SECONDS = 0.05
_ROLLOUT_PAGE = 100
_ROLLOUT_HANDS = 8  # entities that adopt at the same time; people's commands go on beside them


class Entities(Protocol):
    """What these activities need of the engine; the gateway provides it."""

    async def carry(self, order: CommandOrder) -> None:
        """Deliver a command, opening the entity if need be."""

    async def start_from_facts(self, stream: str) -> bool:
        """Start the stream's workflow unless it runs or has nothing to wait for."""

    async def has_begun(self, stream: str) -> bool:
        """True when a worker has taken up the stream's workflow, or there is none."""

    async def adopt_terms(self, stream: str, message: TermsMessage) -> Receipt:
        """Hand new terms to one entity."""


class EntityActivities:
    """Implements the entity ports of `workflows/ports.py`."""

    def __init__(
        self,
        engine: AsyncEngine,
        entities: Entities,
        gatherers: Mapping[str, Gatherer] | None = None,
    ) -> None:
        self._engine = engine
        self._entities = entities
        self._gatherers = gatherers or {}

    def all(self) -> list[Callable[..., Any]]:
        """Everything that a worker has to register."""
        return [self.command_entity, self.open_waiting_entities, self.roll_out_terms]

    @activity.defn(name="command_entity")
    async def command_entity(self, order: CommandOrder) -> None:
        """Deliver an order; a rule that refuses it has recorded that in the other stream.

        What can never be delivered is logged and left: whoever sent it has more to do.
        """
        try:
            await self._entities.carry(await self._completed(order))
        except TransientError as error:
            raise to_failure(error) from error
        except FupanError as error:
            # The facts have moved on since an earlier try looked things up: that one was taken.
            if not (order.gather and error.code == "command_id_reused"):
                _log.error("order.not_delivered", stream=order.stream, code=error.code)

    async def _completed(self, order: CommandOrder) -> CommandOrder:
        """The order with what it asks to be looked up."""
        if not order.gather:
            return order
        found = await self._gatherers[order.gather](order)
        return replace(order, data={**order.data, **found})

    @activity.defn(name="open_waiting_entities")
    async def open_waiting_entities(self, limit: int) -> int:
        """Start first, strike off the list afterwards: a crash in between starts nothing twice.

        What cannot be started stays on the list, but moves behind, and is in nobody's way.

        Returns:
            How many were looked at; 0 when none is due.
        """
        async with self._engine.connect() as connection:
            streams = await waiting(connection, limit)
        hands = asyncio.Semaphore(_OPENING_HANDS)

        async def start(stream: str) -> bool:
            async with hands:
                is_new = await self._entities.start_from_facts(stream)
                activity.heartbeat(stream)
                return is_new

        outcomes = await asyncio.gather(*map(start, streams), return_exceptions=True)
        by_stream = dict(zip(streams, outcomes, strict=True))
        failed = {name: it for name, it in by_stream.items() if isinstance(it, BaseException)}
        opened = [stream for stream in streams if stream not in failed]
        async with self._engine.begin() as connection:
            await forget(connection, opened)
            await postpone(connection, list(failed))
        for stream, error in failed.items():
            _log.error("entity.not_opened", stream=stream, exc_info=error)
        await self._let_begin([stream for stream in opened if by_stream[stream] is True])
        return len(streams)

    async def _let_begin(self, started: Sequence[str]) -> None:
        """Start no faster than workers take up: people's commands wait in the same queue."""
        deadline = monotonic() + _BEGINNING_PATIENCE_SECONDS
        while started and monotonic() < deadline:
            if await self._entities.has_begun(started[-1]):
                return
            await asyncio.sleep(_LOOK_EVERY_SECONDS)

    @activity.defn(name="roll_out_terms")
    async def roll_out_terms(self, page: RolloutPage) -> RolloutProgress:
        """Every open entity of the page that lives under an older version."""
        async with self._engine.connect() as connection:
            # Version 0 is the built-in default, and in an offer it asks for nothing.
            terms = await terms_at(connection, page.terms)
            streams = await behind(connection, page.terms, page.after, _ROLLOUT_PAGE)
        hands = asyncio.Semaphore(_ROLLOUT_HANDS)

        async def adopt(stream: str) -> None:
            command_id = derived_id(stream, "adopt", str(page.terms))
            message = TermsMessage(command_id, page.actor, page.reason, terms)
            async with hands:
                await self._adopt(stream, message)
                activity.heartbeat(stream)

        await asyncio.gather(*(adopt(stream) for stream in streams))
        # Not what entities answered but what is on record says who has adopted.
        async with self._engine.connect() as connection:
            failed = await still_behind(connection, page.terms, streams)
        if failed:
            _log.error("terms.not_adopted", streams=failed)
        after = streams[-1] if len(streams) == _ROLLOUT_PAGE else None
        return RolloutProgress(len(streams) - len(failed), after, tuple(failed))

    async def _adopt(self, stream: str, message: TermsMessage) -> None:
        """Hand terms to one entity; whatever is wrong with it, the others go on."""
        try:
            await self._entities.adopt_terms(stream, message)
        except NotFoundError:
            pass  # finished meanwhile
        except Exception:  # noqa: BLE001  # the caller sees from the record that it failed
            _log.warning("terms.adoption_failed", stream=stream, exc_info=True)
