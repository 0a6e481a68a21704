"""From a row of a register, as a person keeps it, to the commands that bring a unit there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.org_unit.commands import (
    Describe,
    Move,
    OrgUnitCommand,
    OtherUnit,
    Register,
    Rename,
)
from models.org_unit.kinds import UnitKind, UnitStanding
from models.org_unit.state import OrgUnitState

# A register seldom tells when its units were founded, and a ledger of last year must still find
# them: a unit without a known first day has always been there.
SINCE_ALWAYS = date(1921, 7, 23)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One unit as a register tells it; fields as in `models.org_unit.events.Registered`."""

    code: str
    name: str
    kind: UnitKind
    parent: OtherUnit | None
    leader_post: str = ""
    location: str = ""
    members_count: int | None = None


def commands_to_reach(state: OrgUnitState, row: RegisterRow, on: date) -> Sequence[OrgUnitCommand]:
    """Commands that make a unit what the row says; none when it is so already.

    Args:
        state: The unit now.
        row: The unit as it shall be.
        on: Day from which differences hold. A unit not yet registered is entered as having
            always been there.
    """
    if state.standing is UnitStanding.UNREGISTERED:
        return [_register(row)]
    commands: list[OrgUnitCommand] = []
    if row.name != state.name:
        commands.append(Rename(row.name, on))
    if row.parent is not None and row.parent.code != state.parent:
        commands.append(Move(row.parent, on))
    about = (row.leader_post, row.location, row.members_count)
    if about != (state.leader_post, state.location, state.members_count):
        commands.append(Describe(*about, effective_on=on))
    return commands


def _register(row: RegisterRow) -> Register:
    return Register(
        code=row.code,
        title=row.name,
        kind=row.kind,
        effective_on=SINCE_ALWAYS,
        parent=row.parent,
        leader_post=row.leader_post,
        location=row.location,
        members_count=row.members_count,
    )
