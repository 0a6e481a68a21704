"""Why a row is refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CellFaultError(ValueError):
    """A cell cannot be taken; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell of a row.

    Attributes:
        field: What the cell should hold; None under a heading that means nothing to us.
        column: The book's own heading.
        reason: Why, in Chinese; names the value.
        place: Column from 0, for the order of faults.
    """

    field: StrEnum | None
    column: str
    reason: str
    place: int
