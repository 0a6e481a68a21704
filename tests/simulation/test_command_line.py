"""What `fupan simulate` refuses before it starts anything, and how it says so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import sample


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command as people call it."""
    command = [sys.executable, "-P", "-m", "cli.main", "simulate", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=60)


def test_help_is_in_chinese_and_names_every_option(tmp_path: Path) -> None:
    done = run("--help", cwd=tmp_path)
    assert done.returncode == 0
    for option in ("--year", "--units", "--policy", "--behaviour", "--keep", "--seed", "--out"):
        assert option in done.stdout
    assert "模拟一个年度" in done.stdout


def test_a_missing_register_is_named(tmp_path: Path) -> None:
    done = run("--year", "2026", cwd=tmp_path)
    assert done.returncode == 2
    assert "--units" in done.stderr


@pytest.mark.parametrize(
    ("name", "text", "code", "said"),
    [
        ("policy.json", "{", 2, "无法读取"),
        ("policy.json", '{"notices": {"digest": 1}}', 1, "notices.digest"),
        ("behaviour.toml", "unit_late_percent = 200", 1, "unit_late_percent"),
        ("behaviour.toml", "lateness = 1", 1, "lateness"),
    ],
)
def test_bad_files_are_told_by_what_is_wrong_in_them(
    tmp_path: Path, name: str, text: str, code: int, said: str
) -> None:
    file = tmp_path / name
    file.write_text(text)
    option = f"--{file.stem}"
    done = run("--year", "2026", "--units", str(sample.UNITS), option, name, cwd=tmp_path)
    assert done.returncode == code
    assert said in done.stderr
    assert not list(tmp_path.glob("*.html"))


def test_nothing_that_exists_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "simulation-2026.html").write_text("old")
    done = run("--year", "2026", "--units", str(sample.UNITS), cwd=tmp_path)
    assert done.returncode == 2
    assert "已存在" in done.stderr
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "facts").write_text("real")
    arguments = ("--out", "x.html", "--keep", "data")
    done = run("--year", "2026", "--units", str(sample.UNITS), *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "不是空目录" in done.stderr
