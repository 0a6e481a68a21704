"""What people may do to a common issue, and what its events and fields are called."""

from __future__ import annotations

from models.common_issue.machine import COMMAND_NAMES
from models.escalation.words import LADDER_FIELDS
from models.glossary import CATEGORIES
from models.words import CommandLabel, RoomWords, Word, choice, word

_DESCRIPTIONS: dict[str, str] = {
    "accept": "组织部认定后，向全部现行单位下发自查通知。",
    "dismiss": "组织部说明理由，不作共性问题处理。",
    "reply": "本单位书记答复有或无；答复有的，同时为本单位立项整改。",
    "acknowledge_escalation": "组织部回复督办；各单位以答复自查代替回复。",
}
COMMAND_LABELS: dict[str, CommandLabel] = {
    name: CommandLabel(COMMAND_NAMES[name], description)
    for name, description in _DESCRIPTIONS.items()
}

EVENT_LABELS: dict[str, str] = {
    "common_issue.proposed": "已提出",
    "common_issue.accepted": "已认定",
    "common_issue.dismissed": "不作共性问题",
    "common_issue.units_asked": "自查通知已下发",
    "common_issue.replied": "已答复",
    "common_issue.units_dropped": "撤销单位免于答复",
    "common_issue.closed": "已全部答复",
    "common_issue.reminded": "到期提醒",
    "common_issue.reminders_lapsed": "到期提醒已过时",
    "common_issue.level_raised": "督办升级",
    "common_issue.level_repeated": "再次督办",
    "common_issue.escalation_acknowledged": "督办已回复",
    "common_issue.terms_adopted": "改用新版制度",
    "common_issue.attempt_refused": "操作被拒绝",
}

_UNITS = [{"code": "Z1-02", "name": "综采二队"}]
FIELDS: dict[str, Word] = {
    **LADDER_FIELDS,
    "number": word("共性问题编号", "2026-Q2-organization_life"),
    "committee": word("党委代号", "dw"),
    "period": word("期间", "2026-Q2"),
    "problem_code": word("问题分类", "organization_life"),
    "units": word("单位", ["Z1-02"], "单位编码。"),
    "findings": word("问题来源", ["2026-04-Z3#1"]),
    "problem": word("自查内容", "倒班党员“三会一课”补课记录是否齐全"),
    "goal": word("整改目标", "补课记录齐全、逐人销账"),
    "reason": word("理由", "两家单位成因不同，分别整改"),
    "asked": word("自查单位", _UNITS),
    "asked_on": word("下发日期", "2026-06-01"),
    "provisional": word("时限暂定", False),
    "found": word("是否存在", True, "true 表示本单位也存在该问题。"),
    "note": word("自查情况", "查阅一季度记录，夜班三人缺补课记录", "存在时写明问题表现。"),
    "unit": word("单位", "Z1-02", "单位编码；不填则为办理人所在单位。"),
    "owner": word("责任人", "zr.z1-02", "登录名或账号编号；不填则为答复的书记。"),
    "owner_post": word("责任人职务", "组织委员", "指定责任人时填写。"),
    "owner_belonging": word("责任人所属", {}, "名册中责任人的单位和岗位。"),
    "category": choice("整改类别", CATEGORIES, "fixed_term"),
    "item": word("立项编号", "2026-Q2-organization_life-Z1-02"),
    "silent_count": word("尚未答复单位数", 12),
    "found_count": word("存在问题单位数", 3),
    "due_on": word("答复时限", "2026-06-15"),
    "former_due_on": word("原时限", "2027-01-08"),
    "code": word("单位编码", "Z1-02"),
    "name": word("单位名称", "综采二队"),
    "parent": word("上级单位", "Z1", "单位编码。"),
    "secretary_role": word("书记岗位", "branch_secretary"),
    "roles": word("岗位", ["branch_secretary"]),
    "branches": word("所辖支部", []),
}

_OVERRIDES: dict[tuple[str, str], Word] = {
    ("AttemptRefused", "code"): LADDER_FIELDS["code"],
    ("AskUnits", "units"): word("自查单位", _UNITS),
    ("RefreshUnits", "units"): word("现行单位", _UNITS),
    ("Belonging", "units"): word("所属单位", ["Z1-02"]),
}

_PARTS = {"AskedUnit": "自查单位", "Belonging": "所属"}

WORDS = RoomWords(
    "common_issue", "共性问题", COMMAND_LABELS, EVENT_LABELS, FIELDS, _OVERRIDES, _PARTS
)
