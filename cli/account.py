"""`fupan account`: accounts, their posts, delegation, locks and passwords."""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from cli.desk import Desk, open_desk, read_day, today
from cli.output import JsonOption, print_json, print_table
from cli.session import AsOption, DataDirOption, find_login, run_async, settings
from models.account.commands import GrantPost, RevokePost
from models.account.roles import ROLE_LABELS, Role
from models.errors import AccessDeniedError
from models.facts import Actor

if TYPE_CHECKING:
    from auth.accounts import Accounts
    from store.queries.accounts import AccountRow

T = TypeVar("T")

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True)

LoginArgument = Annotated[str, typer.Argument(metavar="登录名", help="账号的登录名。")]
RoleArgument = Annotated[
    Role, typer.Argument(metavar="岗位", help="岗位，如 branch_secretary；account roles 列出全部。")
]
UnitArgument = Annotated[str, typer.Argument(metavar="组织编码", help="在哪个组织任职。")]
ReasonOption = Annotated[str, typer.Option("--reason", help="原因，记入事实链。")]
_LISTS = {Role.SYS_ADMIN, Role.SEC_ADMIN, Role.AUDIT_ADMIN, Role.ORG_HEAD, Role.ORG_OFFICER}


@app.command("list")
def list_all(
    unit: Annotated[str, typer.Option("--unit", help="只列该组织及其下级。")] = "",
    after: Annotated[str, typer.Option("--after", help="从该登录名之后列起。")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="最多行数。")] = 200,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """列出账号及其现任岗位。"""

    async def act(desk: Desk, accounts: Accounts) -> list[AccountRow]:
        from store.queries.accounts import list_accounts

        _check_may_list(desk.actor)
        async with desk.engine.connect() as connection:
            return list(
                await list_accounts(connection, today(), unit=unit, after=after, limit=limit)
            )

    rows = run_async(_carry_out(data_dir, as_login, act))
    if is_json:
        print_json([asdict(row) for row in rows])
        return
    print_table(
        ["登录名", "账号", "称呼", "组织", "岗位", "状态"],
        [
            (row.login, row.account, row.display_name, row.unit, _posts(row), _state(row))
            for row in rows
        ],
    )


@app.command("roles")
def list_roles(is_json: JsonOption = False) -> None:
    """列出全部岗位。"""
    if is_json:
        print_json({role.value: label for role, label in ROLE_LABELS.items()})
    else:
        print_table(["岗位", "名称"], [(role.value, name) for role, name in ROLE_LABELS.items()])


