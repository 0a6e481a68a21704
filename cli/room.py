"""The group of a room of the year: every command from the domain's list, `list`, `show`."""

from __future__ import annotations

import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.acting import Acting, acting
from cli.giving_commands import (
    EitherSpelling,
    acting_by,
    common,
    positional,
    print_done,
    print_permissions,
)
from cli.options_of import fields_of, parameters_of, with_signature
from cli.output import JsonOption, print_json, print_pairs, print_table
from cli.session import AsOption, DataDirOption, run_async
from models.glossary import LEVELS
from store.queries.ledger import MAX_LIMIT
from web.command_forms import ROOM_FORMS, CommandForm, checked_body
from web.year_rooms import YearRoom

if TYPE_CHECKING:
    from store.queries.year import YearFilter
    from web.year_reading import SeenPage
    from wire.messages import RecordedEvent

_HEADINGS = ("编号", "状态", "督办", "单位", "时限", "标题")
_FACTS_AT_ONCE = 500

YearOption = Annotated[
    int | None, typer.Option("--year", metavar="INT", help="只列该年度。", show_default=False)
]
UnitOption = Annotated[
    str, typer.Option("--unit", help="单位编码，含其直接下属单位。", show_default=False)
]
StateOption = Annotated[
    list[str] | None,
    typer.Option("--state", metavar="WORD", help="状态，可重复。", show_default=False),
]
LimitOption = Annotated[int, typer.Option("--limit", min=1, max=MAX_LIMIT, help="每页条数。")]
CursorOption = Annotated[
    str | None, typer.Option("--cursor", help="上一页给出的翻页标记。", show_default=False)
]
AllOption = Annotated[bool, typer.Option("--all", help="列出全部各页。", show_default=False)]


def room_app(room: YearRoom, help_text: str) -> typer.Typer:
    """The group with everything that all rooms have; a room may add to it."""
    app = typer.Typer(
        cls=EitherSpelling,
        help=help_text,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
    )
    for form in ROOM_FORMS[room.entity].values():
        _add_command(app, room, form)
    _add_list(app, room)
    _add_show(app, room)
    _add_allowed(app, room)
    return app


def number_argument(room: YearRoom) -> Any:
    """The number of one of them, as an argument."""
    return Annotated[
        str,
        typer.Argument(
            metavar="NUMBER", help=f"{room.title}编号，如 {room.example}。", show_default=False
        ),
    ]


def _add_command(app: typer.Typer, room: YearRoom, form: CommandForm) -> None:
    def act(**options: Any) -> None:
        number = str(options.pop("number", None) or "")
        run_async(_carry_out(form, number, options))

    act.__doc__ = form.label.description
    parameters = parameters_of(form)
    if form.name != room.unnumbered:
        parameters = [positional("number", number_argument(room)), *parameters]
    app.command(form.name.replace("_", "-"))(with_signature(act, [*parameters, *common()]))


async def _carry_out(form: CommandForm, number: str, options: dict[str, Any]) -> None:
    from web.year_desk import YearDesk

    key = options["key"] or str(uuid.uuid4())
    body = checked_body(form, fields_of(form, options))
    async with acting_by(options) as session:
        done = await YearDesk(session.parts).carry_out(
            form.entity, session.actor, number, form.name, body, key
        )
    print_done(done, options["is_json"])


def _add_list(app: typer.Typer, room: YearRoom) -> None:
    def act(
        year: YearOption = None,
        unit: UnitOption = "",
        state: StateOption = None,
        limit: LimitOption = 50,
        cursor: CursorOption = None,
        is_all: AllOption = False,
        data_dir: DataDirOption = None,
        login: AsOption = None,
        is_json: JsonOption = False,
    ) -> None:
        from store.queries.year import YearFilter

        wanted = YearFilter(room.entity, year, unit, tuple(state or ()))
        run_async(_list(wanted, limit, cursor, is_all, data_dir, login, is_json))

    act.__doc__ = f"列出可查看的{room.title}，可按年度、单位、状态筛选。"
    app.command("list")(act)


