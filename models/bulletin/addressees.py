"""各党总支、直属党支部: whom a bulletin is delivered to, and who has acknowledged it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AddressedUnit:
    """A unit that receives the bulletin.

    Attributes:
        name: As on the day of issue.
        secretary_role: Role of the unit's own secretary, who acknowledges.
    """

    code: str
    name: str
    secretary_role: str
