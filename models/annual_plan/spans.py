"""Quarters, half-years and months by their names: `2026-Q2`, `2026-H1`, `2026-05`."""

from __future__ import annotations

QUARTER_MONTHS, HALF_MONTHS = 3, 6


def quarter_of(month: int) -> int:
    """Quarter that a month lies in; 5 after December."""
    return (month - 1) // QUARTER_MONTHS + 1


def half_of(month: int) -> int:
    """Half-year that a month lies in; 3 after December."""
    return (month - 1) // HALF_MONTHS + 1


def month_in(year: int, name: str) -> int | None:
    """Number of a month by its name; None when it is not of that year."""
    names = {f"{year}-{month:02}": month for month in range(1, 13)}
    return names.get(name)
