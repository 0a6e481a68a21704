"""Events of one unit. Dates are civil dates in Asia/Shanghai from which the change holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from models.facts import Event
from models.org_unit.kinds import UnitKind, UnitTier


class OrgUnitEvent(Event):
    """Base of a unit's events."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Registered(OrgUnitEvent):
    """The unit entered the register.

    Attributes:
        code: Code of the unit, the number of its stream; never used for another unit.
        parent: Code of the unit above; empty for the committee.
        tier: None for the committee.
        members_count: Party members; None when not told.
        leader_post: Post of the leader (党支部书记), never a person's name.
        location: Where the unit works (井下、地面), free text.
        effective_on: First day on which it stands in the register.
    """

    type: ClassVar[str] = "org_unit.registered"
    code: str
    name: str
    kind: UnitKind
    parent: str
    tier: UnitTier | None
    leader_post: str
    location: str
    members_count: int | None
    effective_on: date


@dataclass(frozen=True, slots=True)
class Renamed(OrgUnitEvent):
    """The unit goes by another name from a day on."""

    type: ClassVar[str] = "org_unit.renamed"
    name: str
    effective_on: date


@dataclass(frozen=True, slots=True)
class Moved(OrgUnitEvent):
    """The unit stands under another unit from a day on."""

    type: ClassVar[str] = "org_unit.moved"
    parent: str
    tier: UnitTier
    effective_on: date


@dataclass(frozen=True, slots=True)
class Described(OrgUnitEvent):
    """Leader's post, number of members or place of work changed."""

    type: ClassVar[str] = "org_unit.described"
    leader_post: str
    location: str
    members_count: int | None
    effective_on: date


@dataclass(frozen=True, slots=True)
class Merged(OrgUnitEvent):
    """The unit ended and lives on in another; its items follow by an explicit 移交."""

    type: ClassVar[str] = "org_unit.merged"
    into: str
    effective_on: date


@dataclass(frozen=True, slots=True)
class Dissolved(OrgUnitEvent):
    """The unit ended without a successor."""

    type: ClassVar[str] = "org_unit.dissolved"
    reason: str
    effective_on: date


@dataclass(frozen=True, slots=True)
class AttemptRefused(OrgUnitEvent):
    """Somebody tried what a rule forbids; kept for the auditor, changes nothing."""

    type: ClassVar[str] = "org_unit.attempt_refused"
    command: str
    code: str
    message: str


EVENTS: dict[str, type[OrgUnitEvent]] = {
    kind.type: kind
    for kind in (Registered, Renamed, Moved, Described, Merged, Dissolved, AttemptRefused)
}
