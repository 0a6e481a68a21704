"""What a look-back finds of one item (domain.md §2.8)."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """巩固、基本巩固、反弹、虚假整改."""

    CONSOLIDATED = "consolidated"
    BASIC = "basic"
    REBOUND = "rebound"
    FALSE_CLOSURE = "false_closure"

    @property
    def reopens(self) -> bool:
        """True when the problem is there (again), so that a new item begins."""
        return self in (Verdict.REBOUND, Verdict.FALSE_CLOSURE)


VERDICTS: dict[Verdict, str] = {
    Verdict.CONSOLIDATED: "巩固",
    Verdict.BASIC: "基本巩固",
    Verdict.REBOUND: "反弹",
    Verdict.FALSE_CLOSURE: "虚假整改",
}
