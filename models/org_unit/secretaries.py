"""Who signs for a unit, by its kind (domain.md §2.1)."""

from __future__ import annotations

from models.account.roles import Role
from models.org_unit.kinds import UnitKind

SECRETARIES = {
    UnitKind.COMMITTEE: Role.COMMITTEE_SECRETARY,
    UnitKind.GENERAL_BRANCH: Role.GB_SECRETARY,
    UnitKind.BRANCH: Role.BRANCH_SECRETARY,
}
