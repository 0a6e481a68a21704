"""Activities that write facts and read them back for an entity that lost its memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity

from models.errors import ConfigurationError, FupanError
from models.ids import entity_of
from models.rooms import DECIDERS
from models.terms import Terms, TermsVersion
from store.effects import outstanding_effects
from store.event_store import append_in_transaction
from store.queries.terms import terms_at
from store.streams import load
from wire.messages import AppendRequest, AppendResult, LoadedStream, OutstandingEffect
from workflows.failures import to_failure


class FactActivities:
    """Implements the fact ports of `workflows/ports.py` on PostgreSQL."""

    def __init__(self, engine: AsyncEngine, simulation_allowed: bool = False) -> None:
        self._engine = engine
        self._simulation_allowed = simulation_allowed

    def all(self) -> list[Callable[..., Any]]:
        """Everything that a worker has to register."""
        return [
            self.append_facts,
            self.load_stream,
            self.load_terms,
            self.outstanding_effects,
        ]

    @activity.defn(name="append_facts")
    async def append_facts(self, request: AppendRequest) -> AppendResult:
        """One transaction: facts and read models. Retried for ever when PostgreSQL is away."""
        try:
            if request.simulated and not self._simulation_allowed:
                raise ConfigurationError("simulated_clock", "正式环境不接受带时钟偏移的事项。")
            return await append_in_transaction(self._engine, request)
        except FupanError as error:
            raise to_failure(error) from error

    @activity.defn(name="load_stream")
    async def load_stream(self, stream: str) -> LoadedStream:
        """Fold of the stream's facts."""
        async with self._engine.connect() as connection:
            return await load(connection, stream, DECIDERS[entity_of(stream)])

    @activity.defn(name="load_terms")
    async def load_terms(self, version: TermsVersion) -> Terms:
        """Policy and calendar of that version."""
        async with self._engine.connect() as connection:
            return await terms_at(connection, version)

    @activity.defn(name="outstanding_effects")
    async def outstanding_effects(self, stream: str) -> list[OutstandingEffect]:
        """Effects without a trace, oldest first."""
        async with self._engine.connect() as connection:
            return await outstanding_effects(connection, stream, DECIDERS[entity_of(stream)])
