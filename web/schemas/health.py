"""Answers about how the parts do."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from web.schemas.told import Shape, told
from web.status_report import StatusReport


class PartState(Shape):
    """一个组成部分的状况。"""

    part: str = told("代号", "temporal")
    title: str = told("名称", "流程引擎")
    is_ok: bool = told("是否正常", True)


class Health(Shape):
    """总体状况。"""

    state: Literal["ok", "degraded", "down"] = told(
        "状况", "ok", "ok 正常；degraded 可以查询和提交，但有部分暂停；down 无法办理。"
    )
    parts: list[PartState] = told("组成部分", [])


class Timer(Shape):
    """一个尚未触发的计时。"""

    stream: str = told("事项标识", "dw/rectification/FP2026-001")
    next_clock_at: datetime = told("应触发时刻", "2026-05-06T01:03:20Z")


class CalendarReach(Shape):
    """工作日历覆盖情况。"""

    version: int = told("日历版本", 1)
    announced_years: list[int] = told("已公布年份", [2026])
    missing_years: list[int] = told("缺少年份", [2027], "今明两年中尚未导入的年份。")
    is_overdue: bool = told("是否该补", False, "true 表示按惯例应已公布而尚未导入。")


class Status(Shape):
    """运行状况。"""

    at: datetime = told("时刻", "2026-04-30T01:00:00Z")
    is_ok: bool = told("是否正常", True, "没有需要处理的问题。")
    problems: list[str] = told("问题", [], "需要处理的问题，逐条中文说明。")
    parts: list[PartState] = told("组成部分", [])
    events: int | None = told("事实总数", 1280, "数据库无应答时以下各项为空。")
    pending: int | None = told("待排序", 0, "尚未进入全局次序的事实数。")
    pending_age_seconds: float | None = told("待排序最久", None, "秒；没有积压时为空。")
    oldest_timer: Timer | None = told("最早计时", None, "最早应触发而尚未触发的计时。")
    overdue_timers: int | None = told("到时未办计时", 0)
    waiting_starts: int | None = told("待启动流程", 0, "等待启动流程的事项数。")
    failed_starts: int | None = told(
        "启动失败流程", 0, "待启动流程中启动失败过的事项数，系统会隔段时间再试。"
    )
    items_without_workflow: int | None = told("无流程事项", 0, "流程引擎无应答时为空。")
    items_by_state: dict[str, int] = told("各状态事项数", {"in_progress": 42})
    overdue_items: int | None = told("逾期事项", 3)
    entries_open: dict[str, int] = told(
        "未办结数", {"review": 4}, "计划、复盘、共性问题、通报、回头看中尚未办结的，按种类计数。"
    )
    items_behind: int | None = told(
        "待改用规则日历", 0, "尚未改用已决定适用于它们的督办规则或工作日历的在办事项数。"
    )
    undelivered: dict[str, int] = told("未送达通知", {"email failed": 1}, "按渠道与结果计数。")
    calendar: CalendarReach | None = told("工作日历", None)


def status_of(report: StatusReport) -> Status:
    """A report as clients get it."""
    store = report.store
    known: dict[str, Any] = {
        "events": None,
        "pending": None,
        "pending_age_seconds": None,
        "oldest_timer": None,
        "overdue_timers": None,
        "waiting_starts": None,
        "failed_starts": None,
        "items_by_state": {},
        "overdue_items": None,
        "entries_open": {},
        "items_behind": None,
        "calendar": None,
    }
    if store is not None:
        timer = store.oldest_timer
        known = {
            "events": store.events_count,
            "pending": store.pending_count,
            "pending_age_seconds": store.pending_age_seconds,
            "oldest_timer": Timer.model_validate(timer) if timer else None,
            "overdue_timers": store.overdue_timers_count,
            "waiting_starts": store.waiting_starts_count,
            "failed_starts": store.failed_starts_count,
            "items_by_state": {str(key): many for key, many in store.items_by_state.items()},
            "overdue_items": store.overdue_items_count,
            "entries_open": dict(store.entries_open),
            "items_behind": store.items_behind_count,
            "calendar": CalendarReach.model_validate(store.calendar),
        }
    return Status(
        at=report.at,
        is_ok=not report.problems,
        problems=report.problems,
        parts=[PartState.model_validate(part) for part in report.parts],
        items_without_workflow=report.items_without_workflow,
        undelivered=report.undelivered,
        **known,
    )
