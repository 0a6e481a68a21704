"""`fupan up`: everything on one computer, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from cli.output import JsonOption, print_json, print_pairs
from cli.session import DataDirOption
from models.account.roles import ROLE_LABELS
from models.errors import ConfigurationError
from runtime.data_directory import held_directory, record_processes
from runtime.instance import Instance, instance_path
from runtime.parts import Parts
from runtime.private_files import read_json
from runtime.settings import load_settings
from runtime.supervisor import StopRequested, Supervisor, stop_on_signals

app = typer.Typer(rich_markup_mode=None)

_SHOWN_ACCOUNTS = 16
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

PortOption = Annotated[
    int | None,
    typer.Option(
        "--port",
        min=0,
        max=65535,
        help="HTTP 接口的端口，其后三个端口供 Temporal、其页面与 PostgreSQL 使用；"
        "0 表示全部自动选择。默认 8600。",
    ),
]
SampleOption = Annotated[
    bool, typer.Option("--sample/--no-sample", help="首次启动时是否载入示例单位与台账。")
]
ReadyFileOption = Annotated[
    Path | None,
    typer.Option("--ready-file", help="全部就绪后，将地址、进程号等以 JSON 写入该文件。"),
]


@app.command()
def up(
    data_dir: DataDirOption = None,
    port: PortOption = None,
    has_sample: SampleOption = True,
    ready_file: ReadyFileOption = None,
    is_json: JsonOption = False,
) -> None:
    """启动全部服务：内置 PostgreSQL、Temporal、排序、流程与 HTTP 接口；Ctrl-C 停止。"""
    settings = load_settings(data_dir=data_dir, api_port=port)
    os.umask(0o077)  # what we and our children write is nobody else's to read
    stop_on_signals(_STOP_SIGNALS)
    try:
        with (
            held_directory(settings.data_dir) as directory,
            tempfile.TemporaryDirectory(prefix="fupan-") as lines,
        ):
            parts = Parts(settings, directory, Path(lines))
            Session(directory, parts, ready_file, is_json).run(has_sample)
    except StopRequested:
        _say("已停止。")


class Session:
    """One run of `fupan up`."""

    def __init__(
        self, directory: Path, parts: Parts, ready_file: Path | None, is_json: bool
    ) -> None:
        self._directory, self._parts = directory, parts
        self._ready_file, self._is_json = ready_file, is_json
        self._is_ready = False
        # Written when the first start is through; until then each start does it again.
        self._is_prepared = directory / "prepared"
        self._supervisor = Supervisor(report=_say, on_change=self._on_change)
        if ready_file is not None:
            _clear(ready_file)

    def run(self, has_sample: bool) -> None:
        """Start everything, announce it, and look after it; ends by `StopRequested`."""
        is_first = not self._is_prepared.exists()
        try:
            self._start()
            if is_first:
                self._prepare(has_sample)
            self._announce(is_first)
            self._is_ready = True
            self._describe()
            self._supervisor.watch()
        except StopRequested:
            _say("正在停止……")
            raise
        finally:
            instance_path(self._directory).unlink(missing_ok=True)
            if self._ready_file is not None:
                self._ready_file.unlink(missing_ok=True)
            self._supervisor.stop()

    def _start(self) -> None:
        parts, supervisor = self._parts, self._supervisor
        _step("PostgreSQL", lambda: supervisor.start(parts.postgresql()))
        parts.create_database()
        _step("数据库结构", lambda: supervisor.run_to_end(parts.migration()))
        _step("Temporal", lambda: supervisor.start(parts.temporal()))
        _step("排序进程", lambda: supervisor.start(parts.sequencer()))
        _step("流程进程", lambda: supervisor.start(parts.worker()))
        _step("HTTP 接口", lambda: supervisor.start(parts.api()))

    def _prepare(self, has_sample: bool) -> None:
        """Make the first accounts and, when wanted, load the sample."""
        name = "首批账号与示例" if has_sample else "首批账号"
        _step(name, lambda: self._supervisor.run_to_end(self._parts.first_start(has_sample)))
        self._is_prepared.touch()

    def _on_change(self, pids: dict[str, int]) -> None:
        record_processes(self._directory, pids)
        if self._is_ready:
            self._describe()

    def _describe(self) -> Instance:
        """Tell other commands, and whoever waits for the ready file, how things stand."""
        instance = self._parts.instance({"supervisor": os.getpid(), **self._supervisor.pids})
        instance.write(instance_path(self._directory))
        if self._ready_file is not None and self._is_ready:
            instance.write(self._ready_file)
        return instance

    def _announce(self, is_first: bool) -> None:
        instance = self._parts.instance({"supervisor": os.getpid(), **self._supervisor.pids})
        if self._is_json:
            print_json(asdict(instance))
        else:
            _print_welcome(instance, is_first)
        sys.stdout.flush()


def _print_welcome(instance: Instance, is_first: bool) -> None:
    print("\nfupan 已就绪，按 Ctrl-C 停止。\n")
    print_pairs(
        [
            ("  HTTP 接口", instance.api),
            ("  接口文档", instance.api_docs),
            ("  Temporal 页面", instance.temporal_ui),
            ("  Temporal 地址", instance.temporal),
            ("  PostgreSQL", _without_password(instance.postgresql)),
            ("  数据目录", instance.data_dir),
        ]
    )
    _print_accounts(instance.credentials, is_first)


def _print_accounts(credentials: str, is_first: bool) -> None:
    """Logins; passwords only once, so that they do not pile up in terminals and logs."""
    known = read_json(Path(credentials))
    accounts = known.get("accounts", []) if isinstance(known, dict) else []
    if is_first and accounts:
        home = accounts[0].get("unit")
        # The committee's own posts first: with them a newcomer can try every step.
        shown = sorted(accounts, key=lambda it: it.get("unit") != home)[:_SHOWN_ACCOUNTS]
        print("\n账号与密码（屏幕上只显示这一次）：\n")
        print_pairs([(f"  {it['login']}", f"{it['password']}  {_post(it)}") for it in shown])
        if len(accounts) > len(shown):
            print(f"  ……另有 {len(accounts) - len(shown)} 个账号")
    print(f"\n全部账号保存在 {credentials}（仅本人可读）。\n")


def _post(account: dict[str, Any]) -> str:
    roles = [ROLE_LABELS.get(role, role) for role in account.get("roles", [])]
    return " ".join(filter(None, [account.get("unit", ""), "、".join(roles)]))


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.username}@{parts.hostname}:{parts.port}{parts.path}"


def _step(name: str, act: Callable[[], None]) -> None:
    started_at = time.monotonic()
    act()
    _say(f"{name} 已就绪（{time.monotonic() - started_at:.1f} 秒）")


def _clear(ready_file: Path) -> None:
    """Remove what an earlier run left, so that nobody takes it for ours."""
    try:
        ready_file.unlink(missing_ok=True)
        ready_file.touch(mode=0o600)
        ready_file.unlink()
    except OSError as error:
        raise ConfigurationError(
            "ready_file_unwritable",
            f"--ready-file 指定的文件 {ready_file} 无法写入（{os.strerror(error.errno or 0)}）。",
        ) from error


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
