"""`fupan policy`: read the policy, propose a version, adopt it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.desk import open_desk
from cli.output import JsonOption, print_json, print_table
from cli.rollout import WaitOption, bring_to_open_items
from cli.session import AsOption, DataDirOption, Login, find_login, run_async, settings
from models.errors import ConfigurationError, InvalidInputError
from models.policy import Policy
from models.policy_edition.commands import Adopt, Propose, Withdraw
from models.policy_edition.events import Reach
from models.policy_edition.settings import as_text, values, with_value
from runtime.settings import Settings

if TYPE_CHECKING:
    from store.queries.terms import PolicyRow

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True)

_ENDED = {"adopted": "已批准", "withdrawn": "已撤回", "replaced": "已被新稿取代", None: "待批准"}
_REACH = {Reach.NEW_ITEMS_ONLY: "仅新事项", Reach.OPEN_ITEMS: "含在办事项", None: ""}
ReasonOption = Annotated[
    str, typer.Option("--reason", help="理由，记入事实链。", show_default=False)
]


@app.command()
def show(
    version: Annotated[int | None, typer.Option("--version", help="版本号，默认现行版。")] = None,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """查看督办规则的全部参数（数值为系统默认或本单位设定，非上级规定）。"""
    found = settings(data_dir)
    policy = run_async(_load(found, find_login(found, as_login), version))
    if is_json:
        from wire.codec import to_json

        print_json(to_json(policy))
        return
    rows = [(path, as_text(value)) for path, value in values(policy)]
    print_table(["参数", "值"], rows, f"督办规则第 {policy.version} 版")


@app.command("set")
def set_values(
    reason: ReasonOption,
    changes: Annotated[
        list[str] | None,
        typer.Argument(metavar="参数=值…", help="如 item.yellow.offset_workdays=2，可写多项。"),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="整份规则的 JSON 文件（可由 show --json 得到）。")
    ] = None,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """提出修改：在待批准稿（没有则现行版）上改动，形成新的待批准版本。"""
    if not changes and file is None:
        raise ConfigurationError("nothing_to_set", "请写明要修改的参数，或用 --file 给出文件。")
    found = settings(data_dir)
    login = find_login(found, as_login)
    version = run_async(_propose(found, login, changes or [], file, reason))
    if is_json:
        print_json({"version": version})
    else:
        print(
            f"第 {version} 版待批准。请由他人执行："
            f"fupan policy adopt {version} --reach … --reason … --as …"
        )


@app.command()
def adopt(
    version: Annotated[int, typer.Argument(metavar="版本号", help="待批准的版本号。")],
    reach: Annotated[
        Reach,
        typer.Option("--reach", help="适用范围：new_items_only 仅新事项，open_items 含在办事项。"),
    ],
    reason: ReasonOption,
    waits: WaitOption = True,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """批准待批准的版本，并写明适用范围。提出人不能批准自己的修改。"""
    found = settings(data_dir)
    run_async(_change(found, find_login(found, as_login), Adopt(version, reach, reason)))
    if not is_json:
        print(f"第 {version} 版已批准，适用范围：{_REACH[reach]}。")
    if reach is Reach.OPEN_ITEMS:
        bring_to_open_items(found, waits, is_json, {"version": version, "reach": reach.value})
    elif is_json:
        print_json({"version": version, "reach": reach.value})


@app.command()
def rollout(
    waits: WaitOption = True, data_dir: DataDirOption = None, is_json: JsonOption = False
) -> None:
    """让在办事项改用已决定适用于它们的规则与日历；系统会自动进行，重复运行没有影响。"""
    bring_to_open_items(settings(data_dir), waits, is_json, {})


@app.command()
def withdraw(
    version: Annotated[int, typer.Argument(metavar="版本号", help="待批准的版本号。")],
    reason: ReasonOption,
    as_login: AsOption = None,
    data_dir: DataDirOption = None,
    is_json: JsonOption = False,
) -> None:
    """撤回待批准的版本。"""
    found = settings(data_dir)
    run_async(_change(found, find_login(found, as_login), Withdraw(version, reason)))
    if is_json:
        print_json({"version": version, "withdrawn": True})
    else:
        print(f"第 {version} 版已撤回。")


@app.command()
def history(
    as_login: AsOption = None, data_dir: DataDirOption = None, is_json: JsonOption = False
) -> None:
    """列出历次版本：谁提出、谁批准、适用范围。"""
    found = settings(data_dir)
    rows, logins = run_async(_history(found, find_login(found, as_login)))
    if is_json:
        print_json([asdict(row) for row in rows])
        return
    print_table(
        ["版本", "状态", "适用范围", "提出人", "理由", "办理人", "说明"],
        [
            (
                row.version,
                _ENDED[row.ended],
                _REACH[row.reach],
                _who(row.proposed_by, logins),
                row.reason,
                _who(row.ended_by, logins),
                row.ended_reason,
            )
            for row in rows
        ],
    )


async def _load(found: Settings, login: Login, version: int | None) -> Policy:
    from store.queries.terms import current_version, policy_at

    async with open_desk(found, login) as desk, desk.engine.connect() as connection:
        if version is None:
            version = (await current_version(connection)).policy
        return await policy_at(connection, version)


async def _propose(
    found: Settings, login: Login, changes: list[str], file: Path | None, reason: str
) -> int:
    from store.queries.terms import latest_policy
    from store.terms_editor import TermsEditor

    async with open_desk(found, login) as desk:
        async with desk.engine.connect() as connection:
            policy = await latest_policy(connection)
        if file is not None:
            policy = replace(read_policy(file), version=policy.version)
        for change in changes:
            path, _, text = change.partition("=")
            policy = with_value(policy, path.strip(), text.strip())
        editor = TermsEditor(desk.engine, desk.committee)
        await editor.change_policy(Propose(policy, reason), desk.actor)
        async with desk.engine.connect() as connection:
            return (await latest_policy(connection)).version


async def _change(found: Settings, login: Login, command: Adopt | Withdraw) -> None:
    from store.terms_editor import TermsEditor

    async with open_desk(found, login) as desk:
        await TermsEditor(desk.engine, desk.committee).change_policy(command, desk.actor)


async def _history(found: Settings, login: Login) -> tuple[list[PolicyRow], dict[str, str]]:
    from store.profiles import logins_of
    from store.queries.terms import policy_versions

    async with open_desk(found, login) as desk, desk.engine.connect() as connection:
        rows = list(await policy_versions(connection))
        accounts = {who for row in rows for who in (row.proposed_by, row.ended_by) if who}
        return rows, await logins_of(connection, accounts)


def _who(account: str | None, logins: Mapping[str, str]) -> str:
    if not account:
        return ""
    return "系统" if account == "system" else logins.get(account, account)


def read_policy(file: Path) -> Policy:
    """A whole policy from a JSON file, as `fupan policy show --json` writes it.

    Raises:
        ConfigurationError: The file cannot be read.
        InvalidInputError: It holds something else, or a name that no policy has.
    """
    from wire.codec import from_json, to_json

    try:
        data: Any = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise ConfigurationError("policy_file_unreadable", f"无法读取 {file}：{error}") from error
    if not isinstance(data, dict):
        raise InvalidInputError("policy_file_malformed", f"{file} 的内容应为一个 JSON 对象。")
    policy = from_json(Policy, data)
    # A misspelt name would otherwise leave the default in its place without a word.
    if unknown := _unknown_names(data, to_json(policy)):
        raise InvalidInputError(
            "policy_path_unknown", f"没有名为“{unknown[0]}”的参数。", unknown[0]
        )
    return policy


def _unknown_names(given: Any, known: Any, path: str = "") -> list[str]:
    if isinstance(given, list) and isinstance(known, list):
        pairs = zip(given, known, strict=True)
        return [name for one, other in pairs for name in _unknown_names(one, other, path)]
    if not isinstance(given, dict):
        return []
    names = [f"{path}{name}" for name in given if name not in known]
    for name in given.keys() & known.keys():
        names += _unknown_names(given[name], known[name], f"{path}{name}.")
    return sorted(names)
