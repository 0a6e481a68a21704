"""`fupan unit`: the register of units, as of any day."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli.desk import Desk, open_desk, read_day
from cli.output import JsonOption, print_json, print_table
from cli.session import AsOption, DataDirOption, Login, find_login, run_async, settings
from models.errors import NotFoundError
from models.org_unit.commands import Register, Rename
from models.org_unit.kinds import KIND_LABELS, UnitKind
from runtime.settings import Settings

if TYPE_CHECKING:
    from store.queries.org_units import UnitRow
    from store.unit_register import UnitRegister

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True)

CodeArgument = Annotated[str, typer.Argument(metavar="编码", help="组织编码。")]
FromOption = Annotated[str | None, typer.Option("--from", help="生效日，默认今天。")]


@app.command("list")
def list_units(
    on: Annotated[str | None, typer.Option("--on", help="截至哪一天，默认今天。")] = None,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """列出某一天的全部组织。"""
    found = settings(data_dir)
    rows = run_async(_tree(found, find_login(found, as_login), on))
    _print(rows, is_json)


@app.command()
def show(
    code: CodeArgument,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """查看一个组织的历次变更。"""
    found = settings(data_dir)
    rows = run_async(_history(found, find_login(found, as_login), code))
    _print(rows, is_json)


@app.command()
def register(
    code: CodeArgument,
    title: Annotated[str, typer.Argument(metavar="名称", help="组织名称。")],
    kind: Annotated[
        UnitKind,
        typer.Option("--kind", help="committee 党委，general_branch 党总支，branch 党支部。"),
    ] = UnitKind.BRANCH,
    parent: Annotated[str, typer.Option("--parent", help="上级编码。")] = "",
    leader_post: Annotated[str, typer.Option("--leader-post", help="负责人职务。")] = "",
    location: Annotated[str, typer.Option("--location", help="工作地点。")] = "",
    members_count: Annotated[int | None, typer.Option("--members", help="党员数。")] = None,
    from_on: FromOption = None,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """登记一个组织。"""
    day = read_day(from_on, "--from")

    async def act(desk: Desk, units: UnitRegister) -> None:
        above = await units.other(parent, day) if parent else None
        command = Register(code, title, kind, day, above, leader_post, location, members_count)
        await units.command(code, command, desk.actor)

    _change(settings(data_dir), as_login, act, code, is_json)


@app.command()
def rename(
    code: CodeArgument,
    title: Annotated[str, typer.Argument(metavar="名称", help="新名称。")],
    from_on: FromOption = None,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """更改组织名称，编码不变。"""
    day = read_day(from_on, "--from")

    async def act(desk: Desk, units: UnitRegister) -> None:
        await units.command(code, Rename(title, day), desk.actor)

    _change(settings(data_dir), as_login, act, code, is_json)


@app.command()
def move(
    code: CodeArgument,
    parent: Annotated[str, typer.Argument(metavar="上级编码", help="新的上级编码。")],
    from_on: FromOption = None,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """调整隶属关系。"""
    day = read_day(from_on, "--from")

    async def act(desk: Desk, units: UnitRegister) -> None:
        await units.move(code, parent, day, desk.actor)

    _change(settings(data_dir), as_login, act, code, is_json)


@app.command()
def merge(
    code: CodeArgument,
    into: Annotated[str, typer.Argument(metavar="并入编码", help="并入哪个组织。")],
    from_on: FromOption = None,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """并入另一组织；其整改事项须另行移交。"""
    day = read_day(from_on, "--from")

    async def act(desk: Desk, units: UnitRegister) -> None:
        await units.merge(code, into, day, desk.actor)

    _change(settings(data_dir), as_login, act, code, is_json)


@app.command()
def dissolve(
    code: CodeArgument,
    reason: Annotated[str, typer.Option("--reason", help="撤销原因。")],
    from_on: FromOption = None,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """撤销组织；有下级组织或未办结事项时不能撤销。"""
    day = read_day(from_on, "--from")

    async def act(desk: Desk, units: UnitRegister) -> None:
        await units.dissolve(code, reason, day, desk.actor)

    _change(settings(data_dir), as_login, act, code, is_json)


def _change(
    found: Settings,
    as_login: str | None,
    act: Callable[[Desk, UnitRegister], Awaitable[None]],
    code: str,
    is_json: bool,
) -> None:
    rows = run_async(_carry_out(found, find_login(found, as_login), act, code))
    _print(rows[-1:], is_json)


async def _carry_out(
    found: Settings,
    login: Login,
    act: Callable[[Desk, UnitRegister], Awaitable[None]],
    code: str,
) -> list[UnitRow]:
    from store.queries.org_units import unit_history
    from store.unit_register import UnitRegister

    async with open_desk(found, login) as desk:
        await act(desk, UnitRegister(desk.engine, desk.committee))
        async with desk.engine.connect() as connection:
            return list(await unit_history(connection, code))


async def _tree(found: Settings, login: Login, on: str | None) -> list[UnitRow]:
    from store.queries.org_units import unit_tree

    day = read_day(on, "--on")
    async with open_desk(found, login) as desk, desk.engine.connect() as connection:
        return list(await unit_tree(connection, day))


async def _history(found: Settings, login: Login, code: str) -> list[UnitRow]:
    from store.queries.org_units import unit_history

    async with open_desk(found, login) as desk, desk.engine.connect() as connection:
        rows = list(await unit_history(connection, code))
    if not rows:
        raise NotFoundError("unit_unknown", f"没有编码为 {code} 的组织。")
    return rows


def _print(rows: list[UnitRow], is_json: bool) -> None:
    if is_json:
        print_json([asdict(row) for row in rows])
        return
    print_table(
        ["编码", "名称", "类型", "上级", "党员数", "地点", "起", "止（不含）", "并入"],
        [
            (
                row.code,
                row.name,
                KIND_LABELS[row.kind],
                row.parent,
                row.members_count,
                row.location,
                row.valid_from,
                row.valid_to,
                row.merged_into,
            )
            for row in rows
        ],
    )
