"""TCP ports on the loopback address: which are free, which are taken, who answers."""

from __future__ import annotations

import random
import socket

from models.errors import ConfigurationError

LOOPBACK = "127.0.0.1"
# Below the range from which the kernel lends ports to outgoing connections (32768 on Linux,
# 49152 elsewhere): a port found here is not lent to someone else before our server binds it.
_FIRST, _LAST = 20_000, 32_000


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """True when a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def any_free(host: str = LOOPBACK) -> int:
    """A free port."""
    for port in random.sample(range(_FIRST, _LAST), 200):
        if is_free(port, host):
            return port
    raise ConfigurationError("no_free_port", f"{host} 上没有可用端口。")


def free_or_refuse(port: int, part: str, setting: str, host: str = LOOPBACK) -> int:
    """The port itself, or any free one for 0.

    Raises:
        ConfigurationError: Someone else listens there.
    """
    if port == 0:
        return any_free(host)
    if is_free(port, host):
        return port
    raise ConfigurationError(
        "port_taken",
        f"{part} 的端口 {host}:{port} 已被其他程序占用。"
        f"请停止占用它的程序，或改用其他端口（{setting}；0 表示自动选择）。",
    )


def answers(port: int, host: str = LOOPBACK) -> bool:
    """True when someone accepts connections there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False
