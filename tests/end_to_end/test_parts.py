"""The processes one by one, against servers that exist already, by settings alone."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from runtime.embedded.postgresql import running_postgresql
from runtime.embedded.temporal import running_temporal
from runtime.tcp_ports import any_free

DATABASE = "somewhere_else"


def fupan(*arguments: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", "cli.main", *arguments]
    return subprocess.Popen(command, env=os.environ | environment)


@contextmanager
def running(name: str, environment: dict[str, str]) -> Iterator[None]:
    process = fupan(name, environment=environment)
    try:
        yield
    finally:
        process.terminate()
        assert process.wait(30) == 0, f"{name} did not stop cleanly"


def health(port: int) -> dict[str, object]:
    deadline = time.monotonic() + 60
    while True:
        try:
            answer = httpx.get(f"http://127.0.0.1:{port}/api/v1/health")
            if answer.status_code == httpx.codes.OK or time.monotonic() > deadline:
                found: dict[str, object] = answer.json()
                return found
        except httpx.TransportError:
            assert time.monotonic() < deadline, "the API did not come up"
        time.sleep(0.2)


def test_each_part_finds_the_servers_that_its_settings_name(tmp_path: Path) -> None:
    with running_postgresql() as (postgresql, _), running_temporal() as (temporal, _):
        postgresql.create_database(DATABASE)
        port = any_free()
        environment = {
            "FUPAN_DATA_DIR": str(tmp_path),
            "FUPAN_ADMIN_DATABASE_URL": postgresql.url(DATABASE),
            "FUPAN_DATABASE_URL": postgresql.url(DATABASE, "fupan_app"),
            "FUPAN_SEQUENCER_DATABASE_URL": postgresql.url(DATABASE, "fupan_sequencer"),
            "FUPAN_TEMPORAL_ADDRESS": temporal.address,
            "FUPAN_TEMPORAL_NAMESPACE": temporal.namespace,
            "FUPAN_API_PORT": str(port),
        }
        assert fupan("migrate", environment=environment).wait(60) == 0
        with (
            running("sequencer", environment),
            running("worker", environment),
            running("api", environment),
        ):
            parts = health(port)
            assert "ok" in str(parts) or "正常" in str(parts), parts


def test_a_part_without_its_setting_names_the_variable(tmp_path: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-P", "-m", "cli.main", "worker"],
        env={k: v for k, v in os.environ.items() if not k.startswith("FUPAN_")}
        | {"FUPAN_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 2
    assert "FUPAN_DATABASE_URL" in process.stderr
