"""Units, policy and calendar, as everybody who is signed in may read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Query

from models.calendar import on_shanghai
from store.queries.org_units import unit_tree
from store.queries.terms import calendar_slice, current_terms
from web.documentation import SIGNED_IN
from web.schemas.reference import CalendarYear, PolicyInForce, Unit, Units
from web.signed_in import Connected, SignedIn
from wire.codec import to_json

router = APIRouter(tags=["基础资料"], responses=SIGNED_IN)


@router.get("/units", summary="党组织名册")
async def list_units(
    actor: SignedIn,
    connection: Connected,
    on: Annotated[
        date | None,
        Query(title="日期", description="查看哪一天的名册，默认今天。", examples=["2026-04-30"]),
    ] = None,
) -> Units:
    """某日存在的全部党组织，按编码排列；名册很小，不分页。"""
    day = on or on_shanghai(datetime.now(UTC))
    tree = await unit_tree(connection, day)
    return Units(on=day, units=[Unit.model_validate(unit) for unit in tree])


@router.get("/policy", summary="现行督办规则")
async def get_policy(actor: SignedIn, connection: Connected) -> PolicyInForce:
    """新下达事项所适用的规则；在办事项沿用下达时的版本，直至明确改用新版。"""
    policy = (await current_terms(connection)).policy
    return PolicyInForce(
        version=policy.version, is_default=policy.version == 0, policy=to_json(policy)
    )


@router.get("/calendar/{year}", summary="工作日历")
async def get_calendar(
    actor: SignedIn,
    connection: Connected,
    year: Annotated[
        int, Path(title="年份", description="公历年份。", ge=2000, le=2100, examples=[2026])
    ],
) -> CalendarYear:
    """该年的放假日与调休上班日；未公布的年份按周末推算并注明。"""
    calendar = await calendar_slice(connection, year, year)
    first, last = date(year, 1, 1), date(year, 12, 31)
    return CalendarYear(
        year=year,
        version=calendar.version,
        is_announced=year in calendar.announced_years,
        workdays=calendar.workdays_between(first - timedelta(days=1), last),
        holidays=sorted(calendar.holidays),
        make_up_workdays=sorted(calendar.make_up_workdays),
    )
