"""Words of the plan: what people may do, what its events and fields are called."""

from __future__ import annotations

from models.annual_plan.machine import TITLES
from models.annual_plan.stage import SCOPES, STAGES
from models.glossary import SUBJECTS
from models.words import CommandLabel, RoomWords, Word, choice, word

# Commands of people. Those of clocks, of other entities and of new terms are absent on purpose.
_DESCRIPTIONS: dict[str, str] = {
    "begin": "组织部门启动某一年度的计划编制，单位取自名册。",
    "propose": "按规则安排每个单位的复盘月份；不能全覆盖时说明差额和办法。",
    "assign": "说明理由，将单位安排到某月，受同样的限制。",
    "unassign": "说明理由，取消单位尚未开启的安排。",
    "submit": "编制完成，报送审批。",
    "approve": "批准计划，自可开启的月份起执行；批准人未参与编制。",
    "return_plan": "说明理由，退回修改。",
    "confirm_month": "确认当月复盘计划。",
    "refresh_units": "按最新名册更新单位，并随之调整安排。",
    "close_year": "年度办结：逐单位列明覆盖依据，未覆盖的说明理由。",
    "acknowledge_escalation": "回复催办、督办：原因与补救期限。",
}

COMMAND_LABELS: dict[str, CommandLabel] = {
    name: CommandLabel(TITLES[name], description) for name, description in _DESCRIPTIONS.items()
}

EVENT_LABELS: dict[str, str] = {
    "annual_plan.begun": "已启动编制",
    "annual_plan.proposed": "方案已编制",
    "annual_plan.assigned": "单位已安排",
    "annual_plan.unassigned": "安排已取消",
    "annual_plan.submitted": "计划已报送",
    "annual_plan.approved": "计划已批准",
    "annual_plan.returned": "计划已退回",
    "annual_plan.month_opened": "当月已开启",
    "annual_plan.month_confirmed": "月度计划已确认",
    "annual_plan.units_refresh_requested": "已申请更新名册",
    "annual_plan.units_refreshed": "单位名册已更新",
    "annual_plan.replanned": "安排已调整",
    "annual_plan.unit_covered": "单位已覆盖",
    "annual_plan.unit_postponed": "复盘已延期",
    "annual_plan.unit_cancelled": "复盘已取消",
    "annual_plan.common_issue_found": "发现共性问题",
    "annual_plan.quarter_ended": "季度已结束",
    "annual_plan.half_ended": "半年已结束",
    "annual_plan.coverage_forecast": "覆盖预测已核对",
    "annual_plan.next_year_opened": "下一年度编制已启动",
    "annual_plan.year_closed": "年度已办结",
    "annual_plan.reminded": "到期提醒",
    "annual_plan.reminders_lapsed": "到期提醒已过时",
    "annual_plan.level_raised": "督办升级",
    "annual_plan.level_repeated": "再次督办",
    "annual_plan.escalation_acknowledged": "督办已回复",
    "annual_plan.terms_adopted": "改用新版制度",
    "annual_plan.attempt_refused": "操作被拒绝",
}

_REASONS = [{"unit": "D05", "reason": "11月撤并，复盘并入D06"}]
_BLACKOUTS = [{"unit": "Z1-02", "months": [5, 6], "reason": "搬家倒面"}]

