"""Append against a raw insert of the same bytes into the same table, in alternating paired runs.

Both sides use asyncpg in one Python process on the same server; the raw side inserts rows that
were made beforehand and promises nothing: no chain, no compare-and-swap, no queue, no idempotence.
"""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.ledger import sample_item
from bench.measure import Measure
from bench.peer_eventsourcing import peer_throughput
from bench.postgres import Database, temporary_server
from models.facts import Actor
from store.append_statement import columns_of
from store.driver import Driver
from store.engine import open_engine
from store.envelope import seal
from store.event_store import append_in_transaction, append_sealed
from store.roles import APP_ROLE
from wire.codec import fingerprint, to_json
from wire.messages import AppendRequest, NewEvent

_ACTOR = Actor("a-1047", ("org_officer",), "DW")
_DATA = {
    "progress": "已完成巷道顶板补强支护，责任单位每班检查并留存影像，待组织部门复核后申请销号。"
    "下一步完善班组交接记录，党支部每周抽查一次。",
}
_streams = itertools.count(1)

_RAW_COLUMNS = (
    "INSERT INTO event (stream_pk, version, event_id, type, schema_version, body_hash, envelope,"
    " payload) "
)
_RAW_ONE = _RAW_COLUMNS + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
_RAW_MANY = _RAW_COLUMNS + (
    "SELECT $1, * FROM unnest($2::bigint[], $3::uuid[], $4::text[], $5::int[], $6::bytea[],"
    " $7::bytea[], $8::bytea[])"
)


@dataclass(frozen=True)
class Load:
    """How many write at once, how often each, how many events at a time."""

    writers: int
    appends: int
    batch: int

    @property
    def events(self) -> int:
        return self.writers * self.appends * self.batch


# Gets ready outside the measured time, and gives back what is measured.
Side = Callable[[Driver, Load], Awaitable[Callable[[], Awaitable[None]]]]


