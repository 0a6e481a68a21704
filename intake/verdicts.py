"""What will happen to each row of a book, said before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from intake.dates import LongTerm
from intake.faults import Fault
from intake.fields import Field
from intake.rows import Reading
from models.glossary import CATEGORIES
from models.rectification.content import Category


class Verdict(StrEnum):
    """What will happen to a row."""

    IMPORT = "import"
    REJECT = "reject"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with its verdict; `faults` is empty unless it is refused."""

    reading: Reading
    verdict: Verdict
    faults: tuple[Fault, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The row for programs: the first fault from the left, and all of them."""
        values = self.reading.values
        said: dict[str, Any] = {
            "row": self.reading.row,
            "verdict": self.verdict.value,
            "number": values.get(Field.NUMBER),
            "unit": values.get(Field.UNIT),
        }
        if self.faults:
            said |= {"column": self.faults[0].column, "reason": self.faults[0].reason}
            said["faults"] = [
                {"column": fault.column, "reason": fault.reason} for fault in self.faults
            ]
        dates = {"found": Field.FOUND, "due": Field.DUE, "extended": Field.EXTENDED}
        said |= {word: _iso(values.get(name)) for word, name in dates.items()}
        said["closed"] = _iso(values.get(Field.CLOSED))
        said["category"] = self._category()
        said["rebound"] = values.get(Field.REBOUND)
        return said

    def _category(self) -> str | None:
        item = self.reading.item
        category = item.category if item else self.reading.values.get(Field.CATEGORY)
        return CATEGORIES[category] if isinstance(category, Category) else None


def _iso(value: date | LongTerm | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else None