FIELDS: dict[str, Word] = {
    "year": word("年度", 2026),
    "committee": word("党委代号", "dw"),
    "units": word("单位", [], "取自单位名册，不必填写。"),
    "carried": word("上年结转单位", [], "由上一年度计划带入，不必填写。"),
    "seed": word("随机种子", "2026", "条件相同时用于排序；同一种子得到同一方案。不填则沿用。"),
    "scope": choice("复盘范围", SCOPES, "direct"),
    "month_max": word("每月上限", 2, "每个复盘组每月至多复盘的单位数；不填按制度规定。"),
    "teams": word("复盘组数", 1, "并行开展的复盘组数。"),
    "blackouts": word("避开月份", _BLACKOUTS, "搬家倒面、检修等不安排复盘的月份。"),
    "joint": word("联合复盘", [{"units": ["D01", "D02"]}], "同时复盘、各有问题清单的相近单位。"),
    "partial_reason": word("未全覆盖的理由", "", "确需编制不能全覆盖的方案时填写，将记录在案。"),
    "unit": word("单位", "Z1", "单位编码。"),
    "month": word("月份", 3, "1至12。"),
    "months": word("月份", [5, 6], "1至12，可列多个。"),
    "is_by_hand": word("人工确定", False),
    "reason": word("理由", "检修推迟，提前到3月"),
    "opinion": word("意见", "同意"),
    "reasons": word("未覆盖理由", _REASONS, "未覆盖的单位逐一说明。"),
    "note": word("说明", ""),
    "reply": word("回复内容", "本月15日前补做"),
    "subject": choice("督办对象", SUBJECTS, "confirm_month"),
    "review": word("复盘编号", "2026-03-Z1"),
    "on": word("反馈下发日期", "2026-03-23"),
    "problem_codes": word("问题代码", ["ZZSH-03"]),
    "found": word("问题出现情况", []),
    "quarter": word("季度", 1),
    "half": word("半年", 1),
    "round": word("轮次", 1),
    "reminder": word("提醒次序", 1),
    "level": word("督办等级", "yellow"),
    "repeat": word("再次督办次序", 1),
    # Only in events.
    "covered": word("已覆盖", []),
    "terms": word("适用制度版本", {}),
    "stage": choice("阶段", STAGES, "draft"),
    "slots": word("月度安排", []),
    "uncovered": word("未安排单位", []),
    "provisional": word("时限暂定", False),
    "purpose": word("安排用途", "coverage", "coverage 覆盖、repeat 再次复盘。"),
    "former_month": word("原月份", 5),
    "first_month": word("开始月份", 1),
    "late_by_seconds": word("迟于应发时刻", 0, "秒；0 表示按时。"),
    "countdown": word("计时", {}),
    "changed": word("变化的单位", []),
    "gone": word("名册中已无的单位", []),
    "placed": word("新的安排", []),
    "dropped": word("取消的安排", []),
    "dropped_repeats": word("取消的再次复盘", []),
    "is_first": word("首次覆盖", True),
    "released_month": word("腾出的月份", 9),
    "number": word("编号", "2026-Q2-ZZSH-03"),
    "period": word("期间", "2026-Q2"),
    "problem_code": word("问题代码", "ZZSH-03"),
    "findings": word("问题编号", []),
    "total": word("范围内单位数", 48),
    "missed": word("预计遗漏的单位", []),
    "proof": word("覆盖依据", []),
    "missing": word("未覆盖单位", []),
    "due_on": word("时限", "2026-04-07"),
    "roles": word("通知岗位", ["org_officer"]),
    "superseded": word("已被更高等级覆盖", False),
    "reminders": word("提醒次数", 2),
    "points": word("本次扣分", 0),
    "points_total": word("累计扣分", 0),
    "action": word("处置", "催办"),
    "command": word("操作", "approve"),
    "code": word("拒绝代码", "approver_is_author"),
    "message": word("拒绝理由", "参与编制的人不能审批该计划。"),
}

_OVERRIDES: dict[tuple[str, str], Word] = {
    ("RecordPostponed", "month"): word("延期至", "2026-05"),
    ("UnitPostponed", "month"): word("延期至", "2026-05"),
    ("CoverageForecast", "covered"): word("已覆盖单位数", 31),
    ("Found", "units"): word("涉及单位", ["Z1", "Z2"]),
    ("CommonIssueFound", "units"): word("涉及单位", ["Z1", "Z2"]),
}

WORDS = RoomWords(
    entity="annual_plan",
    title="年度复盘计划",
    commands=COMMAND_LABELS,
    events=EVENT_LABELS,
    fields=FIELDS,
    overrides=_OVERRIDES,
    parts={"Blackout": "避开月份", "Joint": "联合复盘", "Missing": "未覆盖单位"},
)
