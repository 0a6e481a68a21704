"""Commands on one unit. What a rule must know of other units travels with the command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from models.facts import Command
from models.org_unit.kinds import UnitKind


@dataclass(frozen=True, slots=True)
class OtherUnit:
    """Another unit as it stands on the day of the change, looked up by the store.

    Attributes:
        code: Its code.
        kind: Its kind.
        is_active: True when it exists on that day.
        above: Codes of the units above it, nearest first.
    """

    code: str
    kind: UnitKind
    is_active: bool = True
    above: tuple[str, ...] = ()


class OrgUnitCommand(Command):
    """Base of a unit's commands."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Register(OrgUnitCommand):
    """Enter a unit. `parent` is None for the committee only; `effective_on` is the first day."""

    name: ClassVar[str] = "register"
    code: str
    title: str
    kind: UnitKind
    effective_on: date
    parent: OtherUnit | None = None
    leader_post: str = ""
    location: str = ""
    members_count: int | None = None


@dataclass(frozen=True, slots=True)
class Rename(OrgUnitCommand):
    """Give the unit another name from a day on."""

    name: ClassVar[str] = "rename"
    title: str
    effective_on: date


@dataclass(frozen=True, slots=True)
class Move(OrgUnitCommand):
    """Put the unit under another one from a day on."""

    name: ClassVar[str] = "move"
    parent: OtherUnit
    effective_on: date


@dataclass(frozen=True, slots=True)
class Describe(OrgUnitCommand):
    """Record leader's post, place of work and number of members, all three as they are now."""

    name: ClassVar[str] = "describe"
    leader_post: str
    location: str
    members_count: int | None
    effective_on: date


@dataclass(frozen=True, slots=True)
class MergeInto(OrgUnitCommand):
    """End the unit in favour of another. `active_below`: codes of units still under it."""

    name: ClassVar[str] = "merge_into"
    successor: OtherUnit
    effective_on: date
    active_below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dissolve(OrgUnitCommand):
    """End the unit without a successor. `open_items`: number of its unfinished items."""

    name: ClassVar[str] = "dissolve"
    reason: str
    effective_on: date
    active_below: tuple[str, ...] = ()
    open_items: int = 0


COMMANDS: dict[str, type[OrgUnitCommand]] = {
    kind.name: kind for kind in (Register, Rename, Move, Describe, MergeInto, Dissolve)
}
