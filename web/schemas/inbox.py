"""Answers about a person's notices."""

from __future__ import annotations

from datetime import date, datetime

from models.policy import Level
from web.schemas.told import Shape, told


class Notice(Shape):
    """一条站内通知。"""

    id: str = told("通知编号", "5b0c0f2e-7a53-5f0e-9d53-0c2a0f5b6d10")
    title: str = told("标题", "【黄色】逾期催办：整改事项FP2026-001")
    text: str = told(
        "正文",
        "整改事项FP2026-001（综采一队党支部，时限2026年4月30日）逾期催办。"
        "请您在2个工作日内回复办理情况，尽快完成整改并申请销号。",
    )
    kind: str = told("通知类型", "escalation.yellow", "机器可读的类型。")
    level: Level | None = told(
        "督办等级", "yellow", "blue 蓝、yellow 黄、orange 橙、red 红、raise 提级；普通通知为空。"
    )
    number: str = told("事项编号", "FP2026-001")
    due_on: date | None = told("时限", "2026-04-30", "通知所涉的时限；无时限时为空。")
    posted_at: datetime = told("通知时间", "2026-05-06T01:03:20Z")
    read_at: datetime | None = told("签阅时间", None, "尚未签阅时为空。")


class Inbox(Shape):
    """一页站内通知。"""

    notices: list[Notice] = told("通知", [], "由新到旧排列。")
    unread: int = told("未签阅数", 3, "全部未签阅的通知数，不限于本页。")
    next: str | None = told("下一页标记", None, "作为 cursor 传回取下一页；为空表示已到末页。")


class ReadReceipt(Shape):
    """签阅结果。"""

    id: str = told("通知编号", "5b0c0f2e-7a53-5f0e-9d53-0c2a0f5b6d10")
    was_unread: bool = told("本次签阅", True, "false 表示此前已签阅，重复签阅不再记录。")
