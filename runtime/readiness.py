"""A process tells whoever started it that it now does its work: systemd's protocol, a datagram.

The same call serves `fupan up` and a systemd unit of `Type=notify`.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path

_VARIABLE = "NOTIFY_SOCKET"


def report_ready() -> None:
    """Say that this process works; nobody listening is no fault."""
    address = os.environ.get(_VARIABLE)
    if not address:
        return
    if address.startswith("@"):  # systemd's spelling of a name outside the file system
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        try:
            line.connect(address)
            line.send(b"READY=1")
        except OSError:
            return


class ReadyLine:
    """The listening end for one part. `directory` must be short: such paths hold 100 bytes."""

    def __init__(self, directory: Path, part: str) -> None:
        self._path = directory / f"{part}.sock"
        self._path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(self._path))
        self._socket.setblocking(False)
        self.environment = {_VARIABLE: str(self._path)}

    def has_reported(self) -> bool:
        """True when the part has reported since the last question."""
        try:
            return b"READY=1" in self._socket.recv(4096)
        except BlockingIOError:
            return False

    def close(self) -> None:
        """Stop listening."""
        self._socket.close()
        self._path.unlink(missing_ok=True)
