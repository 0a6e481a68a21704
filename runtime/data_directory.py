"""The data directory of one instance: writable, used by one at a time, free of left-overs."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from models.errors import ConfigurationError
from runtime.instance import instance_path
from runtime.private_files import read_json, write_private_json

_LEFTOVER_SECONDS = 5.0
# PostgreSQL takes its own sessions down on the first two; SIGKILL would leave them behind.
_LAST_WORDS = {"postgresql": (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)}
_POLL_SECONDS = 0.05
_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "系统不允许此操作",
    errno.EROFS: "文件系统只读",
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "磁盘配额已用完",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EEXIST: "同名文件已存在，不是目录",
    errno.ENOENT: "路径不存在",
    errno.ELOOP: "符号链接循环",
    errno.ENAMETOOLONG: "路径过长",
    errno.EMFILE: "打开的文件过多",
    errno.ENFILE: "打开的文件过多",
    errno.EIO: "磁盘读写出错",
}


@contextmanager
def held_directory(path: Path) -> Iterator[Path]:
    """Hold a data directory for this process alone, made when there is none.

    The lock is the kernel's: it vanishes with the process, however that ends.

    Raises:
        ConfigurationError: It cannot be written, or another instance holds it.
    """
    directory = _writable(path)
    lock = directory / "lock"
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _second_instance(directory, lock) from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        end_leftovers(directory)
        yield directory
    finally:
        os.close(descriptor)


def record_processes(directory: Path, pids: Mapping[str, int]) -> None:
    """Remember which processes are ours, so that the next start finds what outlived us."""
    known = {part: {"pid": pid, "born": _born(pid)} for part, pid in pids.items()}
    write_private_json(directory / "processes.json", known)


def end_leftovers(directory: Path) -> None:
    """End processes of an instance that was killed; call it while holding the directory."""
    instance_path(directory).unlink(missing_ok=True)
    known = read_json(directory / "processes.json")
    for part, process in known.items() if isinstance(known, dict) else ():
        _end(part, int(process["pid"]), str(process["born"]))
    (directory / "processes.json").unlink(missing_ok=True)


def _writable(path: Path) -> Path:
    try:
        if not path.exists():
            path.mkdir(parents=True)
            # Others may pass through, as PostgreSQL under a lesser account must, but not look.
            path.chmod(0o711)
        probe = path / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ConfigurationError(
            "data_dir_unwritable",
            f"数据目录 {path} 无法写入（{_reason(error)}）。"
            "请检查权限和磁盘空间，或用 --data-dir（FUPAN_DATA_DIR）指定其他目录。",
        ) from error
    return path.resolve()


def _reason(error: OSError) -> str:
    number = error.errno or 0
    return _REASONS.get(number) or f"系统错误 {errno.errorcode.get(number, number)}"


def _second_instance(directory: Path, lock: Path) -> ConfigurationError:
    holder = lock.read_text(encoding="ascii", errors="replace").strip() or "未知"
    return ConfigurationError(
        "already_running",
        f"数据目录 {directory} 已有一个 fupan 在运行（进程号 {holder}）。"
        "请先停止它，或用 --data-dir 指定其他目录。",
    )


def _end(part: str, pid: int, born: str) -> None:
    """End a left-over, politely first."""
    for word in _LAST_WORDS.get(part, (signal.SIGTERM, signal.SIGKILL)):
        if _born(pid) == born:
            os.kill(pid, word)
        deadline = time.monotonic() + _LEFTOVER_SECONDS
        while _born(pid) == born and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)


def _born(pid: int) -> str:
    """When a process began, in the system's own words; empty when there is none.

    A process id alone may belong to someone else by now.
    """
    stat = Path(f"/proc/{pid}/stat")
    if stat.parent.parent.joinpath("self").exists():
        return _born_on_linux(stat)
    command = ["ps", "-o", "lstart=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def _born_on_linux(stat: Path) -> str:
    try:
        # The program's name, in brackets, may itself hold spaces and brackets.
        fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    is_gone = fields[0] in "ZX"
    return "" if is_gone else fields[19]
