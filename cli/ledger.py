"""`fupan ledger`: the ledger, filtered, page by page."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.acting import acting
from cli.options_of import read_date
from cli.output import JsonOption, print_json, print_table
from cli.session import AsOption, DataDirOption, run_async
from models.errors import NotFoundError
from models.glossary import CATEGORIES, LEVELS, STATES
from models.policy import Level
from models.rectification.content import Category
from models.rectification.item_state import ItemState
from store.queries.ledger import MAX_LIMIT, LedgerFilter, LedgerPage, LedgerRow, LedgerSort

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from cli.acting import Acting

app = typer.Typer(rich_markup_mode=None)

_HEADINGS = ("编号", "状态", "督办", "责任单位", "责任人", "类别", "时限", "逾期", "问题表现")
_PROBLEM_CHARACTERS = 30


def _choice(flag: str, title: str, words: Mapping[Any, str]) -> Any:
    """An option that may be given several times, its help telling what each choice means."""
    told = "、".join(f"{one.value} {word}" for one, word in words.items() if one.value != "none")
    return typer.Option(flag, help=f"{title}，可重复：{told}。", metavar="WORD", show_default=False)


UnitOption = Annotated[
    str, typer.Option("--unit", help="单位的编码或名称，含其下属单位。", show_default=False)
]
StateOption = Annotated[list[ItemState] | None, _choice("--state", "状态", STATES)]
LevelOption = Annotated[list[Level] | None, _choice("--level", "督办等级", LEVELS)]
CategoryOption = Annotated[list[Category] | None, _choice("--category", "整改类别", CATEGORIES)]
OverdueOption = Annotated[
    bool | None,
    typer.Option("--overdue/--not-overdue", help="只看逾期，或只看未逾期。", show_default=False),
]
DueFromOption = Annotated[
    date | None,
    typer.Option(
        "--due-from",
        parser=read_date,
        metavar="YYYY-MM-DD",
        help="现行时限不早于该日。",
        show_default=False,
    ),
]
DueUntilOption = Annotated[
    date | None,
    typer.Option(
        "--due-until",
        parser=read_date,
        metavar="YYYY-MM-DD",
        help="现行时限不晚于该日。",
        show_default=False,
    ),
]
TextOption = Annotated[
    str, typer.Option("--text", help="编号、问题、措施、进展等包含的文字。", show_default=False)
]
SortOption = Annotated[LedgerSort, typer.Option("--sort", help="number 按编号，due 按现行时限。")]
LimitOption = Annotated[int, typer.Option("--limit", min=1, max=MAX_LIMIT, help="每页条数。")]
CursorOption = Annotated[
    str | None, typer.Option("--cursor", help="上一页给出的翻页标记。", show_default=False)
]
AllOption = Annotated[bool, typer.Option("--all", help="列出全部各页。", show_default=False)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which pages are wanted, and in which form."""

    wanted: LedgerFilter
    sort: LedgerSort
    limit: int
    cursor: str | None
    is_all: bool
    is_json: bool


@app.command()
def ledger(
    unit: UnitOption = "",
    state: StateOption = None,
    level: LevelOption = None,
    category: CategoryOption = None,
    overdue: OverdueOption = None,
    due_from: DueFromOption = None,
    due_until: DueUntilOption = None,
    text: TextOption = "",
    sort: SortOption = LedgerSort.NUMBER,
    limit: LimitOption = 50,
    cursor: CursorOption = None,
    is_all: AllOption = False,
    data_dir: DataDirOption = None,
    login: AsOption = None,
    is_json: JsonOption = False,
) -> None:
    """查看整改台账，可按单位、状态、等级、逾期、类别、时限、文字筛选。"""
    from web.ledger_reading import today

    wanted = LedgerFilter(
        on=today(),
        unit=unit,
        states=tuple(state or ()),
        levels=tuple(level or ()),
        categories=tuple(category or ()),
        is_overdue=overdue,
        due_from=due_from,
        due_to=due_until,
        text=text.strip(),
    )
    asked = _Asked(wanted, sort, limit, cursor, is_all, is_json)
    run_async(_list(asked, data_dir, login))


async def _list(asked: _Asked, data_dir: Path | None, login: str | None) -> None:
    from web.ledger_reading import names_by_unit

    async with acting(data_dir, login) as session:
        async with session.parts.engine.connect() as connection:
            names = await names_by_unit(connection)
            unit = await _code_of(connection, asked.wanted.unit)
        asked = replace(asked, wanted=replace(asked.wanted, unit=unit))
        cursor, is_first = asked.cursor, True
        while is_first or (cursor is not None and asked.is_all):
            page = await _page(session, asked, cursor)
            _print(page, asked, names, is_first)
            cursor, is_first = page.next, False
    if cursor is not None:
        print(f"还有更多：加 --all 全部列出，或加 --cursor {cursor} 看下一页。", file=sys.stderr)


async def _code_of(connection: AsyncConnection, written: str) -> str:
    """The code of a unit that was given by its code or by any name that it goes or went by.

    Raises:
        NotFoundError: There is no such unit, or more than one.
    """
    from store.queries.unit_names import all_unit_names

    if not written:
        return ""
    units = await all_unit_names(connection)
    codes = {unit.code for unit in units if unit.code == written} or {
        unit.code for unit in units if written in (unit.name, *unit.former_names)
    }
    if len(codes) > 1:
        which = "、".join(sorted(codes))
        raise NotFoundError("unit_ambiguous", f"“{written}”有多个单位：{which}，请写编码。")
    if not codes:
        raise NotFoundError("unit_unknown", f"没有编码或名称为“{written}”的单位。")
    return codes.pop()


async def _page(session: Acting, asked: _Asked, cursor: str | None) -> LedgerPage:
    from web.ledger_reading import visible_page

    # A connection for each page: whoever reads slowly must not keep one from the others.
    async with session.parts.engine.connect() as connection:
        return await visible_page(
            connection, session.actor, asked.wanted, asked.sort, cursor, asked.limit
        )


def _print(page: LedgerPage, asked: _Asked, names: Mapping[str, str], is_first: bool) -> None:
    if asked.is_json:
        from web.schemas.items import item_of

        for row in page.rows:
            print_json(item_of(row, asked.wanted.on, names).model_dump(mode="json"))
        return
    if is_first and not page.rows:
        print("没有符合条件的事项。")
        return
    print_table(_HEADINGS, (_line(row, asked.wanted.on, names) for row in page.rows))


def _line(row: LedgerRow, on: date, names: Mapping[str, str]) -> tuple[object, ...]:
    entry = row.entry
    problem = entry.problem
    return (
        entry.number,
        STATES[entry.state],
        LEVELS[entry.level] if entry.level else "",
        names.get(entry.owner_unit, entry.owner_unit),
        entry.owner_post,
        CATEGORIES[entry.category],
        f"{entry.effective_due_on or ''}{'（暂定）' if entry.provisional else ''}",
        "逾期" if row.is_overdue_on(on) else "",
        problem if len(problem) <= _PROBLEM_CHARACTERS else f"{problem[:_PROBLEM_CHARACTERS]}…",
    )
