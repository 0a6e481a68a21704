"""`fupan status`: how every part is doing; exit code 1 when something needs a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.acting import connected
from cli.output import JsonOption, print_json, print_pairs
from cli.session import DataDirOption, run_async
from models.calendar import SHANGHAI
from models.glossary import STATES
from models.room_words import ROOM_WORDS

if TYPE_CHECKING:
    from web.status_report import StatusReport

app = typer.Typer(rich_markup_mode=None)


@app.command()
def status(data_dir: DataDirOption = None, is_json: JsonOption = False) -> None:
    """查看各部分、积压、计时、通知与工作日历；有问题时退出码为 1。"""
    report = run_async(_take(data_dir))
    if is_json:
        from web.schemas.health import status_of

        print_json(status_of(report).model_dump(mode="json"))
    else:
        print_pairs(_lines(report))
        for problem in report.problems:
            print(f"！{problem}")
    if report.problems:
        raise typer.Exit(1)


async def _take(data_dir: Path | None) -> StatusReport:
    from web.status_report import take_status

    async with connected(data_dir) as parts:
        return await take_status(parts)


def _lines(report: StatusReport) -> list[tuple[str, object]]:
    lines: list[tuple[str, object]] = [
        (part.title, "正常" if part.is_ok else "无应答") for part in report.parts
    ]
    store = report.store
    if store is None:
        return lines
    timer = store.oldest_timer
    if timer is None:
        oldest = "无"
    else:
        number = timer.stream.rpartition("/")[2]
        oldest = f"{timer.next_clock_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S} {number}"
    states = "，".join(f"{STATES[state]} {many}" for state, many in store.items_by_state.items())
    years = _spans(store.calendar.announced_years) or "无"
    missing = "、".join(str(year) for year in store.calendar.missing_years) or "无"
    failed = "，".join(f"{what} {many}" for what, many in report.undelivered.items()) or "无"
    return [
        *lines,
        ("事实", f"{store.events_count} 条，待排序 {store.pending_count} 条"),
        ("事项", states or "无"),
        ("逾期事项", store.overdue_items_count),
        ("未办结", _entries(store.entries_open)),
        ("最早计时", oldest),
        ("到时未办计时", store.overdue_timers_count),
        ("待启动流程", f"{store.waiting_starts_count}，其中启动失败 {store.failed_starts_count}"),
        ("待改用规则日历", store.items_behind_count),
        ("无流程事项", report.items_without_workflow),
        ("未送达通知", failed),
        ("工作日历", f"已有 {years}，缺 {missing}"),
    ]


def _entries(counts: Mapping[str, int]) -> str:
    """How many plans, reviews and so on are not finished."""
    named = (f"{ROOM_WORDS[entity].title} {many}" for entity, many in sorted(counts.items()))
    return "，".join(named) or "无"


def _spans(years: Sequence[int]) -> str:
    """Years in order, neighbours together: `2004–2026、2028`."""
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], year]
        else:
            spans.append([year])
    return "、".join("–".join(str(end) for end in span) for span in spans)
