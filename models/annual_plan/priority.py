"""Who comes first, and the words for why (domain.md §2.3): carried, weak, longest unreviewed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from hashlib import sha256

from models.annual_plan.records import Carried, UnitRecord


def by_priority(
    units: Iterable[UnitRecord], carried: Collection[Carried], seed: str
) -> list[UnitRecord]:
    """Units, the most urgent first; what is equal otherwise is decided by the seed."""
    first = {each.unit for each in carried}
    return sorted(units, key=lambda unit: (unit.code not in first, *_urgency(unit, seed)))


def is_weak(unit: UnitRecord) -> bool:
    """True when something came back, or is overdue at red or above."""
    return unit.rebounds > 0 or unit.red_items > 0


def reason_of(unit: UnitRecord, year: int, carried: Collection[Carried]) -> str:
    """Why the unit stands where it does among the others."""
    for each in carried:
        if each.unit == unit.code:
            return f"上年结转：{each.reason}，优先安排"
    if is_weak(unit):
        return f"{weakness_of(unit)}，提前安排"
    if unit.last_covered_on is None:
        return "尚无复盘记录，优先安排"
    if unit.last_covered_on.year < year - 1:
        return f"上次复盘{unit.last_covered_on}，上年未复盘，优先安排"
    return f"上次复盘{unit.last_covered_on}，按间隔长短安排"


def weakness_of(unit: UnitRecord) -> str:
    """What makes the unit weak, with numbers."""
    parts = (
        (unit.rebounds, "反弹事项"),
        (unit.red_items, "红色督办事项"),
        (unit.open_items, "未办结事项"),
    )
    return "、".join(f"{label}{number}项" for number, label in parts if number)


def _urgency(unit: UnitRecord, seed: str) -> tuple[bool, date, int, int, int, str]:
    lot = sha256(f"{seed}|{unit.code}".encode()).hexdigest()
    return (
        not is_weak(unit),
        unit.last_covered_on or date.min,
        -unit.rebounds,
        -unit.red_items,
        -unit.open_items,
        lot,
    )
