"""Running a server below root, because PostgreSQL refuses to run as root.

A clone and its `.venv` often lie below `/root`, where no other account may look. Opening such
directories to everyone would be rude, so the server keeps one capability instead: reaching files.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models.errors import ConfigurationError

_ACCOUNTS = ("postgres", "nobody")
_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1
_PR_SET_SECUREBITS = 28
_SECBIT_NO_SETUID_FIXUP = 1 << 2
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE = 47, 2
_CAP_DAC_OVERRIDE = 1
_CAPABILITY_VERSION_3 = 0x20080522


@dataclass(frozen=True, slots=True)
class ServerAccount:
    """An account of the operating system that a server runs under."""

    uid: int
    gid: int


def server_account() -> ServerAccount | None:
    """Account for a server that refuses root; None when we are not root and nothing changes.

    Raises:
        ConfigurationError: We are root and the system has no lesser account.
    """
    if os.geteuid() != 0:
        return None
    for name in _ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServerAccount(entry.pw_uid, entry.pw_gid)
    raise ConfigurationError(
        "no_server_account",
        "PostgreSQL 不能以 root 身份运行，而系统中没有 postgres 或 nobody 账户。"
        "请改用普通用户运行 fupan up。",
    )


def cannot_step_down() -> ConfigurationError:
    """The error for a system that lets root neither keep nor hand over what a server needs."""
    return ConfigurationError(
        "cannot_step_down",
        "以 root 身份运行时无法切换到数据库账户（系统或容器限制了所需的权限）。"
        "请改用普通用户运行 fupan up，并确保其对程序目录和数据目录有权限。",
    )


def can_reach(account: ServerAccount, path: Path) -> bool:
    """True when the account may enter every directory above a path and read the path itself."""
    path = path.resolve()
    return all(_permits(account, parent, stat.S_IXOTH) for parent in path.parents) and _permits(
        account, path, stat.S_IROTH
    )


def before_exec(
    account: ServerAccount | None, death_signal: int, needs_reach: bool = False
) -> Callable[[], None]:
    """What a child does between fork and exec.

    Args:
        account: Account to become; None keeps ours.
        death_signal: Signal that the kernel sends when our process dies (Linux only).
        needs_reach: Keep the capability to reach files of others.
    """

    def prepare() -> None:
        if account is not None:
            _become(account, needs_reach)
        # After the change of account, which would clear it.
        die_with_parent(death_signal)

    return prepare


def die_with_parent(signal_number: int) -> None:
    """Ask the kernel to signal this process when the thread that started it ends."""
    if hasattr(_LIBC, "prctl"):
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal_number, 0, 0, 0)


def _permits(account: ServerAccount, path: Path, other_bit: int) -> bool:
    status = path.stat()
    if status.st_uid == account.uid:
        return bool(status.st_mode & other_bit << 6)
    if status.st_gid == account.gid:
        return bool(status.st_mode & other_bit << 3)
    return bool(status.st_mode & other_bit)


def _become(account: ServerAccount, needs_reach: bool) -> None:
    if needs_reach:
        # Keeps capabilities over setuid, and lets access(2), by which PostgreSQL looks for its
        # own programs, count them.
        _checked(_LIBC.prctl(_PR_SET_SECUREBITS, _SECBIT_NO_SETUID_FIXUP, 0, 0, 0))
    os.setgroups([])
    os.setgid(account.gid)
    os.setuid(account.uid)
    if needs_reach:
        _keep_reach()


def _keep_reach() -> None:
    """Carry one capability over exec: effective, permitted, inheritable, then ambient."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    mask = 1 << _CAP_DAC_OVERRIDE
    _checked(_LIBC.capset(header, (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)))
    _checked(_LIBC.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0))


def _checked(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
