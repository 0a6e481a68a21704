"""`fupan simulate`: play a year under a policy before a department switches it on."""

from __future__ import annotations

import signal
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.calendar_file import read_days
from cli.output import JsonOption, print_json, print_pairs, progress
from cli.policy import read_policy
from cli.session import run_async
from models.errors import ConfigurationError, InvalidInputError

if TYPE_CHECKING:
    from simulation.running import Asked, Outcome

app = typer.Typer(rich_markup_mode=None)

_FIRST_YEAR, _LAST_YEAR = 2005, 2098
_MOST_POLICIES = 2


@app.command()
def simulate(
    year: Annotated[
        int, typer.Option("--year", min=_FIRST_YEAR, max=_LAST_YEAR, help="模拟的年度，如 2027。")
    ],
    units: Annotated[
        Path,
        typer.Option("--units", help="单位名册（.xlsx 或 CSV），格式同 fupan import units。"),
    ],
    policies: Annotated[
        list[Path] | None,
        typer.Option(
            "--policy",
            help="督办规则的 JSON 文件（可由 fupan policy show --json 得到），默认系统内置规则；"
            "写两次则两套规则并排比较。",
        ),
    ] = None,
    behaviour: Annotated[
        Path | None,
        typer.Option("--behaviour", help="单位和岗位行为参数（TOML 或 JSON），未写的取默认值。"),
    ] = None,
    calendar: Annotated[
        Path | None,
        typer.Option("--calendar", help="已公布的放假安排（CSV 或 JSON），默认内置已公布年份。"),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="随机种子；相同种子得出相同数字。")] = 1,
    years: Annotated[
        int,
        typer.Option("--years", min=1, max=5, help="连续模拟的年数，上一年度计划启动下一年度。"),
    ] = 1,
    until: Annotated[
        str | None, typer.Option("--until", help="提前结束的日期，如 2027-03-31，用于试算。")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="报告文件（HTML），默认 simulation-年度.html；不覆盖已有文件。"),
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option("--keep", help="保留模拟数据的空目录；默认用后即删。正式数据从不触及。"),
    ] = None,
    is_json: JsonOption = False,
) -> None:
    """模拟一个年度：真实流程、模拟时间、假设行为，报告工作量、逾期、通知与覆盖。"""
    # Ended by a signal, it takes its servers and its directory with it, as after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    _check_empty(keep)
    page = _page_to_write(out or Path(f"simulation-{year}.html"))
    asked = _asked(year, units, behaviour, calendar, seed, years, until, keep)
    outcomes = [
        (name, run_async(_play(named, name))) for name, named in _under_each(asked, policies or [])
    ]
    page.write_text(_page(outcomes, asked), encoding="utf-8")
    if is_json:
        print_json({"report": str(page), "simulations": [_as_json(*each) for each in outcomes]})
    else:
        _show(outcomes, page)


def _asked(
    year: int,
    units: Path,
    behaviour: Path | None,
    calendar: Path | None,
    seed: int,
    years: int,
    until: str | None,
    keep: Path | None,
) -> Asked:
    from simulation.behaviour import Behaviour
    from simulation.behaviour_file import read_behaviour
    from simulation.running import Asked
    from simulation.world import Given

    days = tuple(read_days(calendar)) if calendar else ()
    habits = read_behaviour(behaviour) if behaviour else Behaviour()
    until_on = _day(until, year) if until else None
    return Asked(Given(units, None, days), year, habits, seed, years, until_on, keep)


def _under_each(asked: Asked, policies: list[Path]) -> list[tuple[str, Asked]]:
    """The same under each policy, by its name."""
    from dataclasses import replace

    if len(policies) > _MOST_POLICIES:
        raise InvalidInputError("too_many_policies", "最多比较两套督办规则。", "policy")
    if not policies:
        return [("内置规则", asked)]
    read = [(file.stem, read_policy(file)) for file in policies]
    many = len(read) > 1
    return [
        (
            f"{place}. {name}" if many else name,
            replace(
                asked,
                given=replace(asked.given, policy=policy),
                kept=asked.kept / str(place) if asked.kept and many else asked.kept,
            ),
        )
        for place, (name, policy) in enumerate(read, start=1)
    ]


async def _play(asked: Asked, name: str) -> Outcome:
    from simulation.running import simulate as play

    with progress(f"模拟 {asked.year}（{name}）", asked.days) as advance:
        return await play(asked, advance)


def _page(outcomes: list[tuple[str, Outcome]], asked: Asked) -> str:
    from simulation.report import report

    about = {
        "单位名册": asked.given.units.name,
        "督办规则": "、".join(name for name, _ in outcomes),
        "模拟区间": f"{asked.year} 年度起，至 {asked.last_on}",
        "随机种子": str(asked.seed),
        "事件数": "、".join(str(each.year.events) for _, each in outcomes),
        "用时": "、".join(f"{each.wall_seconds:.0f} 秒" for _, each in outcomes),
        "行为参数": _assumed(asked),
    }
    return report([(name, each.year) for name, each in outcomes], about)


def _assumed(asked: Asked) -> str:
    given = {name: value for name, value in asdict(asked.behaviour).items() if name != "away"}
    away = "；".join(
        f"{each.from_on} 起 {each.days} 天{each.role or '停机'}" for each in asked.behaviour.away
    )
    return "，".join(f"{name}={value}" for name, value in given.items()) + (away and f"；{away}")


def _as_json(name: str, outcome: Outcome) -> dict[str, Any]:
    return {
        "policy": name,
        "wall_seconds": round(outcome.wall_seconds, 1),
        "events_per_second": round(outcome.events_per_second, 1),
        **asdict(outcome.year),
    }


def _show(outcomes: list[tuple[str, Outcome]], page: Path) -> None:
    from simulation.report import overview

    for name, outcome in outcomes:
        print(f"{name}：{outcome.year.events} 个事件，用时 {outcome.wall_seconds:.0f} 秒")
        print_pairs(overview(outcome.year).items())
    print(f"报告已写入 {page}")


def _day(text: str, year: int) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInputError(
            "until_malformed", f"--until 应形如 {year}-03-31，不能是“{text}”。", "until"
        ) from error
    if day <= date(year - 1, 12, 1):
        raise InvalidInputError("until_too_early", f"--until 应晚于 {year - 1}-12-01。", "until")
    return day


def _check_empty(keep: Path | None) -> None:
    """Nothing that exists is ever touched, least of all a real data directory."""
    if keep is not None and keep.exists() and (not keep.is_dir() or any(keep.iterdir())):
        raise ConfigurationError("keep_not_empty", f"--keep 的目录 {keep} 不是空目录，请另选。")


def _page_to_write(page: Path) -> Path:
    """A place for the report, looked at before an hour of play."""
    if page.exists():
        raise ConfigurationError("report_exists", f"{page} 已存在，请用 --out 指定其他文件。")
    if not page.absolute().parent.is_dir():
        raise ConfigurationError("report_nowhere", f"目录 {page.parent} 不存在，请先建立。")
    return page
