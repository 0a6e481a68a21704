"""A quarter of three units through the real workflows, servers of its own included."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.errors import InvalidInputError
from models.ids import entity_of
from simulation.behaviour import Away, Behaviour
from simulation.player import Player
from simulation.report import overview, report
from simulation.running import Asked, Outcome, simulate
from simulation.world import Given, World

_REGISTER = """编码,名称,类型,上级编码,复盘层级,党员数,负责人职务,工作地点
DW,示例党委,党委,,,,党委书记,
D01,安装区党支部,党支部,DW,direct,20,党支部书记,地面
D02,供应科党支部,党支部,DW,direct,18,党支部书记,地面
D03,地测科党支部,党支部,DW,direct,16,党支部书记,地面
"""
# Two weaknesses a review keep the test short; the service is down over a due morning.
_HABITS = replace(
    Behaviour(), weaknesses_min=1, weaknesses_max=2, away=(Away(date(2026, 2, 2), 3),)
)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    file = tmp_path / "units.csv"
    file.write_text(_REGISTER, encoding="utf-8")
    return file


@pytest.mark.timeout(240)
async def test_a_quarter_is_played_to_its_bulletin(register: Path) -> None:
    seen: dict[str, Any] = {}

    async def look(world: World, player: Player) -> None:
        seen["late"] = [
            event.data["late_by_seconds"]
            for step in world.engine.watched.steps
            for event in step.events
            if event.type == "annual_plan.month_opened"
        ]
        seen["kinds"] = Counter(entity_of(stream) for stream in player.played.states)

    asked = Asked(Given(register), 2026, _HABITS, until_on=date(2026, 4, 20))
    days: list[int] = []
    outcome = await simulate(asked, days.append, look)
    assert sum(days) == asked.days
    _check(outcome, seen)


def _check(outcome: Outcome, seen: dict[str, Any]) -> None:
    year = outcome.year
    assert year.stuck == 0
    assert year.refused == {}
    assert 1 <= sum(year.reviews) <= seen["kinds"]["review"]
    assert year.items["issued"] > 0
    assert [each["document_number"] for each in year.bulletins] != [""]
    # January and March and April opened in time; February while the service was down.
    assert [late > 0 for late in seen["late"]] == [False, True, False, False]
    page = report([("内置规则", year)], {"随机种子": "1"})
    assert page.count("<svg") == 5
    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert overview(year)["整改事项"] == year.items["issued"]


@pytest.mark.timeout(240)
async def test_the_same_seed_gives_the_same_figures(register: Path) -> None:
    asked = Asked(Given(register), 2026, replace(_HABITS, away=()), until_on=date(2026, 2, 12))
    first, again = await simulate(asked), await simulate(asked)
    assert first.year == again.year
    assert first.year.events > 0


async def test_a_faulty_register_is_refused_before_anything_is_played(tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text(_REGISTER.replace("D03,地测科党支部,党支部,DW", "D03,,党支部,XX"), "utf-8")
    with pytest.raises(InvalidInputError) as refused:
        await simulate(Asked(Given(file), 2026, Behaviour()))
    assert refused.value.code == "register_faulty"
