"""A small committee for simulations."""

from __future__ import annotations

from datetime import date

from models.org_unit.kinds import UnitKind, UnitTier
from models.policy import Policy
from models.terms import Terms
from simulation.behaviour import Behaviour
from simulation.dice import Dice
from simulation.roster import Roster, Unit
from simulation.step import View
from tests.workflows.calendars import announced

TERMS = Terms(Policy(), announced(2025, 2026))
UNITS = (
    Unit("DW", "党委", UnitKind.COMMITTEE),
    Unit("Z1", "一总支", UnitKind.GENERAL_BRANCH, "DW", UnitTier.DIRECT),
    Unit("Z1-01", "一队支部", UnitKind.BRANCH, "Z1", UnitTier.SUB),
    Unit("D01", "安装区支部", UnitKind.BRANCH, "DW", UnitTier.DIRECT),
)
ROSTER = Roster(UNITS)
NEVER = Behaviour(
    unit_late_percent=0,
    department_late_percent=0,
    verifier_late_percent=0,
    rectify_late_percent=0,
    plan_returned_percent=0,
    closure_rejected_percent=0,
    extension_percent=0,
    postponed_percent=0,
    objection_percent=0,
)


def view(today: date, behaviour: Behaviour = NEVER, about: str = "dw/rectification/X") -> View:
    """What people know on a day."""
    return View(today, ROSTER, behaviour, Dice(1, about), TERMS)
