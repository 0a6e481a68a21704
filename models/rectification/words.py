"""What the fields of commands and events are called in Chinese, for help, documents and timelines.

One word per field name wherever it appears; a class may override it.
"""

from __future__ import annotations

from models.escalation.words import LADDER_FIELDS
from models.glossary import (
    CATEGORIES,
    CAUSE_KINDS,
    PARTY_PLUS,
    SEVERITIES,
    SOURCES,
    WORK_AXES,
)
from models.look_back.verdict import VERDICTS
from models.rectification.labels import COMMAND_LABELS, EVENT_LABELS
from models.words import RoomWords, Word, choice, word

_ACCOUNT_HINT = "登录名或账号编号。"
_MEASURES = [{"text": "建立倒班补学表，支委逐人销账", "owner": "组织委员", "due_on": "2026-03-31"}]

FIELDS: dict[str, Word] = {
    **LADDER_FIELDS,
    "number": word("问题编号", "FP2026-001", "不填则按年度自动编号。"),
    "problem": word("问题表现", "夜班党员“三会一课”补课记录缺失", "不得写入个人姓名。"),
    "goal": word("整改目标", "补课记录齐全、逐人销账"),
    "category": choice("整改类别", CATEGORIES, "fixed_term"),
    "source": choice("问题来源", SOURCES, "review"),
    "party_plus": choice("党建+类别", PARTY_PLUS, "safety"),
    "work_axis": choice("工作方面", WORK_AXES, "organization_life"),
    "cause_kind": choice("原因类别", CAUSE_KINDS, "mechanism"),
    "cause": word("原因分析", "倒班补课无专人负责"),
    "severity": choice("严重程度", SEVERITIES, 2),
    "found_on": word("发现日期", "2026-03-18", "不填为下发当日。"),
    "checks": word("检查方式", "每月抽查补课记录"),
    "assessment": word("考核要求", "纳入季度党建考核"),
    "funds": word("资金", "0.5 万元"),
    "contingency": word("预案", "停产检修期间集中补课"),
    "common_issue": word("共性问题编号", "", "属于某一共性问题时填写。"),
    "remark": word("备注", ""),
    "owner_unit": word("责任单位", "Z1-02", "单位编码。"),
    "parent_unit": word("上级单位", "Z1", "单位编码。"),
    "secretary_role": word("书记岗位", "branch_secretary", "责任单位书记的岗位。"),
    "owner": word("责任人", "zr.z1-02", _ACCOUNT_HINT),
    "owner_post": word("责任人职务", "党支部书记"),
    "liaison_post": word("联系领导职务", "总工程师"),
    "due_on": word("整改时限", "2026-04-30", "含当日；不填则按类别规定的工作日数推算。"),
    "verifier": word("验收人", "yanshou01", f"{_ACCOUNT_HINT}不填则由验收岗位验收。"),
    "verifier_unit": word("验收人单位", "DW", "单位编码，取自账号名册。"),
    "verifier_post": word("验收人职务", "组织部干事"),
    "verifier_role": word("验收岗位", "verifier", "未指定验收人时，由哪个岗位验收。"),
    "measures": word("整改措施", _MEASURES, "每条写明内容、责任人和完成日期。"),
    "committee": word("党委代号", "dw"),
    "parent": word("原事项编号", "", "由哪个事项接续而来。"),
    "rebound_no": word("反弹次数", 0),
    "owner_belonging": word("责任人所属", {}, "名册中责任人的单位和岗位。"),
    "verifier_belonging": word("验收人所属", {}, "名册中验收人的单位和岗位。"),
    "review": word("复盘编号", "2026-03-Z1", "由哪次复盘提出。"),
    "doers": word("参与过整改的账号", []),
    "text": word("措施内容", "建立倒班补学表，支委逐人销账"),
    "opinion": word("意见", "同意"),
    "reason": word("理由", "现场核查发现两人补课记录不全"),
    "progress": word("进展情况", "已完成 8 人补课，余 3 人本周内完成"),
    "sha256": word("文件摘要", "9f86d081884c7d65…", "SHA-256，64 位十六进制。"),
    "size_bytes": word("文件大小", 204800, "字节。"),
    "media_type": word("文件类型", "image/jpeg"),
    "unit": word("单位", "Z1-03", "单位编码。"),
    "post": word("职务", "组织部干事"),
    "is_exceptional": word(
        "超限申请", False, "申请超出规定次数或幅度，须由党委副书记批准；时间要求不放宽。"
    ),
    "summary": word("完成情况", "措施全部落实，补课记录齐全"),
    "no_evidence_reason": word("无需佐证的理由", "", "没有上传佐证材料时必填。"),
    "checklist": word(
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
    "measures_done": word("措施全部落实", True),
    "goal_reached": word("整改目标达到", True),
    "effect_shown": word("整改成效符合要求", True),
    "similar_fixed": word("同类问题一并整改", True),
    "mechanism_kept": word("长效机制建立", True),
    "finding": word("反弹情况", "7 月抽查又发现补课记录缺失"),
    "is_false_closure": word("虚假整改", False, "true 表示整改从未真正进行。"),
    "look_back": word("回头看编号", "2026-H1"),
    "verdict": choice("回头看认定", VERDICTS, "consolidated"),
    "is_clean": word("本季保持", True, "true 表示整改目标整个季度都保持。"),
    # Only in events.
    "issued_on": word("下发日期", "2026-03-18"),
    "extended_due_on": word("延期后时限", "2026-05-15"),
    "former_due_on": word("原时限", "2027-01-05"),
    "asked_due_on": word("申请延期至", "2026-05-15"),
    "extension_count": word("延期次数", 1),
    "term_workdays": word("规定工作日数", 30),
    "provisional": word("时限暂定", False),
    "plan_no": word("方案报送次数", 1),
    "reject_no": word("验收退回次数", 1),
    "evidence_count": word("佐证材料份数", 1),
    "verified_by": word("验收人", ""),
    "countersigned_by": word("会签人", ""),
    "awaits_second_signer": word("待会签", True),
    "closed_on": word("销号日期", "2026-04-28"),
    "is_on_time": word("按期完成", True),
    "observe_from_on": word("巩固期起", "2026-04-29"),
    "archive_on": word("巩固期止", "2026-07-28"),
    "child": word("接续事项编号", "FP2026-001-R1"),
    "quarter_end_on": word("季度末", "2026-06-30"),
    "clean_quarters": word("连续保持季度数", 2),
    "closed_by": word("原销号人", []),
    "deadline_version": word("时限版本", 1),
}

_OVERRIDES: dict[tuple[str, str], Word] = {
    ("Measure", "owner"): word("措施责任人", "组织委员", "职务或账号。"),
    ("Measure", "due_on"): word("措施完成日期", "2026-03-31", "含当日。"),
    ("SubmitPlan", "measures"): word("整改措施", _MEASURES, "至少一条，写明责任人和完成日期。"),
    ("RequestExtension", "due_on"): word("申请延期至", "2026-05-15", "含当日。"),
    ("RequestExtension", "reason"): word("延期理由", "设备到货推迟"),
    ("Verify", "opinion"): word("验收意见", "现场核查，符合要求"),
    ("Closed", "opinion"): word("验收意见", "现场核查，符合要求"),
    ("Reopen", "due_on"): word("新时限", "2026-08-15", "不填则按类别规定推算。"),
    ("Transfer", "unit"): word("接收单位", "Z1-03", "单位编码。"),
    ("Transfer", "due_on"): word("新时限", "2026-05-15", "不填则沿用原时限。"),
    ("TransferRequested", "unit"): word("接收单位", "Z1-03"),
    ("AcceptTransfer", "owner"): word("新责任人", "zr.z1-03", _ACCOUNT_HINT),
    ("AcceptTransfer", "owner_post"): word("新责任人职务", "党支部书记"),
    ("AssignVerifier", "verifier"): word("验收人", "yanshou01", _ACCOUNT_HINT),
    ("AssignVerifier", "unit"): word("验收人单位", "DW", "单位编码，取自账号名册。"),
    ("ReportCheckpoint", "summary"): word("本季情况", "坚持每月抽查，未发现反复"),
}

_PARTS = {"Measure": "整改措施", "Checklist": "验收清单", "Belonging": "所属"}

WORDS = RoomWords(
    "rectification", "整改事项", COMMAND_LABELS, EVENT_LABELS, FIELDS, _OVERRIDES, _PARTS
)
