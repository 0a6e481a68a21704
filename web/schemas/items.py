"""Answers about items: the ledger, one item, its timeline, what is permitted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from models.policy import Level
from models.rectification.content import Category
from models.rectification.item_state import ItemState
from models.rectification.words import FIELDS
from web.schemas.sessions import Post
from web.schemas.told import Shape, told


def _worded(name: str, description: str = "") -> Any:
    """A field that is called here what it is called in commands and facts."""
    word = FIELDS[name]
    return told(word.title, word.example, description or word.description)


class Measure(Shape):
    """一条整改措施。"""

    text: str = _worded("text")
    owner: str = told("措施责任人", "组织委员", "职务或账号；导入的历史事项可能为空。")
    due_on: date | None = told("措施完成日期", "2026-03-31", "含当日；历史事项可能为空。")


class Item(Shape):
    """一项整改事项，与台账各列一致。"""

    number: str = _worded("number", "事项编号。")
    state: ItemState = _worded("state", "机器可读的状态。")
    state_label: str = told("状态名称", "整改中")
    owner_unit: str = _worded("owner_unit", "责任单位编码。")
    owner_unit_name: str = told("责任单位名称", "综采二队党支部")
    owner: str = told("责任人账号", "a-7f3c", "账号编号；导入的历史事项可能为空。")
    owner_post: str = _worded("owner_post")
    liaison_post: str = _worded("liaison_post")
    source: str = _worded("source")
    party_plus: str = _worded("party_plus")
    work_axis: str = _worded("work_axis")
    problem: str = _worded("problem", "问题表现。")
    cause_kind: str = _worded("cause_kind")
    cause: str = _worded("cause")
    goal: str = _worded("goal")
    measures: list[Measure] = _worded("measures", "现行方案的整改措施。")
    category: Category = _worded("category")
    severity: int = _worded("severity")
    found_on: date | None = _worded("found_on", "问题发现日期。")
    issued_on: date = _worded("issued_on", "导入的历史事项为发现日期。")
    due_on: date | None = _worded("due_on", "原定时限，含当日；长期坚持事项为空。")
    extended_due_on: date | None = _worded("extended_due_on", "未延期为空。")
    effective_due_on: date | None = told(
        "现行时限", "2026-04-30", "延期后时限，未延期则为原定时限；是否逾期以此为准。"
    )
    provisional: bool = _worded("provisional", "true 表示时限落在放假安排未公布的年份。")
    is_overdue: bool = told("是否逾期", True, "由现行时限推算：未办结且已过时限。")
    level: Level | None = told(
        "督办等级", "yellow", "blue 蓝、yellow 黄、orange 橙、red 红、raise 提级；未督办为空。"
    )
    level_points: int = _worded("points_total", "因督办累计扣分，零或负数。")
    progress: str = _worded("progress", "最近一次填报的进展。")
    evidence_count: int = _worded("evidence_count")
    extension_count: int = _worded("extension_count")
    reject_no: int = _worded("reject_no")
    verifier: str = told("验收人账号", "a-9k2m", "未指定为空，由验收岗位验收。")
    verifier_post: str = _worded("verifier_post")
    awaits_second_signer: bool = _worded("awaits_second_signer", "已验收通过，等待会签。")
    opinion: str = told("验收意见", "现场核查，符合要求")
    closed_on: date | None = _worded("closed_on", "未销号为空。")
    is_on_time: bool | None = _worded("is_on_time", "未销号为空。")
    rebound_no: int = _worded("rebound_no", "大于 0 表示反弹后重新立项。")
    parent: str = _worded("parent")
    child: str = _worded("child", "移交或反弹后接续本事项的事项编号。")
    transfer_unit: str = told("待接收单位", "", "移交待接收时为接收单位编码。")
    remark: str = _worded("remark", "备注。")
    is_imported: bool = told("是否导入", False, "true 表示由以往台账导入。")
    version: int = told("事实条数", 5, "该事项至今留痕的事实条数。")


class Ledger(Shape):
    """一页整改台账。"""

    items: list[Item] = told("事项", [], "按编号排列。")
    next: str | None = told("下一页标记", None, "作为 cursor 传回取下一页；为空表示已到末页。")


class FactActor(Shape):
    """办理人，只有账号编号与岗位，不含姓名。"""

    account: str = told("账号编号", "a-7f3c", "system 表示系统按时限自动办理。")
    posts: list[Post] = told("岗位", [{"role": "branch_secretary", "label": "党支部书记"}])
    unit: str = told("单位", "Z1-02", "单位编码；系统为空。")
    on_behalf_of: str | None = told("代谁办理", None, "委托人账号编号；本人办理为空。")


class FactDetail(Shape):
    """事实中的一项内容。"""

    field: str = told("字段", "reason")
    title: str = told("名称", "理由")
    value: str = told("内容", "现场核查发现两人补课记录不全")


class TimelineFact(Shape):
    """一条已留痕的事实。"""

    version: int = told("序号", 2, "在该事项中的次序，从 1 起不间断。")
    type: str = told("类型", "rectification.accepted", "机器可读的事实类型。")
    label: str = told("名称", "已签收")
    occurred_at: datetime = told("发生时刻", "2026-03-19T01:20:00Z", "历史事项为原来的日期。")
    recorded_at: datetime = told("入库时刻", "2026-03-19T01:20:00Z")
    imported: bool = told("是否导入", False)
    actor: FactActor = told("办理人", {"account": "a-7f3c", "posts": [], "unit": "Z1-02"})
    details: list[FactDetail] = told("内容", [], "逐项中文内容。")
    data: dict[str, Any] = told("原始内容", {"state": "accepted"}, "事实的全部字段，供程序读取。")
    hash: str = told("事实摘要", "5f1c…", "链式摘要，供核验。")


class Timeline(Shape):
    """一页经过。"""

    number: str = _worded("number", "事项编号。")
    facts: list[TimelineFact] = told("事实", [], "由先到后排列。")
    next: str | None = told("下一页标记", None, "作为 cursor 传回取下一页；为空表示已到末页。")


class Permission(Shape):
    """一项操作此刻可否进行。"""

    command: str = told("操作代码", "request_extension", "与操作接口路径一致。")
    title: str = told("操作", "申请延期")
    is_allowed: bool = told("可否", False)
    code: str = told("规则代码", "extension_too_late", "可以进行时为空。")
    reason: str = told("理由", "延期须至少提前3个工作日申请。", "可以进行时为空。")


class Permissions(Shape):
    """此刻可进行的操作。"""

    number: str = _worded("number", "事项编号。")
    commands: list[Permission] = told(
        "操作", [], "按办理顺序排列。只按状态、岗位和时间判断，内容在提交时再校验。"
    )
