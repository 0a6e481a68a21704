"""Generated ledgers as files, and the importer that brings them in as people do."""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import sample
from models.calendar import on_shanghai

_HEADINGS = (
    "问题编号",
    "责任单位",
    "问题表现",
    "整改目标",
    "整改措施",
    "整改类别",
    "责任人（职务）",
    "发现日期",
    "整改时限",
    "进展情况",
    "销号日期",
)
_TODAY = on_shanghai(datetime.now(UTC))
# Far enough away that no reminder is due while the bench runs.
_DUE_FROM_DAYS, _DUE_DAYS = 20, 180
# Long enough ago that the observation has ended: nothing is left to wait for.
_CLOSED_DAYS_AGO = 200


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of the register, and the code of the unit above it."""

    code: str
    name: str
    parent: str


@cache
def branches() -> Sequence[Branch]:
    """Every branch of the sample register."""
    with sample.UNITS.open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["类型"] == "党支部"]
    return [Branch(row["编码"], row["名称"], row["上级编码"]) for row in rows]


def number_of_item(place: int) -> str:
    """Number of the generated item at a place."""
    return f"GR2026-{place:06d}"


def branch_of_item(place: int) -> Branch:
    """Who is responsible for it: items follow one another over all branches."""
    return branches()[place % len(branches())]


def import_units(data_dir: Path) -> None:
    """The sample register by `fupan import units`."""
    _fupan(data_dir, "import", "units", str(sample.UNITS))


def import_items(data_dir: Path, places: range, *, is_open: bool) -> float:
    """Items by `fupan import ledger --apply`; returns how many seconds that took."""
    path = data_dir.parent / f"ledger-{places.start}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADINGS)
        writer.writerows(_row(place, is_open) for place in places)
    began = time.perf_counter()
    _fupan(data_dir, "import", "ledger", str(path), "--apply", "--year", str(_TODAY.year))
    return time.perf_counter() - began


def _row(place: int, is_open: bool) -> Sequence[str]:
    due_on = _TODAY + timedelta(days=_DUE_FROM_DAYS + place % _DUE_DAYS)
    if not is_open:
        due_on -= timedelta(days=_CLOSED_DAYS_AGO + _DUE_DAYS)
    return (
        number_of_item(place),
        branch_of_item(place).name,
        f"夜班党员“三会一课”补课记录缺失，第{place}次检查发现7次会议未见补课笔记",
        "倒班党员补学率达到100%，记录齐全、责任到人",
        "建立倒班补学表，支委逐人销账，每周核对一次",
        "限期整改",
        "党支部书记",
        str(_found_on(is_open)),
        str(due_on),
        "正在推进" if is_open else "已完成",
        "" if is_open else str(_TODAY - timedelta(days=_CLOSED_DAYS_AGO)),
    )


def _found_on(is_open: bool) -> date:
    return _TODAY - timedelta(days=10 if is_open else _CLOSED_DAYS_AGO + _DUE_DAYS + 30)


def _fupan(data_dir: Path, *arguments: str) -> None:
    command = [sys.executable, "-P", "-m", "cli.main", *arguments, "--data-dir", str(data_dir)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
