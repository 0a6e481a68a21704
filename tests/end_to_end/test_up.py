"""One computer, one command: start, refuse, stop, crash, go on."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest

from tests.end_to_end.running import (
    READY_SECONDS,
    Up,
    answers,
    clean_environment,
    fupan_up,
    is_alive,
    wait_for,
)

PARTS = {"supervisor", "postgresql", "temporal", "sequencer", "worker", "api"}

pytestmark = pytest.mark.timeout(300)


def mode_of(path: str | Path) -> int:
    return stat.S_IMODE(Path(path).stat().st_mode)


async def scalar(url: str, query: str) -> Any:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


def wait_until_replaced(up: Up, part: str, pid: int) -> None:
    wait_for(lambda: up.ready()["pids"][part] != pid, READY_SECONDS, f"{part} back")


async def test_everything_answers_and_ctrl_c_stops_it_all(tmp_path: Path) -> None:
    with fupan_up(tmp_path / "data") as up:
        ready = up.ready()
        assert set(ready["pids"]) == PARTS
        assert ready["pids"]["supervisor"] == up.process.pid
        assert all(is_alive(pid) for pid in ready["pids"].values())
        assert answers(ready["temporal"])
        for page in ("api", "temporal_ui"):
            assert answers(urlsplit(ready[page]).netloc)
        assert await scalar(ready["postgresql"], "SELECT current_user") == "fupan_app"

        up.send(signal.SIGINT)
        assert up.wait() == 0
        shown = up.output()
    assert not any(is_alive(pid) for pid in ready["pids"].values())
    assert not (tmp_path / "data" / "instance.json").exists()
    assert ready["api_docs"] in shown
    assert "已停止" in shown


def test_files_with_secrets_are_for_their_owner_only(tmp_path: Path) -> None:
    with fupan_up(tmp_path / "data") as up:
        ready = up.ready()
        accounts = json.loads(Path(ready["credentials"]).read_text(encoding="utf-8"))["accounts"]
        for path in (ready["credentials"], up.ready_file, tmp_path / "data" / "instance.json"):
            assert mode_of(path) == 0o600
        assert mode_of(tmp_path / "data" / "log") == 0o700
        assert mode_of(tmp_path / "data" / "temporal.sqlite") == 0o600
    assert accounts[0]["roles"] == ["sys_admin"]
    assert len({account["password"] for account in accounts}) == len(accounts) > 0


def test_passwords_are_shown_at_the_first_start_only(tmp_path: Path) -> None:
    shown: list[str] = []
    credentials: dict[str, Any] = {}
    for _ in range(2):
        with fupan_up(tmp_path / "data") as up:
            credentials = json.loads(Path(up.ready()["credentials"]).read_text(encoding="utf-8"))
            up.send(signal.SIGTERM)
            assert up.wait() == 0
            shown.append(up.output())
    password = credentials["accounts"][0]["password"]
    assert password in shown[0]
    assert password not in shown[1]


def test_a_second_instance_on_the_same_directory_is_refused(tmp_path: Path) -> None:
    with fupan_up(tmp_path / "data") as first:
        ready = first.ready()
        with fupan_up(tmp_path / "data") as second:
            assert second.wait() == 2
            message = second.output()
        assert f"进程号 {first.process.pid}" in message
        assert str(tmp_path / "data") in message
        assert all(is_alive(pid) for pid in ready["pids"].values())


def test_a_taken_port_is_refused_by_its_number(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with fupan_up(tmp_path / "data", "--port", str(port)) as up:
            assert up.wait() == 2
            assert f"127.0.0.1:{port} 已被其他程序占用" in up.output()


@pytest.mark.parametrize("part", ["TEMPORAL", "TEMPORAL_UI", "POSTGRESQL"])
def test_a_taken_port_of_a_server_is_refused_by_its_setting(tmp_path: Path, part: str) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        variable = f"FUPAN_{part}_PORT"
        done = subprocess.run(
            [sys.executable, "-m", "cli.main", "up", "--data-dir", str(tmp_path), "--port", "0"],
            env=clean_environment() | {variable: str(holder.getsockname()[1])},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert variable in done.stderr


def test_an_unwritable_directory_is_refused_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with fupan_up(tmp_path / "file" / "data", "--ready-file", str(tmp_path / "ready")) as up:
        assert up.wait() == 2
        assert "file/data 无法写入" in up.output()


def test_a_damaged_directory_is_refused_with_what_to_do(tmp_path: Path) -> None:
    cluster = tmp_path / "data" / "postgresql" / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "rubbish").touch()
    with fupan_up(tmp_path / "data") as up:
        assert up.wait() == 2
        message = up.output()
    assert str(tmp_path / "data") in message
    assert "已损坏或不完整" in message
    assert "备份" in message


def test_machines_get_the_refusal_as_json(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with fupan_up(tmp_path / "file" / "data", "--json", "--ready-file", str(tmp_path / "r")) as up:
        assert up.wait() == 2
        out, _ = up.process.communicate()
    assert json.loads(out)["error"]["code"] == "data_dir_unwritable"


async def test_a_killed_supervisor_leaves_nothing_and_the_next_start_goes_on(
    tmp_path: Path,
) -> None:
    with fupan_up(tmp_path / "data") as up:
        before = up.ready()
        await scalar(before["postgresql_admin"], "CREATE TABLE kept AS SELECT 7 AS number")
        up.send(signal.SIGKILL)
        up.wait()
    wait_for(lambda: not any(is_alive(pid) for pid in before["pids"].values()), 20, "parts gone")
    with fupan_up(tmp_path / "data") as up:
        after = up.ready()
        assert await scalar(after["postgresql_admin"], "SELECT number FROM kept") == 7


def test_every_killed_part_comes_back_and_answers(tmp_path: Path) -> None:
    parts = ["worker", "sequencer", "api", "temporal", "postgresql"]
    with fupan_up(tmp_path / "data") as up:
        ready = up.ready()
        for part in parts:
            # PostgreSQL's immediate stop; SIGKILL for the rest.
            word = signal.SIGQUIT if part == "postgresql" else signal.SIGKILL
            os.kill(ready["pids"][part], word)
            wait_until_replaced(up, part, ready["pids"][part])
        addresses = [urlsplit(ready[name]).netloc for name in ("api", "temporal_ui", "postgresql")]
        for address in (*addresses, ready["temporal"]):
            wait_for(partial(answers, address), READY_SECONDS, address)
        assert up.ready()["pids"]["supervisor"] == up.process.pid
        up.send(signal.SIGTERM)
        assert up.wait() == 0
        shown = up.output()
    for part in parts:
        assert f"{part} 意外退出" in shown
