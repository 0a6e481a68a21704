"""What people may do to a bulletin, and what its events and fields are called."""

from __future__ import annotations

from models.bulletin.text import SECTION_LABELS
from models.glossary import SUBJECTS
from models.words import CommandLabel, RoomWords, Word, choice, word

COMMAND_TITLES: dict[str, str] = {
    "begin": "起草通报",
    "edit_text": "修改文稿",
    "submit": "送审",
    "approve": "批准印发",
    "return_draft": "退回修改",
    "take_number": "编号印发",
    "record_rendering": "归存文件",
    "acknowledge": "签收通报",
    "refresh_units": "核对收文单位",
    "correct": "更正通报",
    "acknowledge_escalation": "回复督办",
    "remind": "到期提醒",
    "raise_level": "升级督办",
    "repeat_level": "再次督办",
    "adopt_terms": "改用新版制度或日历",
}

# Commands of people. Those of clocks, of gatherers and of new terms are absent on purpose.
_DESCRIPTIONS: dict[str, str] = {
    "edit_text": "组织部门修改一个部分的文稿，数据表不变。",
    "submit": "组织部门送审，送审人和起草人不能批准。",
    "approve": "党委书记或副书记批准，随后自动编号印发。",
    "return_draft": "说明理由，退回组织部门修改。",
    "acknowledge": "收文单位书记签收。",
    "correct": "已印发的通报有误时另发更正通报，原件不变。",
    "acknowledge_escalation": "回复催办、督办：原因与补救期限。",
}

COMMAND_LABELS: dict[str, CommandLabel] = {
    name: CommandLabel(COMMAND_TITLES[name], description)
    for name, description in _DESCRIPTIONS.items()
}

EVENT_LABELS: dict[str, str] = {
    "bulletin.begun": "已起草",
    "bulletin.text_edited": "文稿已修改",
    "bulletin.submitted": "已送审",
    "bulletin.draft_returned": "已退回修改",
    "bulletin.approved": "已批准印发",
    "bulletin.issued": "已印发",
    "bulletin.rendering_recorded": "文件已归存",
    "bulletin.acknowledged": "单位已签收",
    "bulletin.units_dropped": "单位已不存在",
    "bulletin.closed": "全部签收",
    "bulletin.corrected": "已更正",
    "bulletin.reminded": "到期提醒",
    "bulletin.reminders_lapsed": "到期提醒已过时",
    "bulletin.level_raised": "督办升级",
    "bulletin.level_repeated": "再次督办",
    "bulletin.escalation_acknowledged": "督办已回复",
    "bulletin.terms_adopted": "改用新版制度或日历",
    "bulletin.attempt_refused": "操作被拒绝",
}

FIELDS: dict[str, Word] = {
    "section": choice("部分", SECTION_LABELS, "overview"),
    "text": word("文稿", "（一）复盘开展\n一季度对4家单位开展复盘。", "每行一段，替换该部分全文。"),
    "opinion": word("批准意见", "同意印发"),
    "reason": word("理由", "第三部分数据与台账不符"),
    "unit": word("单位", "Z1", "单位编码，不填为本单位。"),
    "subject": choice("督办对象", SUBJECTS, "issue_bulletin"),
    "reply": word("回复", "文稿已送审，本周内印发"),
    # Only in events.
    "committee": word("党委", "dw"),
    "number": word("通报编号", "2026-Q1"),
    "year": word("年度", 2026),
    "quarter": word("季度", 1),
    "figures": word("数据", {}),
    "figures_hash": word("数据摘要", "9f86d081884c7d65…", "SHA-256，64 位十六进制。"),
    "sections": word("文稿", {}),
    "corrects": word("更正的通报", "2026-Q1"),
    "correction": word("更正", 0),
    "letterhead": word("发文机关标志", "中共示例矿委员会组织部文件"),
    "signature": word("发文机关署名", "中共示例矿委员会组织部"),
    "document_code": word("发文机关代字", "示例矿组通"),
    "longest_characters": word("字数上限", 4000),
    "characters": word("字数", 2600),
    "promise": word("时限", {}),
    "terms": word("制度版本", {}),
    "state": word("状态", "drafted"),
    "document_number": word("发文字号", "示例矿组通〔2026〕2号"),
    "issued_on": word("印发日期", "2026-04-15"),
    "units": word("收文单位", []),
    "files": word("文件", []),
    "silent_count": word("未签收单位数", 3),
    "round": word("轮次", 1),
    "due_on": word("时限", "2026-04-15"),
    "roles": word("通知对象", ["org_officer"]),
    "late_by_seconds": word("迟发秒数", 0),
    "superseded": word("已被更高等级取代", False),
    "level": word("督办等级", "yellow"),
    "reminder": word("提醒次数", 1),
    "reminders": word("提醒次数", 1),
    "points": word("扣分", 0),
    "points_total": word("累计扣分", 0),
    "action": word("措施", "催办"),
    "repeat": word("再次督办次数", 1),
    "command": word("操作", "approve"),
    "code": word("代码", "wrong_state"),
    "message": word("说明", "该季度通报目前为“草稿”"),
}

_OVERRIDES: dict[tuple[str, str], Word] = {
    ("Corrected", "correction"): word("更正通报编号", "2026-Q1-C1"),
}

WORDS = RoomWords("bulletin", "季度通报", COMMAND_LABELS, EVENT_LABELS, FIELDS, _OVERRIDES)
