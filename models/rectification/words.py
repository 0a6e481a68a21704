"""What the fields of commands and events are called in Chinese, for help, documents and timelines.

One word per field name wherever it appears; a class may override it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.glossary import (
    CATEGORIES,
    CAUSE_KINDS,
    PARTY_PLUS,
    SEVERITIES,
    SOURCES,
    SUBJECTS,
    WORK_AXES,
)


@dataclass(frozen=True, slots=True)
class Word:
    """How a field is presented.

    Attributes:
        title: Its name.
        description: What a person filling it in has to know; empty: the name says it all.
        example: A value as JSON shows it.
    """

    title: str
    description: str
    example: Any


def _word(title: str, example: Any, description: str = "") -> Word:
    return Word(title, description or f"{title}。", example)


def _choice(title: str, choices: Mapping[Any, str], example: Any) -> Word:
    return Word(title, "、".join(f"{key} {name}" for key, name in choices.items()) + "。", example)


_ACCOUNT_HINT = "登录名或账号编号。"
_MEASURES = [{"text": "建立倒班补学表，支委逐人销账", "owner": "组织委员", "due_on": "2026-03-31"}]

FIELDS: dict[str, Word] = {
    "number": _word("问题编号", "FP2026-001", "不填则按年度自动编号。"),
    "problem": _word("问题表现", "夜班党员“三会一课”补课记录缺失", "不得写入个人姓名。"),
    "goal": _word("整改目标", "补课记录齐全、逐人销账"),
    "category": _choice("整改类别", CATEGORIES, "fixed_term"),
    "source": _choice("问题来源", SOURCES, "review"),
    "party_plus": _choice("党建+类别", PARTY_PLUS, "safety"),
    "work_axis": _choice("工作方面", WORK_AXES, "organization_life"),
    "cause_kind": _choice("原因类别", CAUSE_KINDS, "mechanism"),
    "cause": _word("原因分析", "倒班补课无专人负责"),
    "severity": _choice("严重程度", SEVERITIES, 2),
    "found_on": _word("发现日期", "2026-03-18", "不填为下发当日。"),
    "checks": _word("检查方式", "每月抽查补课记录"),
    "assessment": _word("考核要求", "纳入季度党建考核"),
    "funds": _word("资金", "0.5 万元"),
    "contingency": _word("预案", "停产检修期间集中补课"),
    "common_issue": _word("共性问题编号", "", "属于某一共性问题时填写。"),
    "remark": _word("备注", ""),
    "owner_unit": _word("责任单位", "Z1-02", "单位编码。"),
    "parent_unit": _word("上级单位", "Z1", "单位编码。"),
    "secretary_role": _word("书记岗位", "branch_secretary", "责任单位书记的岗位。"),
    "owner": _word("责任人", "zr.z1-02", _ACCOUNT_HINT),
    "owner_post": _word("责任人职务", "党支部书记"),
    "liaison_post": _word("联系领导职务", "总工程师"),
    "due_on": _word("整改时限", "2026-04-30", "含当日；不填则按类别规定的工作日数推算。"),
    "verifier": _word("验收人", "yanshou01", f"{_ACCOUNT_HINT}不填则由验收岗位验收。"),
    "verifier_unit": _word("验收人单位", "DW", "单位编码，取自账号名册。"),
    "verifier_post": _word("验收人职务", "组织部干事"),
    "verifier_role": _word("验收岗位", "verifier", "未指定验收人时，由哪个岗位验收。"),
    "measures": _word("整改措施", _MEASURES, "每条写明内容、责任人和完成日期。"),
    "committee": _word("党委代号", "dw"),
    "parent": _word("原事项编号", "", "由哪个事项接续而来。"),
    "rebound_no": _word("反弹次数", 0),
    "owner_belonging": _word("责任人所属", {}, "名册中责任人的单位和岗位。"),
    "verifier_belonging": _word("验收人所属", {}, "名册中验收人的单位和岗位。"),
    "doers": _word("参与过整改的账号", []),
    "text": _word("措施内容", "建立倒班补学表，支委逐人销账"),
    "opinion": _word("意见", "同意"),
    "reason": _word("理由", "现场核查发现两人补课记录不全"),
    "progress": _word("进展情况", "已完成 8 人补课，余 3 人本周内完成"),
    "sha256": _word("文件摘要", "9f86d081884c7d65…", "SHA-256，64 位十六进制。"),
    "size_bytes": _word("文件大小", 204800, "字节。"),
    "media_type": _word("文件类型", "image/jpeg"),
    "unit": _word("单位", "Z1-03", "单位编码。"),
    "post": _word("职务", "组织部干事"),
    "is_exceptional": _word(
        "超限申请", False, "申请超出规定次数或幅度，须由党委副书记批准；时间要求不放宽。"
    ),
    "summary": _word("完成情况", "措施全部落实，补课记录齐全"),
    "no_evidence_reason": _word("无需佐证的理由", "", "没有上传佐证材料时必填。"),
    "checklist": _word(
        "验收清单",
        {
            "measures_done": True,
            "goal_reached": True,
            "effect_shown": True,
            "similar_fixed": True,
            "mechanism_kept": True,
        },
        "五项全部达到方可通过。",
    ),
    "measures_done": _word("措施全部落实", True),
    "goal_reached": _word("整改目标达到", True),
    "effect_shown": _word("整改成效符合要求", True),
    "similar_fixed": _word("同类问题一并整改", True),
    "mechanism_kept": _word("长效机制建立", True),
    "finding": _word("反弹情况", "7 月抽查又发现补课记录缺失"),
    "is_false_closure": _word("虚假整改", False, "true 表示整改从未真正进行。"),
    "is_clean": _word("本季保持", True, "true 表示整改目标整个季度都保持。"),
    "reply": _word("回复内容", "因设备检修延误，5 月 12 日前完成"),
    "subject": _choice("督办对象", SUBJECTS, "item"),
    # Only in events.
    "issued_on": _word("下发日期", "2026-03-18"),
    "extended_due_on": _word("延期后时限", "2026-05-15"),
    "former_due_on": _word("原时限", "2027-01-05"),
    "asked_due_on": _word("申请延期至", "2026-05-15"),
    "extension_count": _word("延期次数", 1),
    "term_workdays": _word("规定工作日数", 30),
    "provisional": _word("时限暂定", False),
    "plan_no": _word("方案报送次数", 1),
    "reject_no": _word("验收退回次数", 1),
    "evidence_count": _word("佐证材料份数", 1),
    "verified_by": _word("验收人", ""),
    "countersigned_by": _word("会签人", ""),
    "awaits_second_signer": _word("待会签", True),
    "closed_on": _word("销号日期", "2026-04-28"),
    "is_on_time": _word("按期完成", True),
    "observe_from_on": _word("巩固期起", "2026-04-29"),
    "archive_on": _word("巩固期止", "2026-07-28"),
    "child": _word("接续事项编号", "FP2026-001-R1"),
    "quarter_end_on": _word("季度末", "2026-06-30"),
    "clean_quarters": _word("连续保持季度数", 2),
    "level": _word("督办等级", "yellow"),
    "reminder": _word("提醒次序", 1),
    "reminders": _word("提醒次数", 2),
    "repeat": _word("再次督办次序", 1),
    "round": _word("轮次", 1),
    "roles": _word("通知岗位", ["owner"]),
    "late_by_seconds": _word("迟于应发时刻", 0, "秒；0 表示按时。"),
    "superseded": _word("已被更高等级覆盖", False),
    "points": _word("本次扣分", -1),
    "points_total": _word("累计扣分", -3),
    "action": _word("处置", "催办单，2个工作日内回复"),
    "state": _word("状态", "in_progress"),
    "closed_by": _word("原销号人", []),
    "deadline_version": _word("时限版本", 1),
    "countdown": _word("计时", {}),
    "countdowns": _word("计时", []),
    "terms": _word("适用制度版本", {}),
    "command": _word("操作", "verify"),
    "code": _word("拒绝代码", "verifier_is_owner"),
    "message": _word("拒绝理由", "责任人不能验收本人负责的事项。"),
}

_OVERRIDES: dict[tuple[str, str], Word] = {
    ("Measure", "owner"): _word("措施责任人", "组织委员", "职务或账号。"),
    ("Measure", "due_on"): _word("措施完成日期", "2026-03-31", "含当日。"),
    ("SubmitPlan", "measures"): _word("整改措施", _MEASURES, "至少一条，写明责任人和完成日期。"),
    ("RequestExtension", "due_on"): _word("申请延期至", "2026-05-15", "含当日。"),
    ("RequestExtension", "reason"): _word("延期理由", "设备到货推迟"),
    ("Verify", "opinion"): _word("验收意见", "现场核查，符合要求"),
    ("Closed", "opinion"): _word("验收意见", "现场核查，符合要求"),
    ("Reopen", "due_on"): _word("新时限", "2026-08-15", "不填则按类别规定推算。"),
    ("Transfer", "unit"): _word("接收单位", "Z1-03", "单位编码。"),
    ("Transfer", "due_on"): _word("新时限", "2026-05-15", "不填则沿用原时限。"),
    ("TransferRequested", "unit"): _word("接收单位", "Z1-03"),
    ("AcceptTransfer", "owner"): _word("新责任人", "zr.z1-03", _ACCOUNT_HINT),
    ("AcceptTransfer", "owner_post"): _word("新责任人职务", "党支部书记"),
    ("AssignVerifier", "verifier"): _word("验收人", "yanshou01", _ACCOUNT_HINT),
    ("AssignVerifier", "unit"): _word("验收人单位", "DW", "单位编码，取自账号名册。"),
    ("ReportCheckpoint", "summary"): _word("本季情况", "坚持每月抽查，未发现反复"),
}


def word_of(kind: type[Any], field: str) -> Word:
    """How a field of a class is presented.

    Raises:
        KeyError: The field has no word yet; a test keeps that from happening.
    """
    for base in kind.__mro__:
        if (base.__name__, field) in _OVERRIDES:
            return _OVERRIDES[base.__name__, field]
    return FIELDS[field]
