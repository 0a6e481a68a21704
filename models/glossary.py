"""One word for each concept: ids and the Chinese that people see (domain.md §5)."""

from __future__ import annotations

from models.escalation.countdown import Subject
from models.policy import Level
from models.rectification.content import Category
from models.rectification.item_state import ItemState

STATES: dict[ItemState, str] = {
    ItemState.NONE: "未立项",
    ItemState.ISSUED: "已下发",
    ItemState.ACCEPTED: "已签收",
    ItemState.PLAN_REVIEW: "方案待审",
    ItemState.IN_PROGRESS: "整改中",
    ItemState.PENDING_VERIFY: "待验收",
    ItemState.CLOSED: "已销号",
    ItemState.OBSERVING: "巩固期",
    ItemState.ARCHIVED: "已归档",
    ItemState.REOPENED: "反弹重新立项",
    ItemState.TRANSFERRED: "已移交",
    ItemState.TERMINATED: "已终止",
}

COMMANDS: dict[str, str] = {
    "issue": "下发",
    "import_history": "导入台账",
    "accept": "签收",
    "submit_plan": "报送方案",
    "approve_plan": "方案通过",
    "return_plan": "方案退回",
    "report_progress": "填报进展",
    "attach_evidence": "上传佐证",
    "assign_verifier": "指定验收人",
    "assign_owner": "变更责任人",
    "request_extension": "申请延期",
    "grant_extension": "同意延期",
    "deny_extension": "不同意延期",
    "request_closure": "申请销号",
    "reject_closure": "验收退回",
    "verify": "验收通过",
    "countersign": "会签销号",
    "start_observation": "转入巩固期",
    "archive": "归档",
    "reopen": "反弹重新立项",
    "hold_for_look_back": "列入回头看样本",
    "record_look_back": "记录回头看结果",
    "transfer": "移交",
    "accept_transfer": "接收移交",
    "decline_transfer": "不接收移交",
    "terminate": "终止",
    "report_checkpoint": "填报季度检查点",
    "verify_checkpoint": "季度检查点验收",
    "acknowledge_escalation": "回复督办",
    "remind": "到期提醒",
    "raise_level": "升级督办",
    "repeat_level": "再次督办",
    "adopt_terms": "改用新版制度或日历",
}

LEVELS: dict[Level, str] = {
    Level.BLUE: "蓝色",
    Level.YELLOW: "黄色",
    Level.ORANGE: "橙色",
    Level.RED: "红色",
    Level.RAISE: "提级",
}

CATEGORIES: dict[Category, str] = {
    Category.IMMEDIATE: "立行立改",
    Category.FIXED_TERM: "限期整改",
    Category.LONG_TERM: "长期坚持",
}

SUBJECTS: dict[Subject, str] = {
    Subject.ITEM: "整改",
    Subject.ACCEPT: "签收",
    Subject.PLAN: "报送方案",
    Subject.APPROVE_PLAN: "审批方案",
    Subject.VERIFY: "验收",
    Subject.ANSWER_EXTENSION: "答复延期",
    Subject.CHECKPOINT: "季度检查点",
    Subject.CONFIRM_MONTH: "确认月度计划",
    Subject.COVERAGE: "年度全覆盖",
    Subject.HOLD_REVIEW: "开展复盘",
    Subject.CONFIRM_FEEDBACK: "确认复盘反馈",
    Subject.ISSUE_FEEDBACK: "下发复盘反馈",
    Subject.REPLY_COMMON_ISSUE: "共性问题自查答复",
    Subject.ISSUE_BULLETIN: "印发季度通报",
    Subject.ACKNOWLEDGE_BULLETIN: "签收通报",
    Subject.FINISH_LOOK_BACK: "完成回头看",
}

SOURCES: dict[str, str] = {
    "review": "月度复盘",
    "look_back": "半年回头看",
    "inspection": "巡察反馈",
    "supervision": "督查督办",
    "superior": "上级检查",
    "unannounced": "四不两直",
    "self": "自查",
    "accident": "事故",
    "audit": "闭环审计",
}

PARTY_PLUS: dict[str, str] = {
    "safety": "党建+安全",
    "production": "党建+生产",
    "operation": "党建+经营",
    "reform": "党建+改革",
    "innovation": "党建+创新",
    "livelihood": "党建+民生",
}

WORK_AXES: dict[str, str] = {
    "politics": "政治",
    "ideology": "思想",
    "organization_life": "组织生活",
    "team": "队伍",
    "conduct": "作风廉洁",
    "records": "阵地台账",
    "mass_organizations": "群团",
}

CAUSE_KINDS: dict[str, str] = {
    "awareness": "认识",
    "organization": "机构",
    "mechanism": "机制",
    "ability": "能力",
    "method": "方法",
    "conduct": "作风",
}

SEVERITIES: dict[int, str] = {1: "一般", 2: "较重", 3: "严重", 4: "特别严重"}

CHECKLIST: dict[str, str] = {
    "measures_done": "措施全部落实",
    "goal_reached": "整改目标达到",
    "effect_shown": "整改成效符合要求",
    "similar_fixed": "同类问题一并整改",
    "mechanism_kept": "长效机制建立",
}
