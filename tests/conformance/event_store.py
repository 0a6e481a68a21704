"""What every event store has to do: inherit, and provide `append` and `read`."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from dataclasses import replace

import pytest

from models.errors import VersionConflictError
from models.facts import Actor
from tests.store.requests import SOME_DAY, SOMEONE, after, happened, opening
from wire.messages import AppendRequest, AppendResult, RecordedEvent

STREAM = "dw/thing/1"


class EventStoreSuite(ABC):
    @abstractmethod
    async def append(self, request: AppendRequest) -> AppendResult: ...

    @abstractmethod
    async def read(self, stream: str, after_version: int = 0) -> list[RecordedEvent]: ...

    async def test_an_unknown_stream_is_empty(self) -> None:
        assert await self.read("dw/thing/none") == []

    async def test_what_was_appended_is_read_as_it_was(self) -> None:
        result = await self.append(opening(STREAM, happened(名称="巷道"), happened("thing.moved")))
        first, second = await self.read(STREAM)
        assert (first.version, first.type, first.data) == (1, "thing.happened", {"名称": "巷道"})
        assert (second.version, second.type, second.hash) == (2, "thing.moved", result.head)
        assert (first.actor, first.occurred_at) == (SOMEONE, SOME_DAY)
        assert (first.step, first.correlation, first.imported) == ("open", STREAM, False)
        assert result.outcome == "appended"
        assert (result.first_version, result.last_version) == (1, 2)
        assert result.types == ("thing.happened", "thing.moved")

    async def test_delegation_and_import_marks_are_kept(self) -> None:
        deputy = Actor("a-18", ("org_officer",), "DW", on_behalf_of="a-17")
        await self.append(replace(opening(STREAM, imported=True), actor=deputy))
        (fact,) = await self.read(STREAM)
        assert (fact.actor, fact.imported) == (deputy, True)

    async def test_streams_grow_without_holes_and_are_read_from_any_version(self) -> None:
        head = await self.append(opening(STREAM))
        for step in "abc":
            head = await self.append(after(head, STREAM, step, happened(), happened()))
        assert [fact.version for fact in await self.read(STREAM)] == list(range(1, 8))
        assert [fact.version for fact in await self.read(STREAM, 5)] == [6, 7]

    async def test_a_resend_is_recognised(self) -> None:
        first = await self.append(opening(STREAM))
        later = await self.append(after(first, STREAM, "later"))
        for request, result in (
            (opening(STREAM), first),
            (after(first, STREAM, "later"), later),
            # The entity read the stream again before it tried again.
            (after(later, STREAM, "later"), later),
        ):
            assert await self.append(request) == replace(result, outcome="already_appended")
        assert len(await self.read(STREAM)) == 2

    async def test_a_step_that_stands_with_other_events_is_told_and_kept(self) -> None:
        opened = await self.append(opening(STREAM))
        stored = await self.append(after(opened, STREAM, "x", happened(n=1), happened(n=2)))
        await self.append(after(stored, STREAM, "y"))
        for events in ((happened(n=3),), (happened(n=1),), (happened(n=1),) * 3):
            again = await self.append(after(opened, STREAM, "x", *events))
            assert again == replace(stored, outcome="already_done")
        assert len(await self.read(STREAM)) == 4

    async def test_a_recorded_refusal_is_told_again(self) -> None:
        opened = await self.append(opening(STREAM))
        refused = happened("thing.attempt_refused", command="c", code="no", message="不可以")
        await self.append(after(opened, STREAM, "x", refused))
        again = await self.append(after(opened, STREAM, "x", happened()))
        assert again.outcome == "already_done"
        assert again.refusal is not None
        assert (again.refusal.code, again.refusal.message) == ("no", "不可以")

    async def test_a_stale_version_is_refused(self) -> None:
        opened = await self.append(opening(STREAM))
        await self.append(after(opened, STREAM, "first"))
        with pytest.raises(VersionConflictError):
            await self.append(after(opened, STREAM, "second"))

    async def test_another_opening_of_a_stream_is_refused(self) -> None:
        await self.append(opening(STREAM))
        with pytest.raises(VersionConflictError):
            await self.append(opening(STREAM, step="another"))

    async def test_the_right_version_with_a_wrong_head_is_refused(self) -> None:
        opened = await self.append(opening(STREAM))
        with pytest.raises(VersionConflictError):
            await self.append(after(replace(opened, head="00" * 32), STREAM, "x"))

    async def test_a_version_ahead_of_the_stream_is_refused(self) -> None:
        opened = await self.append(opening(STREAM))
        with pytest.raises(VersionConflictError):
            await self.append(after(replace(opened, last_version=2), STREAM, "x"))

    async def test_of_many_writers_exactly_one_is_first(self) -> None:
        opened = await self.append(opening(STREAM))
        results = await asyncio.gather(
            *(self.append(after(opened, STREAM, f"step-{n}")) for n in range(12)),
            return_exceptions=True,
        )
        assert sum(isinstance(result, AppendResult) for result in results) == 1
        assert sum(isinstance(result, VersionConflictError) for result in results) == 11
        assert len(await self.read(STREAM)) == 2

    async def test_of_many_tries_of_one_step_exactly_one_is_stored(self) -> None:
        results = await asyncio.gather(*(self.append(opening(STREAM)) for _ in range(12)))
        assert sorted(result.outcome for result in results) == ["already_appended"] * 11 + [
            "appended"
        ]
        assert len(await self.read(STREAM)) == 1