@app.command("open")
def open_account(
    login: LoginArgument,
    unit: Annotated[str, typer.Option("--unit", help="所属组织编码。")],
    roles: Annotated[list[Role] | None, typer.Option("--role", help="岗位，可写多次。")] = None,
    name: Annotated[str, typer.Option("--name", help="称呼。")] = "",
    email: Annotated[str, typer.Option("--email", help="电子邮箱。")] = "",
    from_on: Annotated[str | None, typer.Option("--from", help="任职起日，默认今天。")] = None,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """开立账号，显示随机初始密码（只显示这一次）。"""
    day = read_day(from_on, "--from")

    async def act(desk: Desk, accounts: Accounts) -> dict[str, Any]:
        from auth.accounts import NewAccount
        from auth.passwords import generate_password

        password = generate_password(login)
        new = NewAccount(login, unit, tuple(roles or ()), day, name, email)
        account = await accounts.open(new, password, desk.actor)
        return {"login": login.lower(), "account": account, "password": password}

    opened = run_async(_carry_out(data_dir, as_login, act))
    _tell(opened, f"账号 {opened['login']} 已开立，初始密码：{opened['password']}", is_json)


@app.command()
def grant(
    login: LoginArgument,
    role: RoleArgument,
    unit: UnitArgument,
    from_on: Annotated[str | None, typer.Option("--from", help="起日，默认今天。")] = None,
    until_on: Annotated[
        str | None, typer.Option("--until", help="止日（不含当日），默认无期限。")
    ] = None,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """任职。"""
    start = read_day(from_on, "--from")
    end = read_day(until_on, "--until") if until_on else None

    async def act(desk: Desk, accounts: Accounts) -> None:
        account = await accounts.find(login)
        await accounts.grant(account, GrantPost(role, unit, start, end), desk.actor)

    run_async(_carry_out(data_dir, as_login, act))
    _tell({"login": login, "role": role.value, "unit": unit}, "已任职。", is_json)


@app.command()
def revoke(
    login: LoginArgument,
    role: RoleArgument,
    unit: UnitArgument,
    until_on: Annotated[
        str | None, typer.Option("--until", help="自哪一天起不再任职，默认今天。")
    ] = None,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """免职。"""
    end = read_day(until_on, "--until")

    async def act(desk: Desk, accounts: Accounts) -> None:
        account = await accounts.find(login)
        await accounts.revoke(account, RevokePost(role, unit, end), desk.actor)

    run_async(_carry_out(data_dir, as_login, act))
    _tell({"login": login, "role": role.value, "unit": unit}, "已免职。", is_json)


@app.command()
def delegate(
    to: Annotated[str, typer.Argument(metavar="受托登录名", help="由谁代办。")],
    until_on: Annotated[str, typer.Option("--until", help="止日（不含当日）。")],
    from_on: Annotated[str | None, typer.Option("--from", help="起日，默认今天。")] = None,
    giver: Annotated[
        str | None, typer.Option("--for", help="委托人登录名，默认本人；管理员可代为登记。")
    ] = None,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """委托他人在一段时间内代行本人岗位。"""
    start, end = read_day(from_on, "--from"), read_day(until_on, "--until")

    async def act(desk: Desk, accounts: Accounts) -> None:
        account = await accounts.find(giver) if giver else desk.actor.account
        await accounts.delegate(account, await accounts.find(to), start, end, desk.actor)

    run_async(_carry_out(data_dir, as_login, act))
    _tell({"to": to, "from": start, "until": end}, "已委托。", is_json)


@app.command("end-delegation")
def end_delegation(
    to: Annotated[str, typer.Argument(metavar="受托登录名", help="委托给了谁。")],
    until_on: Annotated[str | None, typer.Option("--until", help="自哪一天起，默认今天。")] = None,
    giver: Annotated[str | None, typer.Option("--for", help="委托人登录名，默认本人。")] = None,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """提前结束委托。"""
    end = read_day(until_on, "--until")

    async def act(desk: Desk, accounts: Accounts) -> None:
        account = await accounts.find(giver) if giver else desk.actor.account
        await accounts.end_delegation(account, await accounts.find(to), end, desk.actor)

    run_async(_carry_out(data_dir, as_login, act))
    _tell({"to": to, "until": end}, "委托已结束。", is_json)


@app.command()
def lock(
    login: LoginArgument,
    reason: ReasonOption,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """锁定账号并结束其登录。"""

    async def act(desk: Desk, accounts: Accounts) -> None:
        await accounts.lock(await accounts.find(login), reason, desk.actor)

    run_async(_carry_out(data_dir, as_login, act))
    _tell({"login": login, "is_locked": True}, "已锁定。", is_json)


@app.command()
def unlock(
    login: LoginArgument,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """解除锁定，并清除失败次数。"""

    async def act(desk: Desk, accounts: Accounts) -> None:
        await accounts.unlock(await accounts.find(login), desk.actor)

    run_async(_carry_out(data_dir, as_login, act))
    _tell({"login": login, "is_locked": False}, "已解锁。", is_json)


@app.command()
def close(
    login: LoginArgument,
    reason: ReasonOption,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """注销账号，不可恢复；其岗位与委托随之终止。"""

    async def act(desk: Desk, accounts: Accounts) -> None:
        await accounts.close(await accounts.find(login), reason, desk.actor)

    run_async(_carry_out(data_dir, as_login, act))
    _tell({"login": login, "is_closed": True}, "已注销。", is_json)


@app.command("reset-password")
def reset_password(
    login: LoginArgument,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """重置密码，显示新的随机密码（只显示这一次）。"""

    async def act(desk: Desk, accounts: Accounts) -> str:
        return await accounts.reset_password(await accounts.find(login), desk.actor)

    password = run_async(_carry_out(data_dir, as_login, act))
    _tell({"login": login, "password": password}, f"新密码：{password}", is_json)


@app.command("password")
def change_password(
    as_login: AsOption = None, data_dir: DataDirOption = None, is_json: JsonOption = False
) -> None:
    """修改本人密码；新密码取自环境变量 FUPAN_NEW_PASSWORD，否则在终端输入。"""
    found = settings(data_dir)
    login = find_login(found, as_login)
    new = _new_password(login.login)

    async def act(desk: Desk, accounts: Accounts) -> None:
        await accounts.change_password(desk.actor.account, login.password, new)

    run_async(_carry_out(data_dir, login.login, act))
    _tell({"login": login.login, "changed": True}, "密码已修改。", is_json)


async def _carry_out(
    data_dir: Path | None, as_login: str | None, act: Callable[[Desk, Accounts], Awaitable[T]]
) -> T:
    from auth.accounts import Accounts

    found = settings(data_dir)
    async with open_desk(found, find_login(found, as_login)) as desk:
        return await act(desk, Accounts(desk.engine, desk.committee))


def _new_password(login: str) -> str:
    given = os.environ.get("FUPAN_NEW_PASSWORD")
    if given:
        return given
    if not sys.stdin.isatty():
        raise AccessDeniedError(
            "password_missing", "缺少新密码：请设置环境变量 FUPAN_NEW_PASSWORD。"
        )
    return getpass(f"账号 {login} 的新密码：")


def _check_may_list(actor: Actor) -> None:
    # Names and addresses are personal data: only who keeps accounts or the roster sees them.
    if not _LISTS & set(actor.roles):
        raise AccessDeniedError("not_account_manager", "只有管理员和组织部可以查看账号名册。")


def _posts(row: AccountRow) -> str:
    return "、".join(f"{ROLE_LABELS[post.role]}（{post.unit}）" for post in row.posts)


def _state(row: AccountRow) -> str:
    if row.is_closed:
        return "已注销"
    until = row.locked_until_at
    is_locked = row.is_locked and (until is None or datetime.now(UTC) < until)
    return "已锁定" if is_locked else "须改密码" if row.must_change_password else "正常"


def _tell(facts: dict[str, Any], sentence: str, is_json: bool) -> None:
    if is_json:
        print_json(facts)
    else:
        print(sentence)
