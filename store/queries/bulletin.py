"""What a bulletin counts, read from the facts as they stood at a place of the global order.

Two bounds make the answer the same for ever (ADR 0046): facts occurred by the end of the quarter,
and they had their place in the global order when the figures were frozen. A fact that is written
later, whatever day it tells of, stands behind that place.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.annual_plan.state import AnnualPlanState
from models.bulletin.addressees import AddressedUnit
from models.bulletin.counting import Sources, count
from models.bulletin.figures import Cut, Figures
from models.bulletin.item_record import COUNTED_EVENTS, StoredEvent, item_record
from models.bulletin.ledger_line import LEDGER_EVENTS, LedgerLine, ledger_line
from models.bulletin.quarter import Quarter
from models.bulletin.records import PlannedReview, ReviewRecord, UnitRecord
from models.bulletin.review_record import planned_reviews, review_record
from models.bulletin.tally import Tally
from models.calendar import on_shanghai
from models.facts import Decider
from models.ids import entity_of
from models.org_unit.events import Registered
from models.org_unit.kinds import UnitKind, UnitStanding, UnitTier
from models.org_unit.secretaries import SECRETARIES
from models.org_unit.state import OrgUnitState
from models.rooms import DECIDERS
from models.terms import TermsVersion
from store.driver import Driver, driver_of
from store.envelope import instant, opened
from store.folding import as_fact, fold
from store.people_tables import org_unit_span
from store.queries.terms import current_version, terms_at
from store.upcasters import upcast
from wire.messages import RecordedEvent

_CHUNK = 2000
_END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)

# `occurred` stands in the envelope as text of one length, so that text order is time order.
_OCCURRED = """convert_from(substring(e.envelope
    FROM position('"occurred":"'::bytea IN e.envelope) + 12 FOR 27), 'UTF8')"""
_BOUNDS = """
FROM event AS e JOIN stream AS s USING (stream_pk) JOIN leaf AS l USING (event_seq)
WHERE s.stream_id >= $1 AND s.stream_id < $2 AND l.leaf_index < $3"""

_LEAN = f"""
SELECT e.stream_pk, e.type, e.schema_version, {_OCCURRED} AS occurred, e.payload {_BOUNDS}
AND e.type = ANY ($4::text[]) AND {_OCCURRED} < $5
ORDER BY e.stream_pk, e.version"""

_WHOLE = f"SELECT e.envelope, e.payload {_BOUNDS} ORDER BY e.stream_pk, e.version"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that figures and attachments of a quarter rest on, but the items."""

    quarter: Quarter
    cut: Cut
    units: list[UnitRecord]
    reviews: list[ReviewRecord]
    next_plan: list[PlannedReview] | None

    @property
    def names(self) -> dict[str, str]:
        """Names of the units by code."""
        return {unit.code: unit.name for unit in self.units}


async def log_size(connection: AsyncConnection) -> int:
    """Number of facts that have a place in the global order."""
    driver = await driver_of(connection)
    return int(await driver.fetchval("SELECT size FROM log_state WHERE id = 1"))


async def newest_fact(connection: AsyncConnection) -> int:
    """Number of the newest fact, ordered or not; see `is_ordered_up_to`."""
    driver = await driver_of(connection)
    return int(await driver.fetchval("SELECT coalesce(max(event_seq), 0) FROM event"))


async def is_ordered_up_to(connection: AsyncConnection, event_seq: int) -> bool:
    """True when every stored fact up to a number has its place in the global order."""
    driver = await driver_of(connection)
    waiting = "SELECT EXISTS (SELECT FROM pending WHERE event_seq <= $1)"
    return not await driver.fetchval(waiting, event_seq)


async def cut_at(connection: AsyncConnection, as_of: datetime) -> Cut:
    """The cut that figures frozen now rest on."""
    return Cut(as_of, await log_size(connection), await current_version(connection))


