"""Everybody's own notices."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from models.ids import derived_id
from models.notice.texts import sentence, title
from store.queries.inbox import InboxKey, InboxRow, inbox_page, unread_by_level
from store.reading import mark_read
from web.cursors import cursor_of, instant_of, parts_of
from web.documentation import SIGNED_IN, failures
from web.schemas.inbox import Inbox, Notice, ReadReceipt
from web.signed_in import Connected, SignedIn, Working

router = APIRouter(tags=["通知"], responses=SIGNED_IN)

NoticeId = Annotated[
    str,
    Path(
        title="通知编号",
        description="通知列表给出的编号。",
        examples=["5b0c0f2e-7a53-5f0e-9d53-0c2a0f5b6d10"],
    ),
]


@router.get("/inbox", summary="我的通知")
async def list_notices(
    actor: SignedIn,
    connection: Connected,
    unread: Annotated[
        bool, Query(title="只看未签阅", description="true 时只列未签阅的通知。", examples=[True])
    ] = False,
    limit: Annotated[
        int, Query(title="每页条数", description="1 至 200。", ge=1, le=200, examples=[50])
    ] = 50,
    cursor: Annotated[
        str | None,
        Query(title="翻页标记", description="上一页返回的 next；首页不填。", examples=[None]),
    ] = None,
) -> Inbox:
    """本人收到的通知，由新到旧。"""
    rows = await inbox_page(
        connection,
        actor.account,
        unread_only=unread,
        after=_key(cursor),
        limit=limit + 1,
    )
    counts = await unread_by_level(connection, actor.account)
    return Inbox(
        notices=[_notice(row) for row in rows[:limit]],
        unread=sum(counts.values()),
        next=_cursor(rows[limit - 1]) if len(rows) > limit else None,
    )


@router.post("/inbox/{notice}/read", summary="签阅通知", responses=failures(404, 409))
async def read_notice(notice: NoticeId, actor: SignedIn, parts: Working) -> ReadReceipt:
    """签阅本人的一条通知并留痕；重复签阅没有影响，也不需要操作编号。"""
    # The id follows from what is done: clicking twice, or two devices at once, reads once.
    command_id = derived_id("mark_read", actor.account, notice)
    committee = parts.settings.committee
    count = await mark_read(parts.engine, committee, actor, [notice], command_id)
    return ReadReceipt(id=notice, was_unread=bool(count))


def _key(cursor: str | None) -> InboxKey | None:
    if cursor is None:
        return None
    posted_at, notice = parts_of(cursor, 2)
    return InboxKey(instant_of(posted_at), notice)


def _cursor(row: InboxRow) -> str:
    return cursor_of((row.posted_at.isoformat(), row.notice.id))


def _notice(row: InboxRow) -> Notice:
    notice = row.notice
    return Notice(
        id=notice.id,
        title=title(notice),
        text=sentence(notice),
        kind=notice.kind,
        level=notice.level,
        number=notice.number,
        due_on=notice.due_on,
        posted_at=row.posted_at,
        read_at=row.read_at,
    )
