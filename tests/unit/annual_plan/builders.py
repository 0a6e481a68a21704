"""Builders for plans: people, units of the sample register, and a plan that lives."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from models.annual_plan.commands import Approve, Begin, Propose, RecordCovered, Submit
from models.annual_plan.decider import ANNUAL_PLAN
from models.annual_plan.records import UnitRecord
from models.annual_plan.stage import Purpose
from models.calendar import on_shanghai
from models.facts import SYSTEM, Actor
from models.policy import NoticeTerms, Policy
from models.terms import Terms
from tests.unit.rectification.life import calendar, on, terms
from tests.unit.room_life import RoomLife

OFFICER = Actor("a-officer", ("org_officer",), "DW")
HEAD = Actor("a-head", ("org_head",), "DW")
DEPUTY = Actor("a-deputy", ("committee_deputy",), "DW")
SECRETARY = Actor("a-secretary", ("committee_secretary",), "DW")
OUTSIDER = Actor("a-branch", ("branch_secretary",), "Z1-01")
BEFORE_2026 = on(12, 8, year=2025)
SINCE = date(2020, 1, 1)
REGISTER = Path(__file__).parents[3] / "sample" / "org_units.csv"
_KINDS = {"党总支": "general_branch", "党支部": "branch"}


def sample_units() -> tuple[UnitRecord, ...]:
    """20 direct units and 28 branches below general branches."""
    with REGISTER.open(encoding="utf-8-sig") as file:
        return tuple(
            UnitRecord(
                row["编码"],
                row["名称"],
                _KINDS[row["类型"]],
                row["上级编码"],
                row["复盘层级"],
                SINCE,
            )
            for row in csv.DictReader(file)
            if row["类型"] in _KINDS
        )


def direct_units(count: int) -> tuple[UnitRecord, ...]:
    """Branches directly under the committee, D01 and so on."""
    return tuple(a_unit(f"D{number:02}") for number in range(1, count + 1))


def a_unit(code: str, **changes: Any) -> UnitRecord:
    """An old branch directly under the committee."""
    return replace(UnitRecord(code, f"{code}党支部", "branch", "DW", "direct", SINCE), **changes)


def plan_terms(**changes: Any) -> Terms:
    """The default policy without spread; `changes` are of its annual plan."""
    policy = Policy(1, notices=NoticeTerms(spread_seconds=0))
    annual = replace(policy.annual_plan, **changes)
    return terms(replace(policy, annual_plan=annual), calendar(2025, 2026))


def begun(
    units: Sequence[UnitRecord] | None = None,
    its_terms: Terms | None = None,
    when: datetime = BEFORE_2026,
) -> RoomLife:
    """A plan of 2026 that has its units and nothing else."""
    life = RoomLife(ANNUAL_PLAN, its_terms or plan_terms(), when)
    life.does(SYSTEM, Begin(2026, units=tuple(sample_units() if units is None else units)))
    return life


def proposed(units: Sequence[UnitRecord] | None = None, **changes: Any) -> RoomLife:
    """A plan with a draft."""
    life = begun(units, changes.pop("its_terms", None), changes.pop("when", BEFORE_2026))
    life.does(OFFICER, Propose(**changes))
    return life


def running(units: Sequence[UnitRecord] | None = None, **changes: Any) -> RoomLife:
    """A plan that was approved before its year."""
    life = proposed(units, **changes)
    life.does(OFFICER, Submit())
    life.does(DEPUTY, Approve("同意"))
    return life


def month_of(life: RoomLife, unit: str, purpose: Purpose = Purpose.COVERAGE) -> int | None:
    """Month in which a unit stands; None for none."""
    slot = life.state.slot(unit, purpose)
    return slot.month if slot else None


def loads(life: RoomLife, tier: str = "direct") -> list[int]:
    """Units of a tier in each month."""
    codes = {unit.code for unit in life.state.units if unit.tier == tier}
    months = [slot.month for slot in life.state.slots if slot.unit in codes]
    return [months.count(month) for month in range(1, 13)]


def slot_review(life: RoomLife, unit: str) -> str:
    """Number of the review that stands in the place of a unit."""
    return str(life.state.slot(unit).review)


def covers(life: RoomLife, unit: str, day: date | None = None) -> None:
    """A review of the unit issued its feedback, today unless said otherwise."""
    review = slot_review(life, unit) if life.state.slot(unit) else f"2026-00-{unit}"
    life.does(SYSTEM, RecordCovered(unit, review, day or on_shanghai(life.now)))


def covers_all_opened(life: RoomLife) -> None:
    """Every review that has been opened issued its feedback."""
    done = life.state.covered_units()
    for slot in life.state.slots:
        if slot.review and slot.unit not in done:
            covers(life, slot.unit)
