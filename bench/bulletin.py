"""What a bulletin of thousands of units and a hundred thousand items costs.

Yardstick: reading the same rows once, in the same order, without looking at them. The figures are
counted, and the attachments are written, in processes of their own, so that peak memory is theirs.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.ledger import sample_item
from bench.measure import Measure
from bench.postgres import Database, Server, temporary_server
from documents.docx import render as as_docx
from documents.pdf import render as as_pdf
from documents.xlsx import render as as_xlsx
from models.bulletin.attachments import workbook_of
from models.bulletin.commands import Begin
from models.bulletin.decider import BULLETIN
from models.bulletin.document import document_of
from models.bulletin.figures import Figures
from models.bulletin.item_record import COUNTED_EVENTS
from models.bulletin.quarter import Quarter
from models.facts import SYSTEM, Event, Fact, Request
from models.org_unit.events import Registered
from models.org_unit.kinds import UnitKind, UnitTier
from models.rectification.events import Accepted, Closed, ClosureRequested, ProgressReported
from models.review.content import Finding, Strength, Weakness
from models.review.events import Imported as ImportedReview
from models.terms import Terms
from store.bulk import append_many
from store.engine import open_engine
from store.queries.bulletin import cut_at, figures_at, found_at, lines_at
from store.roles import SEQUENCER_ROLE
from store.sequencer import sequence_batch
from wire.codec import to_json
from wire.messages import AppendRequest, NewEvent

_QUARTER = Quarter(2026, 1)
_AS_OF = datetime(2026, 4, 1, 1, tzinfo=UTC)
_CLOSED_EVERY, _DIRECT_EVERY, _REVIEWED_EVERY = 2, 6, 4
_LONGEST_SECONDS = 600.0  # what an effect that gathers may take, see `workflows/effects.py`
_MEGABYTE = 1024  # kilobytes, as Linux counts

# The rows that figures rest on, read once and let go.
_READ = """
SELECT e.stream_pk, e.type, e.envelope, e.payload
FROM event AS e JOIN stream AS s USING (stream_pk) JOIN leaf AS l USING (event_seq)
WHERE s.stream_id >= 'dw/rectification/' AND s.stream_id < 'dw/rectification0'
AND e.type = ANY ($1::text[]) ORDER BY e.stream_pk, e.version"""


def bench(quick: bool) -> list[Measure]:
    units, items = (200, 4_000) if quick else (5_000, 100_000)
    with temporary_server(is_durable=False) as server:
        return asyncio.run(_bench(server, units, items))


async def _bench(server: Server, units: int, items: int) -> list[Measure]:
    database = await server.create_database("bulletin")
    await database.upgrade()
    await _fill(database, units, items)
    await server.execute("ANALYZE", database.name)
    reading = _apart(_read_once, database)
    counting = _apart(_count, database)
    writing = _apart(_write, database)
    costs = {"reading": reading, "figures": counting, "documents": writing}
    details: dict[str, float] = {"units": units, "items": items}
    for name, cost in costs.items():
        details |= {f"{name}_seconds": round(cost.seconds, 2)}
        details |= {f"{name}_own_megabytes": round(cost.own_megabytes, 1)}
    once = "reading the same rows once"
    return [
        Measure(f"figures ÷ {once}, time", counting.seconds / reading.seconds, details=details),
        Measure(f"figures ÷ {once}, memory", counting.own_megabytes / reading.own_megabytes),
        Measure(f"documents ÷ {once}, time", writing.seconds / reading.seconds),
        Measure(f"documents ÷ {once}, memory", writing.own_megabytes / reading.own_megabytes),
        Measure("seconds for the figures", counting.seconds, "s", _LONGEST_SECONDS, True),
        Measure("seconds for the documents", writing.seconds, "s", _LONGEST_SECONDS, True),
    ]


@dataclass(frozen=True)
class Cost:
    """What some work took: seconds, and the peak of memory above that of an idle process."""

    seconds: float
    own_megabytes: float


def _apart(work: Callable[[str], float], database: Database) -> Cost:
    """Work in a process that does nothing else."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        idle = alone.submit(_idle_kilobytes).result()
        seconds = alone.submit(work, database.app_url).result()
        busy = alone.submit(_kilobytes, "VmHWM").result()
    return Cost(seconds, max(busy - idle, 1) / _MEGABYTE)


