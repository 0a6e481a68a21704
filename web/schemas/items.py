"""Answers about items: the ledger, one item, its timeline, what is permitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from models.glossary import STATES
from models.policy import Level
from models.rectification.content import Category
from models.rectification.item_state import ItemState
from models.rectification.words import FIELDS
from models.room_words import event_label
from store.queries.ledger import LedgerRow
from web.cursors import cursor_of
from web.narration import details_of
from web.schemas.sessions import Post, posts_of
from web.schemas.told import Shape, told
from wire.messages import RecordedEvent


def _worded(name: str, description: str = "") -> Any:
    """A field that is called here what it is called in commands and facts."""
    word = FIELDS[name]
    return told(word.title, word.example, description or word.description)


class Item(Shape):
    """一项整改事项，与台账各列一致。"""

    number: str = _worded("number", "事项编号。")
    state: ItemState = _worded("state", "机器可读的状态。")
    state_label: str = told("状态名称", "整改中")
    owner_unit: str = _worded("owner_unit", "责任单位编码。")
    owner_unit_name: str = told("责任单位名称", "综采二队党支部")
    parent_unit: str = _worded("parent_unit", "责任单位的上级单位编码。")
    source: str = _worded("source")
    party_plus: str = _worded("party_plus")
    work_axis: str = _worded("work_axis")
    problem: str = _worded("problem", "问题表现。")
    cause_kind: str = _worded("cause_kind")
    cause: str = _worded("cause")
    goal: str = _worded("goal")
    measures: str = told("整改措施", "1.建立倒班补学表；2.支委逐人销账", "现行方案的各条措施。")
    category: Category = _worded("category")
    severity: int = _worded("severity")
    owner: str = told("责任人账号", "a-7f3c", "账号编号；导入的历史事项可能为空。")
    owner_post: str = _worded("owner_post")
    liaison_post: str = _worded("liaison_post")
    found_on: date = _worded("found_on", "问题发现日期。")
    issued_on: date = _worded("issued_on", "导入的历史事项为发现日期。")
    due_on: date | None = _worded("due_on", "原定时限，含当日；长期坚持事项为空。")
    extended_due_on: date | None = _worded("extended_due_on", "未延期为空。")
    effective_due_on: date | None = told(
        "现行时限", "2026-04-30", "延期后时限，未延期则为原定时限；是否逾期以此为准。"
    )
    deadline_version: int = _worded("deadline_version", "从 1 起，时限每变更一次加一。")
    provisional: bool = _worded("provisional", "true 表示时限落在放假安排未公布的年份。")
    is_overdue: bool = told("是否逾期", True, "由现行时限推算：未办结且已过时限。")
    level: Level | None = told(
        "督办等级", "yellow", "blue 蓝、yellow 黄、orange 橙、red 红、raise 提级；未督办为空。"
    )
    points: int = _worded("points_total", "因督办累计扣分，零或负数。")
    progress: str = _worded("progress", "最近一次填报的进展。")
    evidence_count: int = _worded("evidence_count")
    extension_count: int = _worded("extension_count")
    extension_pending: bool = told("延期待答复", False)
    reject_no: int = _worded("reject_no")
    verifier: str = told("验收人账号", "a-9k2m", "未指定为空，由验收岗位验收。")
    verifier_post: str = _worded("verifier_post")
    verified_by: str = told("验收账号", "a-9k2m", "最近一次验收通过的账号；尚未验收为空。")
    countersigned_by: str = told("会签账号", "", "不需会签或尚未会签为空。")
    opinion: str = told("验收意见", "现场核查，符合要求")
    closed_on: date | None = _worded("closed_on", "未销号为空。")
    is_on_time: bool | None = _worded("is_on_time", "未销号为空。")
    clean_quarters: int = _worded("clean_quarters", "长期坚持事项连续保持的季度数。")
    rebound_no: int = _worded("rebound_no", "大于 0 表示反弹后重新立项。")
    parent: str = _worded("parent")
    child: str = _worded("child", "移交或反弹后接续本事项的事项编号。")
    transfer_pending: bool = told("移交待接收", False)
    remark: str = _worded("remark", "备注。")
    imported: bool = told("是否导入", False, "true 表示由以往台账导入。")
    policy_version: int = told("督办规则版本", 1, "本事项适用的版本。")
    calendar_version: int = told("日历版本", 1, "本事项适用的版本。")
    version: int = told("事实条数", 5, "该事项至今留痕的事实条数。")
    changed_at: datetime = told("最近变动时刻", "2026-04-20T02:11:00Z")


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

    number: str = told("编号", "FP2026-001")
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

    number: str = told("编号", "FP2026-001")
    commands: list[Permission] = told(
        "操作", [], "按办理顺序排列。只按状态、岗位和时间判断，内容在提交时再校验。"
    )


def item_of(row: LedgerRow, on: date, unit_names: Mapping[str, str]) -> Item:
    """A ledger row as clients get it; `on` is the civil date by which it is overdue or not."""
    entry = row.entry
    return Item(
        **{name: getattr(entry, name) for name in Item.model_fields if hasattr(entry, name)},
        state_label=STATES[entry.state],
        owner_unit_name=unit_names.get(entry.owner_unit, entry.owner_unit),
        is_overdue=row.is_overdue_on(on),
        version=row.version,
        changed_at=row.changed_at,
    )


def fact_of(event: RecordedEvent) -> TimelineFact:
    """A fact as clients get it."""
    actor = event.actor
    return TimelineFact(
        version=event.version,
        type=event.type,
        label=event_label(event.type),
        occurred_at=event.occurred_at,
        recorded_at=event.recorded_at,
        imported=event.imported,
        actor=FactActor(
            account=actor.account,
            posts=posts_of(actor.roles),
            unit=actor.unit,
            on_behalf_of=actor.on_behalf_of,
        ),
        details=[FactDetail.model_validate(detail) for detail in details_of(event)],
        data=dict(event.data),
        hash=event.hash,
    )


def timeline_of(number: str, facts: Sequence[RecordedEvent], limit: int) -> Timeline:
    """A page of facts as clients get it; one fact more than the limit tells of a next page."""
    shown = facts[:limit]
    return Timeline(
        number=number,
        facts=[fact_of(fact) for fact in shown],
        next=cursor_of([shown[-1].version]) if len(facts) > limit else None,
    )
