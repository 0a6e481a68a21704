"""Policy and calendar in the version that holds now, or in any former one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from models.calendar import WorkCalendar
from models.errors import NotFoundError
from models.policy import Policy
from models.policy_edition.events import Reach
from models.terms import Terms, TermsVersion
from models.work_calendar.events import YearTable
from models.work_calendar.state import carried_years, slice_of
from store.terms_tables import policy_version, work_calendar_year
from wire.codec import from_json


@dataclass(frozen=True, slots=True)
class CalendarStatus:
    """What is known of the calendar, for `fupan status`.

    Attributes:
        version: Version that holds; 0 before the first import.
        announced_years: Years with a table.
        missing_years: Years that deadlines computed today may fall into and that have none.
        is_overdue: True when a year that should be announced by now is missing.
    """

    version: int
    announced_years: tuple[int, ...]
    missing_years: tuple[int, ...]
    is_overdue: bool


# The notice for a year is usually published in November of the year before (domain.md §3.6).
_ANNOUNCED_BY_MONTH = 12


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A version of the policy and what became of it.

    Attributes:
        ended: adopted, withdrawn or replaced; None while it waits for adoption.
        reach: To which items an adopted version applies; else None.
    """

    version: int
    reason: str
    proposed_by: str
    proposed_at: datetime
    ended: str | None
    ended_by: str | None
    ended_at: datetime | None
    ended_reason: str | None
    reach: Reach | None


async def current_version(connection: AsyncConnection) -> TermsVersion:
    """Versions that hold now: one cheap query, so that a cache can ask it before every use."""
    row = (await connection.execute(_CURRENT)).one()
    return TermsVersion(row.policy or 0, row.calendar or 0)


async def current_terms(connection: AsyncConnection) -> Terms:
    """Policy and calendar that hold now for whatever begins now."""
    return await terms_at(connection, await current_version(connection))


async def terms_at(connection: AsyncConnection, version: TermsVersion) -> Terms:
    """Policy and calendar of a version; the same for ever. Version 0 is the built-in default.

    Raises:
        NotFoundError: There never was such a version.
    """
    return Terms(
        await policy_at(connection, version.policy),
        await calendar_at(connection, version.calendar),
    )


async def policy_versions(connection: AsyncConnection) -> Sequence[PolicyRow]:
    """Every version that was ever proposed, oldest first."""
    columns = [policy_version.c[item.name] for item in fields(PolicyRow)]
    query = sa.select(*columns).order_by(policy_version.c.version)
    rows = [PolicyRow(*row) for row in await connection.execute(query)]
    return [replace(row, reach=Reach(row.reach) if row.reach else None) for row in rows]


async def latest_policy(connection: AsyncConnection) -> Policy:
    """The version that waits for adoption; when none does, the one that holds."""
    query = sa.select(policy_version.c.version).where(policy_version.c.ended.is_(None))
    waiting = await connection.scalar(query)
    if waiting is None:
        waiting = (await current_version(connection)).policy
    return await policy_at(connection, waiting)


async def policy_at(connection: AsyncConnection, version: int) -> Policy:
    """One version of the policy, adopted or not."""
    if version == 0:
        return Policy()
    query = sa.select(policy_version.c.policy).where(policy_version.c.version == version)
    text = await connection.scalar(query)
    if text is None:
        raise NotFoundError("policy_version_unknown", f"没有第 {version} 版督办规则。")
    return from_json(Policy, json.loads(text))


async def calendar_at(connection: AsyncConnection, version: int) -> WorkCalendar:
    """The part of a calendar version that entities carry: small, and the same for ever."""
    if version == 0:
        return WorkCalendar()
    newest = (await current_version(connection)).calendar
    tables = await years_at(connection, version) if version <= newest else ()
    if not tables:
        raise NotFoundError("calendar_version_unknown", f"没有第 {version} 版工作日历。")
    carried = carried_years(table.year for table in tables)
    return slice_of(version, (table for table in tables if table.year in carried))


async def calendar_slice(connection: AsyncConnection, from_year: int, to_year: int) -> WorkCalendar:
    """The calendar that holds now, from one year to another, both inclusive."""
    version = (await current_version(connection)).calendar
    tables = await years_at(connection, version)
    return slice_of(version, (table for table in tables if from_year <= table.year <= to_year))


async def years_at(connection: AsyncConnection, version: int) -> Sequence[YearTable]:
    """Every announced year as a version of the calendar knows it, oldest first."""
    years = work_calendar_year.c
    query = (
        sa.select(years.year, years.holidays, years.make_up_workdays, years.source)
        .ext(distinct_on(years.year))
        .where(years.version <= version)
        .order_by(years.year, years.version.desc())
    )
    # Built here instead of by name: the table stores arrays, the event tuples.
    return [
        YearTable(row.year, tuple(row.holidays), tuple(row.make_up_workdays), row.source)
        for row in await connection.execute(query)
    ]


async def calendar_status(connection: AsyncConnection, today: date) -> CalendarStatus:
    """Whether the calendar reaches as far as deadlines do: this year and the next."""
    version = (await current_version(connection)).calendar
    query = sa.select(work_calendar_year.c.year).distinct().order_by(work_calendar_year.c.year)
    announced = tuple((await connection.scalars(query)).all())
    missing = tuple(year for year in (today.year, today.year + 1) if year not in announced)
    is_late = today.year in missing or (bool(missing) and today.month >= _ANNOUNCED_BY_MONTH)
    return CalendarStatus(version, announced, missing, is_late)


_CURRENT = sa.select(
    sa.select(sa.func.max(policy_version.c.version))
    .where(policy_version.c.ended == "adopted")
    .scalar_subquery()
    .label("policy"),
    sa.select(sa.func.max(work_calendar_year.c.version)).scalar_subquery().label("calendar"),
)
