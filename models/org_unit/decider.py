"""Decider of a unit; its stream is `{committee}/org_unit/{code}`."""

from __future__ import annotations

from models.clockless import ClocklessDecider
from models.org_unit.commands import COMMANDS, OrgUnitCommand
from models.org_unit.events import EVENTS, AttemptRefused, OrgUnitEvent
from models.org_unit.kinds import UnitStanding
from models.org_unit.rules import decide
from models.org_unit.state import OrgUnitState, evolve

ORG_UNIT: ClocklessDecider[OrgUnitState, OrgUnitCommand, OrgUnitEvent] = ClocklessDecider(
    entity="org_unit",
    commands=COMMANDS,
    events=EVENTS,
    state_type=OrgUnitState,
    rules=decide,
    fold=evolve,
    refused=AttemptRefused,
    ended=lambda state: state.standing in (UnitStanding.MERGED, UnitStanding.DISSOLVED),
)
