"""Posts without names: who acts for which unit in a simulation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from models.account.roles import ROLE_LABELS, Role
from models.facts import Actor
from models.org_unit.kinds import UnitKind, UnitTier
from models.org_unit.secretaries import SECRETARIES

_COMMITTEES_OWN = (
    ("secretary", Role.COMMITTEE_SECRETARY),
    ("deputy", Role.COMMITTEE_DEPUTY),
    ("head", Role.ORG_HEAD),
    ("officer1", Role.ORG_OFFICER),
    ("officer2", Role.ORG_OFFICER),
    ("lead1", Role.REVIEW_LEAD),
    ("lead2", Role.REVIEW_LEAD),
    ("member1", Role.REVIEW_MEMBER),
    ("member2", Role.REVIEW_MEMBER),
    ("verifier1", Role.VERIFIER),
    ("verifier2", Role.VERIFIER),
    ("verifier3", Role.VERIFIER),
    ("auditor", Role.AUDITOR),
    ("liaison", Role.LIAISON_CADRE),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as the register has it."""

    code: str
    name: str
    kind: UnitKind
    parent: str = ""
    tier: UnitTier | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A post that acts; the account's id says which one it is."""

    account: str
    role: Role
    unit: str
    is_below: bool = False

    @property
    def actor(self) -> Actor:
        """As whom it acts."""
        branches = (self.unit,) if self.is_below else ()
        own = (self.unit,), (self.role.value,), branches
        return Actor(self.account, (self.role.value,), self.unit, (), None, *own)

    @property
    def post(self) -> str:
        """Its title."""
        return ROLE_LABELS[self.role]

    def member(self) -> dict[str, Any]:
        """As commands name somebody of a team."""
        return {"account": self.account, "post": self.post, "belonging": self.belonging()}

    def belonging(self) -> dict[str, Any]:
        """What the register says of it."""
        return {
            "units": [self.unit],
            "roles": [self.role.value],
            "branches": [self.unit] if self.is_below else [],
        }


class Roster:
    """Everyone of one committee."""

    def __init__(self, units: Sequence[Unit]) -> None:
        """Posts for every unit of the register.

        Args:
            units: All of them, the committee's own included.
        """
        self.units = {unit.code: unit for unit in units}
        self.people = {person.account: person for unit in units for person in _posts(unit)}

    def at(self, account: str) -> Person:
        """One of the committee's own posts, by its place in the table above."""
        return self.people[f"sim-{account}"]

    def secretary(self, unit: str) -> Person:
        """Whoever signs for a unit."""
        if self.units[unit].kind is UnitKind.COMMITTEE:
            return self.at("secretary")
        return self.people[f"sim-secretary-{unit}"]

    def owner(self, unit: str) -> Person:
        """Whoever rectifies in a unit."""
        return self.people[f"sim-owner-{unit}"]

    def kin(self, unit: str) -> tuple[str, ...]:
        """Units of the general branch that a unit is or belongs to; empty without one."""
        known = self.units[unit]
        top = unit if known.kind is UnitKind.GENERAL_BRANCH else known.parent
        if self.units[top].kind is not UnitKind.GENERAL_BRANCH:
            return ()
        return (top, *(each.code for each in self.units.values() if each.parent == top))


def _posts(unit: Unit) -> Iterator[Person]:
    if unit.kind is UnitKind.COMMITTEE:
        for name, role in _COMMITTEES_OWN:
            yield Person(f"sim-{name}", role, unit.code)
        return
    is_below = unit.tier is UnitTier.SUB
    yield Person(f"sim-secretary-{unit.code}", SECRETARIES[unit.kind], unit.code, is_below)
    yield Person(f"sim-owner-{unit.code}", Role.OWNER, unit.code, is_below)
