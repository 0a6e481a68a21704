"""Three years in a chain of annual plans: no history grows beyond what the engine takes.

The committee is small, for what is looked at is length of life, not load. `--quick` plays a month.
"""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench.measure import Measure
from bench.year import MOST_EVENTS, YEAR, played
from simulation.behaviour import Behaviour
from simulation.running import Asked
from simulation.world import Given

YEARS = 3
_MONTH_ON = date(YEAR, 1, 31)
_REGISTER = """编码,名称,类型,上级编码,复盘层级,党员数,负责人职务,工作地点
DW,示例党委,党委,,,,党委书记,
D01,安装区党支部,党支部,DW,direct,20,党支部书记,地面
D02,供应科党支部,党支部,DW,direct,18,党支部书记,地面
D03,地测科党支部,党支部,DW,direct,16,党支部书记,地面
"""


def bench(quick: bool) -> list[Measure]:
    """Three years, each plan begun by the one before."""
    habits = replace(Behaviour(), weaknesses_min=1, weaknesses_max=2, long_term_percent=20)
    with tempfile.TemporaryDirectory(prefix="fupan-bench-") as room:
        register = Path(room) / "units.csv"
        register.write_text(_REGISTER, encoding="utf-8")
        until_on = _MONTH_ON if quick else None
        asked = Asked(Given(register), YEAR, habits, years=YEARS, until_on=until_on)
        outcome, seen = asyncio.run(played(asked))
    details = {
        "runs_of_plans": seen.plan_runs,
        "continued_runs": dict(seen.runs),
        "opened": dict(seen.opened),
        "events": outcome.year.events,
        "items": outcome.year.items,
        "refused": outcome.year.refused,
    }
    plans = 1 if quick else YEARS + 1
    return [
        Measure("plans in the chain", len(seen.plan_runs), "plans", plans, details=details),
        Measure("continued runs", sum(seen.runs.values()), "runs"),
        Measure("longest history", seen.longest_history, "events", MOST_EVENTS, True),
        Measure("clocks that did not fire", outcome.year.stuck, "clocks", 0, True),
        Measure("items overdue in silence", len(seen.silent), "items", 0, True),
        Measure("items that no finding explains", len(seen.untraceable), "items", 0, True),
        Measure("wall time", outcome.wall_seconds, "seconds"),
    ]
