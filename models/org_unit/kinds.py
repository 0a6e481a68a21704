"""Kinds of organizations and where each may stand (domain.md §2.2)."""

from __future__ import annotations

from enum import StrEnum


class UnitKind(StrEnum):
    """党委、党总支、党支部. A 党小组 is not a level of its own."""

    COMMITTEE = "committee"
    GENERAL_BRANCH = "general_branch"
    BRANCH = "branch"


class UnitTier(StrEnum):
    """How a unit is reviewed: 总支和直属支部由党委复盘，其余支部由总支复盘."""

    DIRECT = "direct"
    SUB = "sub"


class UnitStanding(StrEnum):
    """Whether a unit exists. `unregistered` is the state of a code nobody has used yet."""

    UNREGISTERED = "unregistered"
    ACTIVE = "active"
    MERGED = "merged"
    DISSOLVED = "dissolved"


KIND_LABELS = {
    UnitKind.COMMITTEE: "党委",
    UnitKind.GENERAL_BRANCH: "党总支",
    UnitKind.BRANCH: "党支部",
}

# A branch may stand under a general branch or directly under the committee.
PARENT_KINDS: dict[UnitKind, frozenset[UnitKind]] = {
    UnitKind.COMMITTEE: frozenset(),
    UnitKind.GENERAL_BRANCH: frozenset({UnitKind.COMMITTEE}),
    UnitKind.BRANCH: frozenset({UnitKind.COMMITTEE, UnitKind.GENERAL_BRANCH}),
}


def tier_under(parent: UnitKind) -> UnitTier:
    """Tier of a unit by its parent: everything directly under the committee is `direct`."""
    return UnitTier.DIRECT if parent is UnitKind.COMMITTEE else UnitTier.SUB
