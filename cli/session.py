"""What every command needs: where the installation is, and as whom it acts."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Coroutine
from dataclasses import dataclass
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from models.errors import AccessDeniedError, ConfigurationError

if TYPE_CHECKING:
    from runtime.settings import Settings

T = TypeVar("T")


def _or_before_the_command(ctx: typer.Context, value: Path | None) -> Path | None:
    """`fupan --data-dir X ledger` means `fupan ledger --data-dir X`; behind the command it wins."""
    return value or ctx.find_root().params.get("data_dir")


DataDirOption = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        help="数据目录，也可用环境变量 FUPAN_DATA_DIR 设置；默认 ./var。",
        callback=_or_before_the_command,
    ),
]
AsOption = Annotated[
    str | None,
    typer.Option("--as", help="以哪个账号操作（登录名）；默认为首个管理员账号。"),
]


@dataclass(frozen=True, slots=True)
class Login:
    """Who a command acts as, before the password has been checked."""

    login: str
    password: str


def settings(data_dir: Path | None) -> Settings:
    """Settings for a command that needs the installation.

    Raises:
        ConfigurationError: Nothing runs in the data directory and no server is set.
    """
    from runtime.instance import settings_for  # late: the help of `fupan` needs none of it

    found = settings_for(data_dir)
    if found.database_url is None:
        raise ConfigurationError(
            "not_running",
            f"数据目录 {found.data_dir} 中没有正在运行的 fupan。"
            "请先运行 fupan up，或用 --data-dir 指明数据目录，"
            "或设置 FUPAN_DATABASE_URL 与 FUPAN_TEMPORAL_ADDRESS 使用已有的服务。",
        )
    return found


def find_login(found: Settings, login: str | None) -> Login:
    """The account to act as, with its password.

    The password comes from FUPAN_PASSWORD, else from the instance's credentials file, else from
    the terminal.

    Raises:
        AccessDeniedError: There is no password to be had.
    """
    accounts = _known_accounts(found)
    if login is None:
        if not accounts:
            raise AccessDeniedError("login_missing", "请用 --as 指明操作账号（登录名）。")
        login = str(accounts[0]["login"])
    given = os.environ.get("FUPAN_PASSWORD")
    if given:
        return Login(login, given)
    for account in accounts:
        if str(account["login"]).lower() == login.lower():
            return Login(login, str(account["password"]))
    return Login(login, _ask_password(login))


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's asynchronous part."""
    return asyncio.run(work)


def _known_accounts(found: Settings) -> list[dict[str, Any]]:
    from runtime.instance import credentials_path
    from runtime.private_files import read_json

    known = read_json(credentials_path(found.data_dir))
    return list(known.get("accounts", [])) if isinstance(known, dict) else []


def _ask_password(login: str) -> str:
    if not sys.stdin.isatty():
        raise AccessDeniedError(
            "password_missing", f"缺少账号 {login} 的密码：请设置环境变量 FUPAN_PASSWORD。"
        )
    return getpass(f"账号 {login} 的密码：")
