"""`fupan calendar`: read the work calendar, import a year, see what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.calendar_file import read_days
from cli.desk import open_desk, today
from cli.output import JsonOption, print_json, print_pairs, print_table
from cli.rollout import WaitOption, bring_to_open_items
from cli.session import AsOption, DataDirOption, Login, find_login, run_async, settings
from models.calendar import WorkCalendar
from models.work_calendar.events import YearTable
from models.work_calendar.tables import AnnouncedDay
from runtime.settings import Settings

if TYPE_CHECKING:
    from store.queries.terms import CalendarStatus

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True)


@app.command()
def show(
    year: Annotated[int | None, typer.Option("--year", help="年份，默认今年。")] = None,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """列出一年的放假工作日与补班日。"""
    found = settings(data_dir)
    year = year or today().year
    calendar = run_async(_slice(found, find_login(found, as_login), year))
    is_provisional = year not in calendar.announced_years
    holidays, worked = sorted(calendar.holidays), sorted(calendar.make_up_workdays)
    if is_json:
        print_json(
            {
                "year": year,
                "version": calendar.version,
                "is_provisional": is_provisional,
                "holidays": holidays,
                "make_up_workdays": worked,
            }
        )
        return
    if is_provisional:
        print(f"{year} 年的放假安排尚未导入，暂按周末推算，据此计算的期限均为暂定。")
    rows = [(day, "休") for day in holidays] + [(day, "班") for day in worked]
    print_table(["日期", "类别"], sorted(rows), f"{year} 年工作日历（第 {calendar.version} 版）")


@app.command("import")
def import_file(
    file: Annotated[
        Path, typer.Argument(metavar="文件", help="CSV 或 JSON，列：日期、类别、来源。")
    ],
    source: Annotated[
        str, typer.Option("--source", help="来源，如通知文号；文件内有则不用。")
    ] = "",
    replaces: Annotated[
        bool, typer.Option("--replace", help="整年替换，不保留该年已有的日期。")
    ] = False,
    waits: WaitOption = True,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """导入国务院办公厅公布的放假安排，在办事项随之改用；重复导入不产生新版本。"""
    days = read_days(file, source)
    found = settings(data_dir)
    login = find_login(found, as_login)
    version, tables = run_async(_import(found, login, days, replaces))
    if not is_json:
        _say_imported(version, tables)
    years = [table.year for table in tables]
    bring_to_open_items(found, waits, is_json, {"version": version, "years": years})


@app.command()
def status(
    as_login: AsOption = None, data_dir: DataDirOption = None, is_json: JsonOption = False
) -> None:
    """查看日历覆盖到哪一年、缺哪一年。"""
    found = settings(data_dir)
    known = run_async(_status(found, find_login(found, as_login)))
    if is_json:
        print_json(asdict(known))
        return
    years = known.announced_years
    print_pairs(
        [
            ("版本", known.version),
            ("已公布年份", f"{years[0]}～{years[-1]}" if years else "无"),
            ("尚缺年份", "、".join(str(year) for year in known.missing_years) or "无"),
        ]
    )
    if known.is_overdue:
        print("请尽快导入尚缺年份的放假安排，否则期限只能按周末推算。")


def _say_imported(version: int, tables: Sequence[YearTable]) -> None:
    for table in tables:
        off, worked = len(table.holidays), len(table.make_up_workdays)
        print(f"{table.year} 年：放假工作日 {off} 天，补班 {worked} 天。")
    print(f"工作日历现为第 {version} 版。")


async def _slice(found: Settings, login: Login, year: int) -> WorkCalendar:
    from store.queries.terms import calendar_slice

    async with open_desk(found, login) as desk, desk.engine.connect() as connection:
        return await calendar_slice(connection, year, year)


async def _import(
    found: Settings, login: Login, days: list[AnnouncedDay], replaces: bool
) -> tuple[int, tuple[YearTable, ...]]:
    from store.queries.terms import current_version
    from store.terms_editor import TermsEditor

    async with open_desk(found, login) as desk:
        editor = TermsEditor(desk.engine, desk.committee)
        tables = await editor.import_days(days, desk.actor, replaces=replaces)
        async with desk.engine.connect() as connection:
            return (await current_version(connection)).calendar, tables


async def _status(found: Settings, login: Login) -> CalendarStatus:
    from store.queries.terms import calendar_status

    async with open_desk(found, login) as desk, desk.engine.connect() as connection:
        return await calendar_status(connection, today())
