"""Units that are no more: their history may come in, work that somebody still has to do may not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from intake.ledger_row import LedgerRow
from store.queries.unit_names import UnitNamesRow


@dataclass(frozen=True, slots=True)
class EndedUnits:
    """The register as it tells who answers for the work of units that were merged or dissolved.

    Attributes:
        units: Every unit that ever stood, by code.
        today: Civil date in Asia/Shanghai.
    """

    units: Mapping[str, UnitNamesRow]
    today: date

    @classmethod
    def of(cls, units: Iterable[UnitNamesRow], today: date) -> EndedUnits:
        """The ends in this register."""
        return cls({unit.code: unit for unit in units}, today)

    def objection(self, row: LedgerRow) -> str:
        """Why an open row cannot be given to its unit; empty when it can, or is closed."""
        unit = self.units.get(row.unit)
        if row.closed_on is not None or unit is None or not self._has_ended(unit):
            return ""
        successor = self._successor(unit)
        if successor is None:
            return f"{unit.name}已于 {unit.ended_on} 撤销，未销号的事项请填写现在负责的单位"
        return (
            f"{unit.name}已于 {unit.ended_on} 并入{successor.name}（{successor.code}），"
            "未销号的事项请填写该单位"
        )

    def _has_ended(self, unit: UnitNamesRow) -> bool:
        return unit.ended_on is not None and unit.ended_on <= self.today

    def _successor(self, unit: UnitNamesRow) -> UnitNamesRow | None:
        """Who stands today at the end of the chain of mergers; None when nobody does."""
        passed = {unit.code}
        while self._has_ended(unit):
            found = self.units.get(unit.merged_into)
            if found is None or found.code in passed:
                return None
            passed.add(found.code)
            unit = found
        return unit
