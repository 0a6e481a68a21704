"""Any sequence of tries, stale ones and repeated ones among them, is answered like by a model."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from models.errors import VersionConflictError
from store.event_store import EventStore, append_in_transaction
from tests.store.requests import happened, opening
from wire.messages import AppendRequest, AppendResult

_streams = itertools.count(1)


@dataclass(frozen=True)
class Try:
    """A step with its bodies, decided on the stream as it was `behind` steps ago."""

    step: str
    bodies: tuple[int, ...]
    behind: int


@dataclass
class Model:
    """What a stream has to be: its steps in order, each with the answer that it got."""

    steps: dict[str, tuple[int, ...]] = field(default_factory=dict)
    heads: list[AppendResult | None] = field(default_factory=lambda: [None])

    def expected(self, one: Try) -> str:
        if one.step in self.steps:
            is_same = self.steps[one.step] == one.bodies
            return "already_appended" if is_same else "already_done"
        return "appended" if one.behind == 0 or len(self.heads) == 1 else "version_conflict"

    def base(self, behind: int) -> AppendResult | None:
        return self.heads[max(0, len(self.heads) - 1 - behind)]


_TRIES = st.lists(
    st.builds(
        Try,
        st.sampled_from("abcdef"),
        st.lists(st.integers(0, 1), min_size=1, max_size=3).map(tuple),
        st.sampled_from((0, 0, 0, 1, 2)),
    ),
    min_size=1,
    max_size=12,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_TRIES)
async def test_every_try_is_answered_like_by_the_model(
    engine: AsyncEngine, tries: list[Try]
) -> None:
    stream, model = f"dw/thing/{next(_streams)}", Model()
    for one in tries:
        expected = model.expected(one)
        outcome, result = await _answer(engine, _request(stream, one, model.base(one.behind)))
        assert outcome == expected
        if result is not None and outcome == "appended":
            model.steps[one.step] = one.bodies
            model.heads.append(result)
    async with engine.connect() as connection:
        facts = await EventStore().read(connection, stream)
    assert [fact.data["n"] for fact in facts] == list(itertools.chain(*model.steps.values()))
    assert [fact.version for fact in facts] == list(range(1, len(facts) + 1))


async def _answer(engine: AsyncEngine, request: AppendRequest) -> tuple[str, AppendResult | None]:
    try:
        result = await append_in_transaction(engine, request)
    except VersionConflictError as error:
        return error.code, None
    return result.outcome, result


def _request(stream: str, one: Try, base: AppendResult | None) -> AppendRequest:
    request = opening(stream, *(happened(n=n) for n in one.bodies), step=one.step)
    if base is None:
        return request
    return replace(request, expected_version=base.last_version, expected_head=base.head)
