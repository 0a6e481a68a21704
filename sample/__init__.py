"""Units, ledger and reviews of a mine that does not exist, so that a newcomer sees living data."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent

UNITS = _HERE / "org_units.csv"
LEDGER = _HERE / "ledger_2026.xlsx"
REVIEWS = _HERE / "reviews_2026.json"
