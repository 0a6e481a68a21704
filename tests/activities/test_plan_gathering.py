"""What annual plans look up in the facts, on a real database."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.gathering import gatherers
from activities.gathering.common_findings import CommonFindings
from activities.gathering.register_units import RegisterUnits
from models.annual_plan.commands import Begin, LookForCommonIssues, RefreshUnits
from models.annual_plan.decider import ANNUAL_PLAN
from models.annual_plan.reactions import REGISTER
from models.annual_plan.records import Found, UnitRecord
from models.facts import SYSTEM
from models.org_unit.commands import Dissolve, MergeInto, Register, Rename
from models.org_unit.kinds import UnitKind
from store.evidence import EvidenceDirectory
from store.queries.org_units import other_unit
from tests.activities.test_look_back_gathering import act, an_order, record
from tests.unit.annual_plan.builders import a_unit, plan_terms
from tests.unit.rectification.life import OFFICER, an_issue, on
from tests.unit.rectification.life import Life as ItemLife
from tests.unit.review.life import Life as ReviewLife
from tests.unit.review.life import a_past_review, a_weakness
from tests.unit.room_life import RoomLife
from wire.codec import from_json

LONG_AGO = date(2020, 1, 1)


@pytest.fixture
async def register(engine: AsyncEngine) -> AsyncEngine:
    """The committee with a general branch, its two branches, and two branches of its own."""
    for code, kind, parent in (
        ("DW", UnitKind.COMMITTEE, ""),
        ("Z1", UnitKind.GENERAL_BRANCH, "DW"),
        ("Z1-01", UnitKind.BRANCH, "Z1"),
        ("Z1-02", UnitKind.BRANCH, "Z1"),
        ("D01", UnitKind.BRANCH, "DW"),
        ("D02", UnitKind.BRANCH, "DW"),
    ):
        async with engine.connect() as connection:
            above = await other_unit(connection, parent, LONG_AGO) if parent else None
        command = Register(code, f"{code}组织", kind, LONG_AGO, above, "书记", "井下", 9)
        await act(engine, code, command)
    return engine


async def found_on(
    engine: AsyncEngine, month: int, day: int, year: int = 2026
) -> dict[str, UnitRecord]:
    """Units of a plan as the gatherer finds them on a day of 2026."""
    gather = RegisterUnits(engine, "dw")
    found = await gather(an_order("annual_plan", str(year), on(month, day)))
    begin = from_json(Begin, {"year": year, **found})
    assert from_json(RefreshUnits, found).units == begin.units
    return {unit.code: unit for unit in begin.units}


async def past_review(
    engine: AsyncEngine, unit: str, month: str, feedback_on: date, code: str
) -> None:
    life = ReviewLife(now=on(12, 20))
    weakness = a_weakness(problem_code=code, items=(), no_item_reason="当场整改")
    life.does(
        SYSTEM,
        a_past_review(
            unit=unit,
            month=month,
            held_on=feedback_on,
            feedback_on=feedback_on,
            strengths=(),
            weaknesses=(weakness,),
            items=(),
            closed_on=feedback_on,
        ),
    )
    await record(engine, f"dw/review/{month}-{unit}", life.facts)


def test_every_gatherer_that_the_plan_names_is_registered(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    known = gatherers(engine, "dw", EvidenceDirectory(tmp_path))
    assert {REGISTER, "common_findings"} <= set(known)


async def test_units_have_their_place_their_span_and_their_tier(register: AsyncEngine) -> None:
    async with register.connect() as connection:
        successor = await other_unit(connection, "Z1-01", date(2026, 8, 1))
    await act(register, "Z1-02", MergeInto(successor, date(2026, 8, 1), ()))
    await act(register, "D01", Rename("安装工区", date(2026, 6, 1)))
    await act(register, "D02", Dissolve("撤销", date(2025, 12, 1)))
    units = await found_on(register, 5, 1)
    assert set(units) == {"Z1", "Z1-01", "Z1-02", "D01"}
    assert (units["Z1"].kind, units["Z1"].tier) == ("general_branch", "direct")
    assert (units["Z1-02"].tier, units["Z1-02"].parent) == ("sub", "Z1")
    assert (units["Z1-02"].to_on, units["Z1-02"].merged_into) == (date(2026, 8, 1), "Z1-01")
    assert units["D01"].name == "D01组织"
    assert (await found_on(register, 6, 2))["D01"].name == "安装工区"
    assert "D02" in await found_on(register, 5, 1, year=2025)


async def test_weakness_comes_from_the_ledger(register: AsyncEngine) -> None:
    late = ItemLife()
    late.does(OFFICER, an_issue(number="FP2026-001"))
    late.runs_until(on(5, 20))
    back = ItemLife()
    back.does(SYSTEM, an_issue(number="FP2026-000-R1", parent="FP2026-000", rebound_no=1))
    for life in (late, back):
        await record(register, f"dw/rectification/{life.state.number}", life.facts)
    units = await found_on(register, 5, 21)
    weak = units["Z1-02"]
    assert (weak.open_items, weak.rebounds, weak.red_items) == (2, 1, 1)
    assert units["D01"].open_items == 0


async def test_the_last_coverage_is_the_latest_known_by_that_day(register: AsyncEngine) -> None:
    earlier = RoomLife(ANNUAL_PLAN, plan_terms(), on(1, 5))
    old = a_unit("Z1-01", last_covered_on=date(2019, 5, 5), last_review="2019-05-Z1-01")
    earlier.does(SYSTEM, Begin(2025, units=(old, a_unit("D02"))))
    await record(register, "dw/annual_plan/2025", earlier.facts)
    await past_review(register, "D01", "2025-03", date(2025, 3, 20), "x")
    await past_review(register, "D01", "2026-02", date(2026, 2, 20), "x")
    january, march = await found_on(register, 1, 20), await found_on(register, 3, 20)
    assert january["D01"].last_review == "2025-03-D01"
    assert march["D01"].last_covered_on == date(2026, 2, 20)
    assert march["Z1-01"].last_review == "2019-05-Z1-01"
    assert march["D02"].last_covered_on is None


async def test_findings_are_counted_over_the_quarter_and_the_half(register: AsyncEngine) -> None:
    await past_review(register, "D01", "2026-02", date(2026, 2, 20), "ZZSH")
    await past_review(register, "D02", "2026-04", date(2026, 4, 20), "ZZSH")
    await past_review(register, "Z1", "2026-05", date(2026, 5, 20), "ZZSH")
    await past_review(register, "Z1-01", "2026-06", date(2026, 6, 20), "ZZSH")
    await past_review(register, "Z1-02", "2026-05", date(2026, 5, 21), "QT")
    data = {"review": "2026-05-Z1", "problem_codes": ["ZZSH", "没有"], "on": "2026-05-20"}
    gather = CommonFindings(register, "dw")
    found = await gather(an_order("annual_plan", "2026", on(5, 20), **data))
    command = from_json(LookForCommonIssues, {**data, **found})
    assert command.found == (
        Found("2026-Q2", "ZZSH", ("D02", "Z1"), ("2026-04-D02#1", "2026-05-Z1#1")),
        Found(
            "2026-H1",
            "ZZSH",
            ("D01", "D02", "Z1"),
            ("2026-02-D01#1", "2026-04-D02#1", "2026-05-Z1#1"),
        ),
    )
