"""Chinese for every id of this room."""

from __future__ import annotations

from models.review.content import Indicator, Move, ReviewKind, ReviewTier, Standing, VisitForm
from models.review.stage import ReviewStage

TITLE = "复盘"

STAGES: dict[ReviewStage, str] = {
    ReviewStage.NONE: "未安排",
    ReviewStage.PLANNED: "已列入计划",
    ReviewStage.NOTIFIED: "已通知",
    ReviewStage.IN_SESSION: "复盘中",
    ReviewStage.DRAFTED: "待单位确认",
    ReviewStage.UNIT_CONFIRMED: "单位已确认",
    ReviewStage.FEEDBACK_ISSUED: "已反馈",
    ReviewStage.TRACKING: "跟踪整改",
    ReviewStage.CLOSED: "已办结",
    ReviewStage.CANCELLED: "已取消",
}

COMMANDS: dict[str, str] = {
    "plan": "列入计划",
    "import_history": "导入历史复盘",
    "appoint_team": "组建复盘组",
    "notify": "通知复盘",
    "hold": "登记复盘到场",
    "record_goals": "回顾预期目标",
    "record_experience": "交流体会",
    "record_results": "评估结果",
    "record_causes": "分析原因",
    "record_patterns": "总结规律",
    "record_strength": "记录优点",
    "record_weakness": "记录不足",
    "correct_finding": "更正发现",
    "withdraw_finding": "撤回发现",
    "record_spot_test": "登记抽考",
    "finish_draft": "形成反馈初稿",
    "confirm": "确认反馈",
    "object": "提出异议",
    "answer_objection": "答复异议",
    "issue_feedback": "下发反馈",
    "settle_item": "事项办结",
    "replace_item": "事项接续",
    "postpone": "改期",
    "cancel": "取消复盘",
    "acknowledge_escalation": "回复督办",
    "remind": "到期提醒",
    "raise_level": "升级督办",
    "repeat_level": "再次督办",
    "adopt_terms": "改用新版制度或日历",
}

KINDS: dict[ReviewKind, str] = {
    ReviewKind.PLANNED: "计划复盘",
    ReviewKind.AD_HOC: "临时复盘",
    ReviewKind.ACCIDENT: "事故复盘",
    ReviewKind.REPEAT: "再次复盘",
}

TIERS: dict[ReviewTier, str] = {
    ReviewTier.DIRECT: "党委直接复盘",
    ReviewTier.SUB: "党总支受托复盘",
}

FORMS: dict[VisitForm, str] = {
    VisitForm.DISCUSSION: "座谈交流",
    VisitForm.INQUIRY: "现场询问",
    VisitForm.INSPECTION: "实地查看",
    VisitForm.STUDY: "旁听学习",
    VisitForm.EXHIBITION: "资料展评",
}

MOVES: dict[Move, str] = {
    Move.GOALS: "回顾预期目标",
    Move.EXPERIENCE: "交流体会",
    Move.RESULTS: "评估结果",
    Move.CAUSES: "分析原因",
    Move.PATTERNS: "总结规律",
}

INDICATORS: dict[Indicator, str] = {
    Indicator.SAFETY_ACCIDENTS: "安全事故（起）",
    Indicator.ENVIRONMENT_EVENTS: "环保事件（起）",
    Indicator.INTEGRITY_VIOLATIONS: "违纪违规（起）",
    Indicator.COST_SAVING_10K_YUAN: "降本增效（万元）",
    Indicator.REFORM_TASKS_DONE_PERCENT: "改革任务完成率（%）",
    Indicator.LIVELIHOOD_ITEMS_DONE: "办成民生实事（件）",
}

STANDINGS: dict[Standing, str] = {
    Standing.MET: "达标",
    Standing.UNMET: "未达标",
    Standing.NOT_APPLICABLE: "不适用",
}
