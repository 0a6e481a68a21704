from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from models.errors import ConfigurationError
from runtime.data_directory import end_leftovers, held_directory, record_processes
from runtime.instance import instance_path
from runtime.private_files import write_private_json


def test_a_second_instance_is_refused_by_the_first_ones_process_id(tmp_path: Path) -> None:
    with (
        held_directory(tmp_path / "data"),
        pytest.raises(ConfigurationError, match=f"进程号 {os.getpid()}"),
        held_directory(tmp_path / "data"),
    ):
        pass


def test_the_directory_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with held_directory(tmp_path / "data") as held:
            assert held == tmp_path / "data"


def test_a_directory_below_a_file_is_refused_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(ConfigurationError, match="file/data 无法写入（路径中有一段不是目录）"),
        held_directory(tmp_path / "file" / "data"),
    ):
        pass


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.EACCES, "没有权限"),
        (errno.EROFS, "文件系统只读"),
        (errno.ENOSPC, "磁盘空间不足"),
        (errno.EXDEV, "系统错误 EXDEV"),
    ],
)
def test_why_it_cannot_be_written_is_said_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    def refuse(path: Path) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(ConfigurationError, match=f"无法写入（{reason}）"), held_directory(tmp_path):
        pass


def test_a_left_over_process_is_ended(tmp_path: Path) -> None:
    orphan = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
    record_processes(tmp_path, {"worker": orphan.pid})
    end_leftovers(tmp_path)
    assert orphan.wait(0) != 0
    assert not (tmp_path / "processes.json").exists()


def test_a_stranger_with_a_left_overs_process_id_is_left_alone(tmp_path: Path) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
    known = {"worker": {"pid": stranger.pid, "born": "another time"}}
    write_private_json(tmp_path / "processes.json", known)
    end_leftovers(tmp_path)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_stale_description_of_an_instance_is_removed(tmp_path: Path) -> None:
    write_private_json(instance_path(tmp_path), {"api": "http://127.0.0.1:1"})
    end_leftovers(tmp_path)
    assert not instance_path(tmp_path).exists()
