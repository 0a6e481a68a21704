"""Which terms reach open entities, and which of these do not live under them yet.

Everything here follows from facts: a rollout that was never started, or that came to an end half
way, is found again by asking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from models.errors import NotFoundError
from models.facts import SYSTEM, Actor
from models.ids import stream_id
from models.policy_edition.decider import POLICY
from models.policy_edition.events import Adopted, Reach
from models.rectification.item_state import FINAL_STATES
from models.terms import TermsVersion
from models.work_calendar.decider import WORK_CALENDAR
from models.work_calendar.events import YearsAnnounced
from store.event_store import EventStore
from store.ledger_table import ledger_item
from store.terms_editor import NUMBER
from store.terms_tables import policy_version, work_calendar_year
from store.year_table import year_entry
from wire.codec import from_json
from wire.messages import RecordedEvent
from wire.starts import RolloutPage

_FINAL = [state.value for state in FINAL_STATES]


async def terms_for_open_items(connection: AsyncConnection) -> TermsVersion:
    """Versions that every open item shall live under at least.

    Of policies the newest whose adoption said that it reaches open items, 0 when none did; the
    newest calendar, for what the State Council announces is nobody's to choose.
    """
    policy = policy_version.c
    reaching = sa.select(sa.func.max(policy.version)).where(
        policy.ended == "adopted", policy.reach == Reach.OPEN_ITEMS.value
    )
    newest = sa.select(sa.func.max(work_calendar_year.c.version))
    query = sa.select(reaching.scalar_subquery(), newest.scalar_subquery())
    policy_no, calendar_no = (await connection.execute(query)).one()
    return TermsVersion(policy_no or 0, calendar_no or 0)


async def behind(
    connection: AsyncConnection, terms: TermsVersion, after: str, limit: int
) -> list[str]:
    """A page of open items that live under an older policy or calendar, in byte order.

    Args:
        connection: Any role that reads.
        terms: Versions that they should live under at least.
        after: Stream id after which the page starts; empty for the first.
        limit: Most streams of the page.
    """
    found = _behind(terms)
    query = sa.select(found.c.stream).where(found.c.stream > after).order_by(found.c.stream)
    return list(await connection.scalars(query.limit(limit)))


async def still_behind(
    connection: AsyncConnection, terms: TermsVersion, streams: Sequence[str]
) -> list[str]:
    """Those of some items that live under an older policy or calendar now, in byte order."""
    found = _behind(terms)
    query = sa.select(found.c.stream).where(found.c.stream.in_(streams)).order_by(found.c.stream)
    return list(await connection.scalars(query))


async def count_behind(connection: AsyncConnection, terms: TermsVersion) -> int:
    """Open items that live under an older policy or calendar than these."""
    query = sa.select(sa.func.count()).select_from(_behind(terms))
    return int(await connection.scalar(query) or 0)


async def outstanding_rollouts(connection: AsyncConnection, committee: str) -> list[RolloutPage]:
    """Decisions that have not reached every open item yet, each as the first page of its rollout.

    Two decisions are two rollouts: every item records what was decided, for whom and why.
    """
    terms = await terms_for_open_items(connection)
    pages = []
    if await count_behind(connection, TermsVersion(policy=terms.policy)):
        pages.append(await _of_policy(connection, committee, terms.policy))
    if await count_behind(connection, TermsVersion(calendar=terms.calendar)):
        pages.append(await _of_calendar(connection, committee, terms.calendar))
    return pages


def _behind(terms: TermsVersion) -> sa.Subquery:
    """Streams of open entities, items and those of the year alike, under older versions."""
    item, entry = ledger_item.c, year_entry.c
    items = sa.select(item.stream).where(_is_older(item, terms), item.state.not_in(_FINAL))
    entries = sa.select(entry.stream).where(_is_older(entry, terms), ~entry.is_finished)
    return items.union_all(entries).subquery()


def _is_older(row: Any, terms: TermsVersion) -> sa.ColumnElement[bool]:
    return sa.or_(row.policy_version < terms.policy, row.calendar_version < terms.calendar)


async def _of_policy(connection: AsyncConnection, committee: str, version: int) -> RolloutPage:
    stream = stream_id(committee, POLICY.entity, NUMBER)
    fact = await _fact(connection, stream, Adopted.type, version)
    decision = from_json(Adopted, fact.data)
    reason = f"督办规则第 {version} 版适用于在办事项：{decision.reason}"
    return RolloutPage(TermsVersion(policy=version), reason, _in_the_name_of(fact.actor))


async def _of_calendar(connection: AsyncConnection, committee: str, version: int) -> RolloutPage:
    stream = stream_id(committee, WORK_CALENDAR.entity, NUMBER)
    fact = await _fact(connection, stream, YearsAnnounced.type, version)
    years = from_json(YearsAnnounced, fact.data).years
    named = "、".join(str(table.year) for table in years)
    reason = f"工作日历第 {version} 版：{named} 年放假安排"
    return RolloutPage(TermsVersion(calendar=version), reason, _in_the_name_of(fact.actor))


def _in_the_name_of(actor: Actor) -> Actor:
    """The system hands the terms over, perhaps days later, for the one who decided."""
    return SYSTEM if actor == SYSTEM else replace(SYSTEM, on_behalf_of=actor.account)


async def _fact(connection: AsyncConnection, stream: str, kind: str, version: int) -> RecordedEvent:
    """The fact by which a version came to hold: it knows who decided."""
    for fact in await EventStore().read(connection, stream):
        if fact.type == kind and fact.data["version"] == version:
            return fact
    raise NotFoundError("terms_fact_missing", f"“{stream}”中没有第 {version} 版的记录。")
