"""What an entity needs to begin: from its facts, or from nothing with today's terms."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from models.ids import entity_of
from models.rooms import DECIDERS
from models.terms import Terms, TermsVersion
from store.effects import outstanding_among
from store.event_store import EventStore
from store.folding import folded
from store.outages import outages_are_transient
from store.queries.terms import current_version, terms_at
from wire.messages import EntityInput


class EntityInputs:
    """Builds `EntityInput`s; remembers terms by version, which never change."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._terms: dict[TermsVersion, Terms] = {}

    async def for_new(self, stream: str) -> EntityInput:
        """Input of an entity that has no facts yet: it starts under the terms in force.

        Raises:
            TransientError: The database is away.
        """
        async with self._connection() as connection:
            version = await current_version(connection)
            return EntityInput(stream, terms=await self._terms_at(connection, version))

    async def from_facts(self, stream: str) -> EntityInput | None:
        """Input of an entity that lost its workflow; None when the stream has no facts.

        `handled` says whether a fact's effect has left no trace; the entity then sees to it first.

        Raises:
            TransientError: The database is away.
        """
        decider = DECIDERS[entity_of(stream)]
        async with self._connection() as connection:
            facts = await EventStore().read(connection, stream)
            if not facts:
                return None
            loaded = folded(decider, facts)
            outstanding = await outstanding_among(connection, decider, facts)
            return EntityInput(
                stream=stream,
                terms=await self._terms_at(connection, loaded.terms),
                state=loaded.state,
                version=loaded.version,
                head=loaded.head,
                correlation=loaded.correlation,
                handled=0 if outstanding else loaded.version,
            )

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[AsyncConnection]:
        with outages_are_transient():
            async with self._engine.connect() as connection:
                yield connection

    async def _terms_at(self, connection: AsyncConnection, version: TermsVersion) -> Terms:
        if version not in self._terms:
            self._terms[version] = await terms_at(connection, version)
        return self._terms[version]
