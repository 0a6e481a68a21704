from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from cli.groups import COMMANDS
from cli.main import main


def fupan(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments], capture_output=True, text=True, check=False
    )


def test_help_is_chinese_throughout(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert "用法：fupan" in shown
    assert "启动全部服务" in shown
    for english in ("Usage", "Options", "Commands", "Show this message"):
        assert english not in shown


def test_help_of_a_command_is_chinese_throughout(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["up", "--help"]) == 0
    shown = capsys.readouterr().out
    assert "--ready-file" in shown
    for english in ("Usage", "Options", "Show this message", "default"):
        assert english not in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "没有名为 'nonsense' 的命令"),
        (["--nonsense"], "没有选项 --nonsense"),
        (["up", "--port", "eighty"], "选项 --port 的值无效：“eighty”，应为整数"),
        (["up", "--port", "70000"], "不得大于 65535"),
        (["up", "--port"], "选项 --port 需要一个值"),
        (["up", "more"], "多余的参数：more"),
        (["up", "--data-dri", "x"], "--data-dir"),
        (["show"], "缺少参数 NUMBER。"),
        (["policy", "adopt"], "缺少参数 版本号。"),
        (["ledger", "--level", "pink"], "只能取 blue、yellow、orange、red、raise"),
    ],
)
def test_wrong_use_is_told_in_chinese_with_exit_code_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["--data-dir", "X", "ledger"], ["ledger", "--data-dir", "X"]]
)
def test_the_data_directory_stands_before_or_behind_the_command(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = str(tmp_path / "chosen")
    line = [chosen if word == "X" else word for word in arguments]
    assert main(["--json", *line]) == 2
    assert chosen in json.loads(capsys.readouterr().out)["error"]["message"]


def test_the_data_directory_behind_the_command_wins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    near = str(tmp_path / "near")
    assert (
        main(["--data-dir", str(tmp_path / "far"), "item", "accept", "X", "--data-dir", near]) == 2
    )
    assert near in capsys.readouterr().err


def test_machines_get_errors_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["up", "--port", "eighty", "--json"]) == 2
    fault = json.loads(capsys.readouterr().out)["error"]
    assert fault["code"] == "wrong_use"
    assert "--port" in fault["message"]


def test_a_bad_setting_has_exit_code_2_and_names_the_variable(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FUPAN_SMTP_PORT", "x")
    assert main(["up", "--data-dir", str(tmp_path)]) == 2
    assert "FUPAN_SMTP_PORT" in capsys.readouterr().err


def test_every_command_has_chinese_help(capsys: pytest.CaptureFixture[str]) -> None:
    for name in filter(lambda it: find_spec(COMMANDS[it].module), COMMANDS):
        assert main([name, "--help"]) == 0, name
        shown = capsys.readouterr().out
        assert "显示本帮助并退出" in shown, name
        assert "Usage" not in shown, name


def test_help_comes_at_once() -> None:
    fupan("--help")  # the first run compiles
    started_at = time.perf_counter()
    assert fupan("--help").returncode == 0
    assert time.perf_counter() - started_at < 1.0


def test_help_loads_neither_servers_nor_database_libraries() -> None:
    code = (
        "import sys; from cli.main import main; main(['--help']);"
        "heavy = {'temporalio', 'sqlalchemy', 'asyncpg', 'fastapi', 'openpyxl', 'pydantic'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_output_that_nobody_reads_to_the_end_is_no_fault() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "cli.main", "--help"]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert done.stderr == b""
