"""What people may do to a look-back, and what its events and fields are called."""

from __future__ import annotations

from models.escalation.words import LADDER_FIELDS
from models.look_back.machine import COMMAND_NAMES
from models.look_back.verdict import VERDICTS
from models.words import CommandLabel, RoomWords, Word, choice, word

_DESCRIPTIONS: dict[str, str] = {
    "appoint_team": "组织部指定回头看组，每个样本都要有与其无关的成员。",
    "judge": "回头看组成员逐项认定：巩固、基本巩固、反弹、虚假整改。",
    "drop_item": "说明理由后不再核查某一样本。",
    "finish": "全部认定后完成核查，自动生成回头看报告。",
    "acknowledge_escalation": "回复催办、督办：原因与补救期限。",
}
COMMAND_LABELS: dict[str, CommandLabel] = {
    name: CommandLabel(COMMAND_NAMES[name], description)
    for name, description in _DESCRIPTIONS.items()
}

EVENT_LABELS: dict[str, str] = {
    "look_back.sampled": "已抽样",
    "look_back.team_appointed": "回头看组已组建",
    "look_back.judged": "已认定",
    "look_back.item_dropped": "不再核查",
    "look_back.finished": "核查完毕",
    "look_back.report_recorded": "报告已登记",
    "look_back.reminded": "到期提醒",
    "look_back.reminders_lapsed": "到期提醒已过时",
    "look_back.level_raised": "督办升级",
    "look_back.level_repeated": "再次督办",
    "look_back.escalation_acknowledged": "督办已回复",
    "look_back.terms_adopted": "改用新版制度",
    "look_back.attempt_refused": "操作被拒绝",
}

_MEMBER = {"account": "zuyuan01"}
FIELDS: dict[str, Word] = {
    **LADDER_FIELDS,
    "number": word("回头看编号", "2026-H1"),
    "year": word("年度", 2026),
    "half": word("半年", 1, "1 上半年、2 下半年。"),
    "committee": word("党委代号", "dw"),
    "population": word("抽样范围", [], "期间销号及被复盘单位的已销号事项。"),
    "units": word("被复盘单位", ["Z1"]),
    "seed": word("抽样种子", "9f86d081884c7d65", "任何人可据此重新抽取核对。"),
    "sample": word("样本", []),
    "sample_percent": word("抽样比例", 30, "百分数。"),
    "whole_from_severity": word("全部核查的严重程度", 3, "此级及以上全部核查。"),
    "lead": word("组长", {"account": "zuzhang01"}, "登录名或账号编号。"),
    "members": word("成员", [_MEMBER], "登录名或账号编号，组长不必重复填写。"),
    "account": word("账号", "zuyuan01", "登录名或账号编号。"),
    "post": word("职务", "纪委干事"),
    "belonging": word("所属", {}, "名册中该账号的单位和岗位。"),
    "roles": word("岗位", ["org_officer"]),
    "branches": word("所辖支部", []),
    "item": word("问题编号", "FP2026-001"),
    "verdict": choice("认定", VERDICTS, "consolidated"),
    "former": choice("原认定", VERDICTS, "basic"),
    "note": word("核查说明", "现场抽查三人，记录齐全", "认定为基本巩固时填写补强措施。"),
    "finding": word("发现的问题", "七月抽查又发现补课记录缺失", "认定为反弹或虚假整改时必填。"),
    "due_on": word("新时限", "2026-08-15", "重新立项后的整改时限；不填则按类别规定推算。"),
    "correction_reason": word("更正理由", "复核原始记录后更正", "已有认定时必填。"),
    "reason": word("理由", "责任单位已撤销，无法核查"),
    "has_ended": word("事项已另行终结", False),
    "requirements": word("下步要求", "", "每行一条；不填则用通用要求。"),
    "finished_on": word("完成日期", "2026-07-30"),
    "documents": word("报告文件", []),
    "name": word("文件名", "2026-H1.docx"),
    "sha256": word("文件摘要", "9f86d081884c7d65…", "SHA-256，64 位十六进制。"),
    "size_bytes": word("文件大小", 204800, "字节。"),
    "media_type": word("文件类型", "application/pdf"),
    "provisional": word("时限暂定", False),
    "former_due_on": word("原时限", "2027-01-29"),
}

_OVERRIDES: dict[tuple[str, str], Word] = {
    ("Belonging", "units"): word("所属单位", ["DW"]),
    ("TermsAdopted", "reason"): word("理由", "2027年放假安排已公布"),
    ("Reminded", "due_on"): word("办理时限", "2026-07-31"),
    ("RemindersLapsed", "due_on"): word("办理时限", "2026-07-31"),
    ("LevelRaised", "due_on"): word("办理时限", "2026-07-31"),
    ("LevelRepeated", "due_on"): word("办理时限", "2026-07-31"),
}

_PARTS = {
    "TeamMember": "回头看组成员",
    "Belonging": "所属",
    "Candidate": "候选事项",
    "RenderedFile": "报告文件",
}

WORDS = RoomWords("look_back", "回头看", COMMAND_LABELS, EVENT_LABELS, FIELDS, _OVERRIDES, _PARTS)
