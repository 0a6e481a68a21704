"""`fupan inbox`: what one was told, and saying that one has seen it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.acting import acting
from cli.output import JsonOption, print_json, print_table
from cli.session import AsOption, DataDirOption, run_async
from models.calendar import SHANGHAI
from models.errors import InvalidInputError
from models.glossary import LEVELS
from models.ids import derived_id
from models.notice.texts import sentence, title

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from store.queries.inbox import InboxKey, InboxRow

app = typer.Typer(
    help="查看与签阅站内通知。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

_READ_AT_ONCE = 200

UnreadOption = Annotated[bool, typer.Option("--unread", help="只看未签阅的通知。")]
LimitOption = Annotated[
    int, typer.Option("--limit", help="最多显示多少条。", min=1, max=1000, show_default=False)
]
AfterOption = Annotated[
    str,
    typer.Option("--after", help="从上一页返回的 next 之后继续。", show_default=False),
]
NoticesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="ID", help="要签阅的通知编号，可写多个。", show_default=False),
]
AllOption = Annotated[bool, typer.Option("--all", help="签阅全部未签阅的通知。")]


@app.command("list")
def list_notices(
    unread: UnreadOption = False,
    limit: LimitOption = 50,
    after: AfterOption = "",
    data_dir: DataDirOption = None,
    login: AsOption = None,
    is_json: JsonOption = False,
) -> None:
    """列出本人的通知，由新到旧。"""
    run_async(_list(data_dir, login, unread, limit, after, is_json))


@app.command("read")
def read_notices(
    notices: NoticesArgument = None,
    everything: AllOption = False,
    data_dir: DataDirOption = None,
    login: AsOption = None,
    is_json: JsonOption = False,
) -> None:
    """签阅通知并留痕；重复签阅没有影响。"""
    if bool(notices) == everything:
        raise typer.BadParameter("请写明通知编号，或用 --all 签阅全部，二者取一。")
    run_async(_read(data_dir, login, notices or [], is_json))


async def _list(
    data_dir: Path | None, login: str | None, unread: bool, limit: int, after: str, is_json: bool
) -> None:
    from store.queries.inbox import inbox_page, unread_by_level

    async with acting(data_dir, login) as session, session.parts.engine.connect() as connection:
        account = session.actor.account
        rows = await inbox_page(
            connection, account, unread_only=unread, after=_key(after), limit=limit + 1
        )
        counts = await unread_by_level(connection, account)
    shown, is_more = rows[:limit], len(rows) > limit
    if is_json:
        print_json(
            {
                "notices": [_as_json(row) for row in shown],
                "unread": counts,
                "next": _mark(shown[-1]) if is_more else None,
            }
        )
        return
    _print(shown, counts)
    if is_more:
        print(f"还有更早的通知，请用 --after {_mark(shown[-1])} 继续查看。")


async def _read(
    data_dir: Path | None, login: str | None, notices: list[str], is_json: bool
) -> None:
    from store.reading import mark_read

    read = 0
    async with acting(data_dir, login) as session:
        account, engine = session.actor.account, session.parts.engine
        committee = session.parts.settings.committee
        while True:
            async with engine.connect() as connection:
                batch = notices or await _unread(connection, account)
            if batch:
                # The id follows from what is read, so that a command cut short can be repeated.
                command_id = derived_id("mark_read", account, *sorted(batch))
                read += await mark_read(engine, committee, session.actor, batch, command_id)
            if notices or len(batch) < _READ_AT_ONCE:
                break
    if is_json:
        print_json({"read": read})
    else:
        print(f"已签阅{read}条通知。")


async def _unread(connection: AsyncConnection, account: str) -> list[str]:
    from store.queries.inbox import inbox_page

    rows = await inbox_page(connection, account, unread_only=True, limit=_READ_AT_ONCE)
    return [row.notice.id for row in rows]


def _print(rows: list[InboxRow], counts: dict[str, int]) -> None:
    print_table(
        ("时间", "等级", "标题", "内容", "签阅时间", "编号"),
        (
            (
                _local(row.posted_at),
                LEVELS[row.notice.level] if row.notice.level else "",
                title(row.notice),
                sentence(row.notice),
                _local(row.read_at) if row.read_at else "未签阅",
                row.notice.id,
            )
            for row in rows
        ),
    )
    print(f"未签阅通知共{sum(counts.values())}条。")


def _as_json(row: InboxRow) -> dict[str, Any]:
    notice = row.notice
    return {
        "id": notice.id,
        "number": notice.number,
        "kind": notice.kind,
        "level": notice.level,
        "unit": notice.unit,
        "due_on": notice.due_on,
        "title": title(notice),
        "text": sentence(notice),
        "posted_at": row.posted_at.isoformat(),
        "read_at": row.read_at.isoformat() if row.read_at else None,
    }


def _local(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _mark(row: InboxRow) -> str:
    return f"{row.posted_at.isoformat()}/{row.notice.id}"


def _key(mark: str) -> InboxKey | None:
    from store.queries.inbox import InboxKey

    if not mark:
        return None
    posted_at, _, notice = mark.partition("/")
    try:
        return InboxKey(datetime.fromisoformat(posted_at), notice)
    except ValueError as error:
        raise InvalidInputError("cursor_malformed", "--after 的值无效。", "after") from error