def bench(quick: bool) -> list[Measure]:
    rounds = 2 if quick else 7
    scale = 10 if quick else 1
    loads = (
        ("1 writer", 0.75, Load(1, 3000 // scale, 1)),
        ("16 writers", 0.55, Load(16, 600 // scale, 1)),
        ("1 writer, batches of 10", 0.65, Load(1, 1000 // scale, 10)),
        ("16 writers, batches of 10", 0.65, Load(16, 150 // scale, 10)),
    )
    with temporary_server() as server:
        return asyncio.run(_bench(server.create_database("bench"), loads, rounds))


async def _bench(
    creating: Awaitable[Database], loads: Sequence[tuple[str, float, Load]], rounds: int
) -> list[Measure]:
    database = await creating
    await database.upgrade()
    measures = []
    for name, goal, load in loads:
        measures.append(await _compare(database, f"append ÷ raw, {name}", load, rounds, goal))
    for name, _, load in loads[:2]:
        whole = f"append with promise and ledger ÷ raw, {name}"
        measures.append(await _compare_whole(database, whole, load, rounds))
    return measures + await _compare_peer(database, loads[0][2], loads[1][2], rounds)


async def _compare(
    database: Database, name: str, load: Load, rounds: int, goal: float | None
) -> Measure:
    connections = [await asyncpg.connect(database.dsn()) for _ in range(load.writers)]
    pairs = []
    for number in range(rounds + 1):
        sides: list[Side] = [_raw, _appends]
        order = sides if number % 2 else sides[::-1]
        rates = {side: await _rate(side, connections, load) for side in order}
        if number:  # the first round only warms caches and prepared statements
            pairs.append((rates[_raw], rates[_appends]))
    for connection in connections:
        await connection.close()
    return _ratio(name, pairs, goal)


async def _compare_whole(database: Database, name: str, load: Load, rounds: int) -> Measure:
    """The same with everything that a command writes: promise, read models, own transaction."""
    connections = [await asyncpg.connect(database.dsn()) for _ in range(load.writers)]
    engine = open_engine(database.dsn(APP_ROLE), load.writers)

    async def whole_side(_: Driver, load: Load) -> Callable[[], Awaitable[None]]:
        requests = await _open_item(engine)

        async def run() -> None:
            for _number in range(load.appends):
                result = await append_in_transaction(engine, requests.next())
                requests.head = result.head

        return run

    pairs = []
    for number in range(rounds + 1):
        raw = await _rate(_raw, connections, load)
        whole = await _rate(whole_side, connections, load)
        if number:
            pairs.append((raw, whole))
    for connection in connections:
        await connection.close()
    await engine.dispose()
    return _ratio(name, pairs, None)


async def _compare_peer(database: Database, alone: Load, crowd: Load, rounds: int) -> list[Measure]:
    measures = []
    for name, load in (("1 writer", alone), ("16 writers", crowd)):
        connections = [await asyncpg.connect(database.dsn()) for _ in range(load.writers)]
        pairs = []
        for number in range(rounds + 1):
            peer = await asyncio.to_thread(
                peer_throughput, database.dsn(), load.writers, load.appends, load.batch
            )
            ours = await _rate(_appends, connections, load)
            if number:
                pairs.append((peer, ours))
        for connection in connections:
            await connection.close()
        measures.append(_ratio(f"append ÷ eventsourcing's recorder, {name}", pairs, 1.0))
    return measures


async def _rate(side: Side, connections: Sequence[Driver], load: Load) -> float:
    runs = [await side(connection, load) for connection in connections]
    started = time.perf_counter()
    await asyncio.gather(*(run() for run in runs))
    return load.events / (time.perf_counter() - started)


def _ratio(name: str, pairs: Sequence[tuple[float, float]], goal: float | None) -> Measure:
    ratios = [ours / theirs for theirs, ours in pairs]
    details = {
        "yardstick_events_per_second": [round(theirs) for theirs, _ in pairs],
        "ours_events_per_second": [round(ours) for _, ours in pairs],
        "ratios": [round(ratio, 3) for ratio in ratios],
    }
    return Measure(name, round(statistics.median(ratios), 3), goal=goal, details=details)


async def _open_item(engine: AsyncEngine) -> _Requests:
    """Requests for an item that stands in the ledger already."""
    item = sample_item(next(_streams))
    requests = _Requests(1, f"dw/rectification/{item.number}", "rectification.progress_reported")
    opening = NewEvent(item.type, item.schema_version, to_json(item))
    result = await append_in_transaction(engine, replace(requests.next(), events=(opening,)))
    requests.head = result.head
    return requests


class _Requests:
    """Successive requests for one stream, each on the head that the one before left."""

    def __init__(
        self, batch: int, stream: str = "", type_: str = "thing.progress_reported"
    ) -> None:
        self.stream = stream or f"dw/thing/B{next(_streams)}"
        self.head = ""
        self._version = 0
        self._event = NewEvent(type_, 1, _DATA)
        self._batch = batch

    def next(self) -> AppendRequest:
        step = f"0198c0de-0000-7000-8000-{self._version:012d}"
        request = AppendRequest(
            stream=self.stream,
            expected_version=self._version,
            expected_head=self.head,
            step=step,
            command_hash=fingerprint("report_progress", _DATA),
            actor=_ACTOR,
            occurred_at=datetime.now(UTC),
            correlation="dw/review/2026-04-Z1",
            events=(self._event,) * self._batch,
            next_clock_at=datetime.now(UTC) + timedelta(days=self._version),
        )
        self._version += self._batch
        return request


async def _appends(connection: Driver, load: Load) -> Callable[[], Awaitable[None]]:
    requests = _Requests(load.batch)

    async def run() -> None:
        for _ in range(load.appends):
            request = requests.next()
            sealed = seal(request, datetime.now(UTC))
            requests.head = (await append_sealed(connection, request, sealed)).head

    return run


async def _raw(connection: Driver, load: Load) -> Callable[[], Awaitable[None]]:
    batches = list(_sealed_batches(load))
    stream_pk = await connection.fetchval(
        "INSERT INTO stream (stream_id, version, head_hash) VALUES ($1, 0, '') RETURNING stream_pk",
        f"dw/thing/R{next(_streams)}",
    )

    async def run() -> None:
        for rows in batches:
            if load.batch == 1:
                await connection.execute(_RAW_ONE, stream_pk, *rows[0])
            else:
                await connection.execute(_RAW_MANY, stream_pk, *_columns(rows))

    return run


def _sealed_batches(load: Load) -> Iterator[list[tuple[Any, ...]]]:
    requests = _Requests(load.batch)
    for _ in range(load.appends):
        sealed = seal(requests.next(), datetime.now(UTC))
        requests.head = sealed[-1].hash.hex()
        yield [columns_of(event) for event in sealed]


def _columns(rows: list[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