def _idle_kilobytes() -> int:
    """Memory of a process that has only loaded its modules; its peak is counted from here."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _kilobytes("VmRSS")


def _kilobytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def _read_once(url: str) -> float:
    async def read() -> None:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        async with connection.transaction():
            cursor = await connection.cursor(_READ, sorted(COUNTED_EVENTS))
            while await cursor.fetch(2000):
                pass
        await connection.close()

    return _timed(read)


def _count(url: str) -> float:
    async def count(engine: AsyncEngine) -> None:
        await _figures(engine)

    return _timed(lambda: _with_engine(url, count))


def _write(url: str) -> float:
    """Document, PDF and workbook of figures that stand already."""
    seconds: list[float] = []

    async def write(engine: AsyncEngine) -> None:
        figures = await _figures(engine)
        began = time.perf_counter()
        await _write_documents(engine, figures)
        seconds.append(time.perf_counter() - began)

    asyncio.run(_with_engine(url, write))
    return seconds[0]


async def _write_documents(engine: AsyncEngine, figures: Figures) -> None:
    command = Begin(year=2026, quarter=1, figures=figures)
    (begun,) = BULLETIN.decide(BULLETIN.initial(), Request("c", SYSTEM, _AS_OF, command), Terms())
    state = BULLETIN.evolve(BULLETIN.initial(), Fact(1, _AS_OF, SYSTEM, "c", begun))
    async with engine.connect() as connection:
        found = await found_at(connection, "dw", _QUARTER, figures.cut)
        lines = await lines_at(connection, "dw", found)
    terms = Terms()
    book = workbook_of(_QUARTER, lines, found.units, found.reviews, terms.policy, terms.calendar)
    document = document_of(state)
    for content in (as_docx(document), as_pdf(document), as_xlsx(book)):
        assert content


async def _figures(engine: AsyncEngine) -> Figures:
    async with engine.connect() as connection:
        cut = await cut_at(connection, _AS_OF)
        return await figures_at(connection, "dw", 2026, 1, _AS_OF, cut.log_size)


async def _with_engine(url: str, work: Callable[[AsyncEngine], Awaitable[None]]) -> None:
    engine = open_engine(url)
    await work(engine)
    await engine.dispose()


def _timed(work: Callable[[], Awaitable[None]]) -> float:
    async def timed() -> float:
        began = time.perf_counter()
        await work()
        return time.perf_counter() - began

    return asyncio.run(timed())


async def _fill(database: Database, units: int, items: int) -> None:
    engine = open_engine(database.app_url)
    async with engine.begin() as connection:
        await append_many(connection, _requests(units, items))
    await engine.dispose()
    sequencer = await asyncpg.connect(database.dsn(SEQUENCER_ROLE))
    while await sequence_batch(sequencer):
        pass
    await sequencer.close()


def _requests(units: int, items: int) -> Iterator[AppendRequest]:
    for number in range(units):
        yield _opening("org_unit", _code(number), _JANUARY, _unit(number))
        if number % _REVIEWED_EVERY == 0:
            yield _opening("review", f"2026-02-{_code(number)}", _FEBRUARY, _review(number))
    for number in range(items):
        yield _item(number, units)


_JANUARY = datetime(2026, 1, 5, 1, tzinfo=UTC)
_FEBRUARY = datetime(2026, 2, 9, 1, tzinfo=UTC)


def _code(number: int) -> str:
    return f"Z{number:05d}"


def _unit(number: int) -> Registered:
    is_direct = number % _DIRECT_EVERY == 0
    return Registered(
        code=_code(number),
        name=f"第{number}党支部",
        kind=UnitKind.BRANCH,
        parent="DW",
        tier=UnitTier.DIRECT if is_direct else UnitTier.SUB,
        leader_post="党支部书记",
        location="井下",
        members_count=30,
        effective_on=date(2020, 1, 1),
    )


def _review(number: int) -> ImportedReview:
    weakness = Weakness(problem="补课记录缺失", work_axis="organization_life")
    return ImportedReview(
        number=f"2026-02-{_code(number)}",
        unit=_code(number),
        unit_name=f"第{number}党支部",
        month="2026-02",
        held_on=_FEBRUARY.date(),
        feedback_on=_FEBRUARY.date(),
        findings=(
            Finding(1, strength=Strength(text="班前会讲党课，职工参与率高")),
            Finding(2, weakness=weakness),
        ),
    )


def _item(number: int, units: int) -> AppendRequest:
    """An item with some progress; every second one was closed in the quarter."""
    issued = replace(
        sample_item(number),
        owner_unit=_code(number % units),
        issued_on=date(2026, 1, 5) + timedelta(days=number % 60),
    )
    due_on = issued.due_on or date(2026, 3, 31)
    promise = issued.countdowns[0]
    events: list[Event] = [
        issued,
        Accepted(promise),
        ProgressReported("已完成八人补课，余三人本周内完成，支委逐人销账。"),
        ClosureRequested("措施全部落实，补课记录齐全，已建立长效机制。", "现场核查", promise),
    ]
    if number % _CLOSED_EVERY == 0:
        on = issued.issued_on + timedelta(days=20)
        events.append(Closed(on, "a-9", "", "现场核查，同意销号", on <= due_on, on, on))
    return _opening("rectification", issued.number, _JANUARY, *events)


def _opening(entity: str, number: str, at: datetime, *events: Event) -> AppendRequest:
    return AppendRequest(
        stream=f"dw/{entity}/{number}",
        expected_version=0,
        expected_head="",
        step="open",
        command_hash="00" * 32,
        actor=SYSTEM,
        occurred_at=at,
        correlation="",
        events=tuple(NewEvent(e.type, e.schema_version, to_json(e)) for e in events),
    )