async def _list(
    wanted: YearFilter,
    limit: int,
    cursor: str | None,
    is_all: bool,
    data_dir: Path | None,
    login: str | None,
    is_json: bool,
) -> None:
    from web.year_reading import visible_page

    async with acting(data_dir, login) as session:
        is_first = True
        while is_first or (cursor is not None and is_all):
            async with session.parts.engine.connect() as connection:
                page = await visible_page(connection, session.actor, wanted, cursor, limit)
            _print_page(page, is_json, is_first)
            cursor, is_first = page.next, False
    if cursor is not None:
        print(f"还有更多：加 --all 全部列出，或加 --cursor {cursor} 看下一页。", file=sys.stderr)


def _print_page(page: SeenPage, is_json: bool, is_first: bool) -> None:
    if is_json:
        from web.schemas.year import entry_of

        for seen in page.rows:
            print_json(entry_of(seen).model_dump(mode="json"))
        return
    if is_first and not page.rows:
        print("没有符合条件的内容。")
        return
    rows = [seen.overview for seen in page.rows]
    levels = {str(level): name for level, name in LEVELS.items()}
    print_table(
        _HEADINGS,
        (
            (
                *(each.number, each.state_label, levels.get(each.level, "")),
                *(each.unit, each.due_on, each.title),
            )
            for each in rows
        ),
    )


def _add_show(app: typer.Typer, room: YearRoom) -> None:
    def act(
        number: str,
        data_dir: DataDirOption = None,
        login: AsOption = None,
        is_json: JsonOption = False,
    ) -> None:
        run_async(_show(room, number, data_dir, login, is_json))

    act.__doc__ = f"查看一项{room.title}的现状、内容及全部经过。"
    act.__annotations__["number"] = number_argument(room)
    app.command("show")(act)


async def _show(
    room: YearRoom, number: str, data_dir: Path | None, login: str | None, is_json: bool
) -> None:
    from cli.show import logins_in, print_fact
    from web.access import Sight
    from web.schemas.items import fact_of
    from web.schemas.year import detail_of
    from web.year_reading import visible

    async with acting(data_dir, login) as session:
        stream = session.parts.gateway.stream(room.entity, number)
        async with session.parts.engine.connect() as connection:
            seen = await visible(connection, session.actor, stream)
        facts = await _all_facts(session, stream) if seen.sight is Sight.WHOLE else []
        logins = await logins_in(session, facts)
    detail = detail_of(seen)
    if is_json:
        timeline = [fact_of(fact).model_dump(mode="json") for fact in facts]
        print_json({room.name: detail.model_dump(mode="json"), "timeline": timeline})
        return
    head = [("编号", detail.number), ("标题", detail.title), ("状态", detail.state_label)]
    print_pairs([*head, *((each.title, each.value) for each in detail.content)])
    if facts:
        print("\n经过")
    for fact in facts:
        print_fact(fact, logins)


async def _all_facts(session: Acting, stream: str) -> list[RecordedEvent]:
    from web.year_reading import visible_facts

    facts: list[RecordedEvent] = []
    async with session.parts.engine.connect() as connection:
        while True:
            after = facts[-1].version if facts else 0
            page = await visible_facts(connection, session.actor, stream, after, _FACTS_AT_ONCE)
            facts += page
            if len(page) < _FACTS_AT_ONCE:
                return facts


def _add_allowed(app: typer.Typer, room: YearRoom) -> None:
    def act(
        number: str,
        data_dir: DataDirOption = None,
        login: AsOption = None,
        is_json: JsonOption = False,
    ) -> None:
        run_async(_show_allowed(room, number, data_dir, login, is_json))

    act.__doc__ = "列出当前账号此刻可进行的操作；不可进行的给出理由。"
    act.__annotations__["number"] = number_argument(room)
    app.command("allowed")(act)


async def _show_allowed(
    room: YearRoom, number: str, data_dir: Path | None, login: str | None, is_json: bool
) -> None:
    from web.permitted import permitted_in_year

    async with acting(data_dir, login) as session:
        found = await permitted_in_year(session.parts, room.entity, session.actor, number)
    print_permissions(found, is_json)