async def figures_at(
    connection: AsyncConnection,
    committee: str,
    year: int,
    quarter: int,
    as_of: datetime,
    log_size: int | None = None,
    terms: TermsVersion | None = None,
) -> Figures:
    """A quarter's figures from the facts.

    Args:
        connection: Any role that reads.
        committee: First part of every stream id.
        year: Year of the quarter.
        quarter: 1 to 4.
        as_of: Facts that occurred later do not count; nor do those after the quarter.
        log_size: Facts with a place before this one are known; None: all that have one now.
        terms: Policy and calendar to count by; None: those that hold now.
    """
    now = await cut_at(connection, as_of)
    cut = Cut(
        as_of,
        now.log_size if log_size is None else log_size,
        now.terms if terms is None else terms,
    )
    seen = Quarter(year, quarter).as_of(on_shanghai(as_of))
    return await _figures(connection, committee, seen, cut)


async def recomputed(connection: AsyncConnection, frozen: Figures) -> Figures:
    """The same figures computed again; they differ only if facts, code or figures are wrong."""
    quarter = Quarter(frozen.year, frozen.quarter).as_of(on_shanghai(frozen.cut.as_of))
    return await _figures(connection, frozen.committee, quarter, frozen.cut)


async def found_at(
    connection: AsyncConnection, committee: str, quarter: Quarter, cut: Cut
) -> Found:
    """Register, reviews and plan as of a cut."""
    units = await units_at(connection, committee, cut)
    names = {unit.code: unit.name for unit in units}
    bound = _bound(quarter, cut)
    reviews = [
        record
        for year in (quarter.year - 1, quarter.year)
        async for record in _reviews(connection, committee, year, cut, bound)
        if record.issued_on.year == quarter.year
    ]
    plan = await _plan(connection, committee, quarter.next, cut, names)
    return Found(quarter, cut, units, reviews, plan)


async def lines_at(connection: AsyncConnection, committee: str, found: Found) -> list[LedgerLine]:
    """Every item's line of the ledger as of a cut."""
    bound = _bound(found.quarter, found.cut)
    return [
        line
        async for line in _items(
            connection, committee, found.cut, bound, LEDGER_EVENTS, ledger_line
        )
    ]


async def units_at(connection: AsyncConnection, committee: str, cut: Cut) -> list[UnitRecord]:
    """The register by the dates that its facts tell of, whenever they were told."""
    streams = _streams(connection, committee, "org_unit", "", cut, _END_OF_TIME)
    records = [_unit_record(facts) async for facts in streams]
    return sorted(filter(None, records), key=lambda unit: unit.code)


async def _figures(
    connection: AsyncConnection, committee: str, quarter: Quarter, cut: Cut
) -> Figures:
    terms = await terms_at(connection, cut.terms)
    found = await found_at(connection, committee, quarter, cut)
    tally = Tally(quarter, terms.calendar, found.names)
    bound = _bound(quarter, cut)
    async for item in _items(connection, committee, cut, bound, COUNTED_EVENTS, item_record):
        tally.add(item)
    sources = Sources(found.units, found.reviews, found.next_plan)
    return count(committee, quarter, cut, sources, tally, terms.policy)


async def _items(
    connection: AsyncConnection,
    committee: str,
    cut: Cut,
    bound: datetime,
    types: Iterable[str],
    fold_one: Callable[[Iterable[StoredEvent]], T | None],
) -> AsyncIterator[T]:
    """One record per item, each made of its events in their order; only one item is in memory."""
    driver = await driver_of(connection)
    first, end = _range(committee, "rectification", "")
    arguments = (first, end, cut.log_size, sorted(types), instant(bound))
    waiting: list[StoredEvent] = []
    stream_pk: int | None = None
    async for chunk in _chunks(driver, _LEAN, *arguments):
        for key, rows in groupby(chunk, key=itemgetter("stream_pk")):
            if key != stream_pk:
                if (record := fold_one(waiting)) is not None:
                    yield record
                waiting, stream_pk = [], key
            waiting.extend((row["type"], _day(row["occurred"]), _data(row)) for row in rows)
    if (record := fold_one(waiting)) is not None:
        yield record


