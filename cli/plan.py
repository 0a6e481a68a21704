"""`fupan plan`: the year's plan, and how much of it is covered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.acting import acting
from cli.output import JsonOption, print_json, print_pairs, print_table
from cli.room import room_app
from cli.session import AsOption, DataDirOption, run_async
from models.annual_plan.coverage import PACES
from web.year_rooms import PLANS

if TYPE_CHECKING:
    from web.schemas.year import PlanCoverage

app = room_app(PLANS, "年度复盘计划：编制、审批、月度确认、覆盖进度、年度办结。")

YearArgument = Annotated[
    int, typer.Argument(metavar="YEAR", help="年度，如 2026。", show_default=False)
]


@app.command("coverage")
def coverage(
    year: YearArgument,
    data_dir: DataDirOption = None,
    login: AsOption = None,
    is_json: JsonOption = False,
) -> None:
    """查看年度覆盖进度：两级复盘、预计遗漏的单位与进度快慢。"""
    found = run_async(_coverage(year, data_dir, login))
    if is_json:
        print_json(found.model_dump(mode="json"))
        return
    print_pairs(_lines(found))
    if found.missed:
        print_table(
            ("预计遗漏", "单位名称", "理由"),
            ((each.unit, each.name, each.reason) for each in found.missed),
        )


async def _coverage(year: int, data_dir: Path | None, login: str | None) -> PlanCoverage:
    from web.ledger_reading import names_by_unit
    from web.plan_coverage import plan_coverage
    from web.schemas.year import coverage_of

    async with acting(data_dir, login) as session:
        on, found = await plan_coverage(session.parts, session.actor, year)
        async with session.parts.engine.connect() as connection:
            names = await names_by_unit(connection)
    return coverage_of(year, on, found, names)


def _lines(found: PlanCoverage) -> list[tuple[str, object]]:
    alarm = "剩余月份排不下未复盘的单位" if found.is_alarming else "足够"
    return [
        ("年度", f"{found.year}（截至 {found.on}）"),
        ("累计覆盖", f"{found.covered}/{found.total}"),
        ("党委直接复盘", f"{found.direct_covered}/{found.direct_total}"),
        ("党总支复盘", f"{found.delegated_covered}/{found.delegated_total}"),
        ("已安排未覆盖", found.planned),
        ("至今至少应覆盖", found.expected),
        ("进度", PACES[found.pace]),
        ("余月容量", alarm),
        ("预计遗漏", f"{len(found.missed)} 家"),
    ]
