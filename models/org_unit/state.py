"""What is known of one unit after its facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from models.facts import Fact
from models.org_unit.events import (
    AttemptRefused,
    Described,
    Dissolved,
    Merged,
    Moved,
    OrgUnitEvent,
    Registered,
    Renamed,
)
from models.org_unit.kinds import UnitKind, UnitStanding, UnitTier


@dataclass(frozen=True, slots=True)
class OrgUnitState:
    """A unit as of its last fact.

    Attributes:
        changed_on: Day from which the last change holds; later changes may not precede it.
        merged_into: Code of the successor; empty unless merged.
    """

    standing: UnitStanding = UnitStanding.UNREGISTERED
    code: str = ""
    name: str = ""
    kind: UnitKind = UnitKind.BRANCH
    parent: str = ""
    tier: UnitTier | None = None
    leader_post: str = ""
    location: str = ""
    members_count: int | None = None
    merged_into: str = ""
    changed_on: date = date.min


def evolve(state: OrgUnitState, fact: Fact[OrgUnitEvent]) -> OrgUnitState:
    """The unit after one more fact."""
    match fact.event:
        case Registered() as event:
            return _registered(event)
        case Renamed(name, on):
            return replace(state, name=name, changed_on=on)
        case Moved(parent, tier, on):
            return replace(state, parent=parent, tier=tier, changed_on=on)
        case Described(leader_post, location, members_count, on):
            return replace(
                state,
                leader_post=leader_post,
                location=location,
                members_count=members_count,
                changed_on=on,
            )
        case Merged(into, on):
            return replace(state, standing=UnitStanding.MERGED, merged_into=into, changed_on=on)
        case Dissolved(_, on):
            return replace(state, standing=UnitStanding.DISSOLVED, changed_on=on)
        case AttemptRefused():
            return state
    raise TypeError(f"not an event of a unit: {fact.event!r}")


def _registered(event: Registered) -> OrgUnitState:
    return OrgUnitState(
        standing=UnitStanding.ACTIVE,
        code=event.code,
        name=event.name,
        kind=event.kind,
        parent=event.parent,
        tier=event.tier,
        leader_post=event.leader_post,
        location=event.location,
        members_count=event.members_count,
        changed_on=event.effective_on,
    )
