"""The units that are asked, and what each of them answered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AskedUnit:
    """An active unit, as the register had it when the self-check was sent out.

    Attributes:
        code: Its code.
        name: Its name on that day.
        parent: Code of the unit above it; its 总支书记 is told when the unit is late.
        secretary_role: Role of the unit's own secretary, who answers.
    """

    code: str
    name: str
    parent: str = ""
    secretary_role: str = "branch_secretary"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one unit's self-check.

    Attributes:
        unit: Its code.
        is_found: 有 or 无; None when the unit ended without an answer.
        item: Number of the item that 有 opened; empty for none.
    """

    unit: str
    is_found: bool | None
    item: str = ""