async def _reviews(
    connection: AsyncConnection, committee: str, year: int, cut: Cut, bound: datetime
) -> AsyncIterator[ReviewRecord]:
    """Reviews planned for a year whose feedback was issued by then."""
    decider = DECIDERS.get("review")
    if decider is None:
        return
    async for facts in _streams(connection, committee, "review", f"{year}-", cut, bound):
        if (record := review_record(fold(decider, facts))) is not None:
            yield record


async def _plan(
    connection: AsyncConnection,
    committee: str,
    quarter: Quarter,
    cut: Cut,
    names: dict[str, str],
) -> list[PlannedReview] | None:
    decider: Decider[Any, Any, Any] | None = DECIDERS.get("annual_plan")
    if decider is None:
        return None
    # The plan as it stood when the figures were frozen: it tells of what comes.
    number = str(quarter.year)
    bound = cut.as_of
    async for facts in _streams(connection, committee, "annual_plan", number, cut, bound):
        state: AnnualPlanState = fold(decider, facts)
        return planned_reviews(state, quarter, names)
    return None


async def _streams(
    connection: AsyncConnection, committee: str, entity: str, prefix: str, cut: Cut, bound: datetime
) -> AsyncIterator[list[RecordedEvent]]:
    """Facts of each stream of an entity, those that occurred before an instant."""
    driver = await driver_of(connection)
    first, end = _range(committee, entity, prefix)
    waiting: list[RecordedEvent] = []
    async for chunk in _chunks(driver, _WHOLE, first, end, cut.log_size):
        for row in chunk:
            fact = opened(row["envelope"], row["payload"])
            if waiting and waiting[0].stream != fact.stream:
                yield waiting
                waiting = []
            if fact.occurred_at < bound:
                waiting.append(fact)
    if waiting:
        yield waiting


def _unit_record(facts: list[RecordedEvent]) -> UnitRecord | None:
    decider = DECIDERS[entity_of(facts[0].stream)]
    state: OrgUnitState = fold(decider, facts)
    if state.tier is None:
        return None  # the committee itself, or a code that was only tried
    begun = next(
        event.effective_on
        for event in (as_fact(decider, fact).event for fact in facts)
        if isinstance(event, Registered)
    )
    has_ended = state.standing is not UnitStanding.ACTIVE
    return UnitRecord(
        code=state.code,
        name=state.name,
        kind=state.kind.value,
        parent=state.parent,
        tier=state.tier.value,
        from_on=begun,
        to_on=state.changed_on if has_ended else None,
    )


async def _chunks(driver: Driver, query: str, *arguments: Any) -> AsyncIterator[list[Any]]:
    cursor = await driver.cursor(query, *arguments)
    while rows := await cursor.fetch(_CHUNK):
        yield rows


def _range(committee: str, entity: str, prefix: str) -> tuple[str, str]:
    """Bounds of the stream ids that begin so; the next character after the last one ends them."""
    first = f"{committee}/{entity}/{prefix}"
    return first, first[:-1] + chr(ord(first[-1]) + 1)


def _bound(quarter: Quarter, cut: Cut) -> datetime:
    """Facts count that occurred before this instant."""
    return min(quarter.ends_at, cut.as_of)


def _data(row: Any) -> Mapping[str, Any]:
    return upcast(row["type"], row["schema_version"], json.loads(row["payload"]))[1]


def _day(occurred: str) -> date:
    return on_shanghai(datetime.fromisoformat(occurred))


async def addressees_on(connection: AsyncConnection, day: date) -> list[AddressedUnit]:
    """各党总支、直属党支部 that exist on a day, in the order of their codes."""
    span = org_unit_span.c
    query = (
        sa.select(span.code, span.name, span.kind)
        .where(span.tier == UnitTier.DIRECT.value, span.valid_from <= day)
        .where(sa.or_(span.valid_to.is_(None), span.valid_to > day))
        .order_by(span.code)
    )
    return [
        AddressedUnit(row.code, row.name, SECRETARIES[UnitKind(row.kind)].value)
        for row in await connection.execute(query)
    ]
