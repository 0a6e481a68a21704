"""What an instance occupies: memory of its processes, and its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from bench.stack import Desk, Stack

_MEGABYTE = 1_000_000
_SINGLE_PARTS = ("temporal", "sequencer", "worker")


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes of one process: now, and at most since it began."""

    now: float
    most: float


def memory_of(pid: int) -> Memory:
    """Resident memory, as the kernel counts it."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    found = {name: value for name, _, value in (line.partition(":") for line in lines)}
    return Memory(_megabytes(found["VmRSS"]), _megabytes(found["VmHWM"]))


def memory_of_parts(stack: Stack) -> dict[str, Memory]:
    """Memory of the parts that are one process each; PostgreSQL's are many and share theirs."""
    return {name: memory_of(stack.pid(name)) for name in _SINGLE_PARTS}


async def database_megabytes(desk: Desk) -> float:
    """Size of our database on disk, indexes included."""
    async with desk.engine.connect() as connection:
        size = await connection.scalar(sa.text("SELECT pg_database_size(current_database())"))
    return float(size or 0) / _MEGABYTE


def temporal_megabytes(stack: Stack) -> float:
    """Size of the embedded server's file, with what it has not merged yet."""
    files = stack.directory.glob("temporal.sqlite*")
    return sum(file.stat().st_size for file in files) / _MEGABYTE


def _megabytes(kilobytes: str) -> float:
    return round(int(kilobytes.split(maxsplit=1)[0]) * 1024 / _MEGABYTE, 1)
