"""One closed item that a look-back may look at, as the facts stood when the sample was drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Candidate:
    """What drawing, separation of duties and the report have to know of an item.

    Attributes:
        item: 问题编号.
        unit: Code of the responsible unit.
        closed_on: 销号日期.
        parent_unit: Code of the unit above it; empty for none.
        secretary_role: Role of the unit's own secretary, as in the item.
        reviewed_unit: Unit whose review in this half-year found it; empty for none.
        category: Id of the item's category.
        work_axis: 工作方面 as the item has it; empty for none.
        severity: 1 to 4.
        is_rebound: It had come back before.
        was_extended: Its due day was extended.
        reached_red: Its own ladder reached red or higher.
        owner: Account of the 责任人; empty in imported history.
        verifiers, countersigners: Accounts that closed it, those acted for included; empty in
            imported history.
        verifier_post: 验收人（职务）, as given; empty when unknown.
    """

    item: str
    unit: str
    closed_on: date
    parent_unit: str = ""
    secretary_role: str = "branch_secretary"
    reviewed_unit: str = ""
    category: str = "fixed_term"
    work_axis: str = ""
    severity: int = 1
    is_rebound: bool = False
    was_extended: bool = False
    reached_red: bool = False
    owner: str = ""
    verifiers: tuple[str, ...] = ()
    countersigners: tuple[str, ...] = ()
    verifier_post: str = ""

    @property
    def units(self) -> frozenset[str]:
        """The unit that answers for it, and the one in whose review it was found."""
        return frozenset((self.unit, self.reviewed_unit)) - {""}
