"""The store keeps its promises in the caller's transaction and in one of its own."""

from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from store.event_store import EventStore, append_in_transaction
from tests.conformance.event_store import EventStoreSuite
from wire.messages import AppendRequest, AppendResult, RecordedEvent


class TestOwnTransaction(EventStoreSuite):
    @pytest.fixture(autouse=True)
    def _connect(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def append(self, request: AppendRequest) -> AppendResult:
        return await append_in_transaction(self._engine, request)

    async def read(self, stream: str, after_version: int = 0) -> list[RecordedEvent]:
        async with self._engine.connect() as connection:
            return await EventStore().read(connection, stream, after_version)


class TestCallersTransaction(TestOwnTransaction):
    async def append(self, request: AppendRequest) -> AppendResult:
        async with self._engine.begin() as connection:
            return await EventStore().append(connection, request)
