"""The ledger, one item, its timeline, and what may be done with it now."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from models.policy import Level
from models.rectification.content import Category
from models.rectification.item_state import ItemState
from store.queries.ledger import LedgerFilter, LedgerSort
from web.cursors import version_of
from web.documentation import failures
from web.ledger_reading import (
    names_by_unit,
    today,
    visible_facts,
    visible_item,
    visible_page,
)
from web.permitted import permitted
from web.routes.parameters import Cursor, Limit, Number
from web.schemas.items import (
    Item,
    Ledger,
    Permission,
    Permissions,
    Timeline,
    item_of,
    timeline_of,
)
from web.signed_in import Connected, SignedIn, Working

router = APIRouter(tags=["台账"], responses=failures(401, 422))


@router.get("/items", summary="整改台账")
async def list_items(
    actor: SignedIn,
    connection: Connected,
    unit: Annotated[
        str,
        Query(title="单位", description="单位编码，含其下属单位。", examples=["Z1"]),
    ] = "",
    state: Annotated[
        list[ItemState] | None,
        Query(title="状态", description="可重复，符合其一即可。", examples=[["in_progress"]]),
    ] = None,
    level: Annotated[
        list[Level] | None,
        Query(title="督办等级", description="可重复，符合其一即可。", examples=[["red"]]),
    ] = None,
    category: Annotated[
        list[Category] | None,
        Query(title="整改类别", description="可重复，符合其一即可。", examples=[["immediate"]]),
    ] = None,
    overdue: Annotated[
        bool | None,
        Query(title="是否逾期", description="true 只看逾期，false 只看未逾期。", examples=[True]),
    ] = None,
    due_from: Annotated[
        date | None,
        Query(title="时限起", description="现行时限不早于该日（含）。", examples=["2026-04-01"]),
    ] = None,
    due_until: Annotated[
        date | None,
        Query(title="时限止", description="现行时限不晚于该日（含）。", examples=["2026-04-30"]),
    ] = None,
    text: Annotated[
        str,
        Query(
            title="文字",
            description="编号、问题、目标、措施、进展等包含的文字。",
            max_length=100,
            examples=["三会一课"],
        ),
    ] = "",
    sort: Annotated[
        LedgerSort,
        Query(title="排序", description="number 按编号，due 按现行时限。", examples=["number"]),
    ] = LedgerSort.NUMBER,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Ledger:
    """可查看范围内的事项。翻页期间新增或变动的事项不会使其他事项重复或遗漏。"""
    on = today()
    wanted = LedgerFilter(
        on=on,
        unit=unit,
        states=tuple(state or ()),
        levels=tuple(level or ()),
        categories=tuple(category or ()),
        is_overdue=overdue,
        due_from=due_from,
        due_to=due_until,
        text=text.strip(),
    )
    page = await visible_page(connection, actor, wanted, sort, cursor, limit)
    names = await names_by_unit(connection)
    return Ledger(items=[item_of(row, on, names) for row in page.rows], next=page.next)


@router.get("/items/{number}", summary="事项详情", responses=failures(404))
async def get_item(number: Number, actor: SignedIn, connection: Connected) -> Item:
    """一项事项的现状。"""
    row = await visible_item(connection, actor, number)
    return item_of(row, today(), await names_by_unit(connection))


@router.get("/items/{number}/timeline", summary="事项经过", responses=failures(404))
async def get_timeline(
    number: Number,
    actor: SignedIn,
    connection: Connected,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Timeline:
    """一项事项的全部事实，由先到后，含被拒绝的操作与系统督办。"""
    after = version_of(cursor)
    facts = await visible_facts(connection, actor, number, after, limit + 1)
    return timeline_of(number, facts, limit)


@router.get("/items/{number}/allowed", summary="可办操作", responses=failures(404))
async def get_allowed(number: Number, actor: SignedIn, parts: Working) -> Permissions:
    """当前账号此刻可对该事项进行的操作；不可进行的给出理由。只作预判，不留痕。"""
    found = await permitted(parts, actor, number)
    return Permissions(number=number, commands=[Permission.model_validate(one) for one in found])
