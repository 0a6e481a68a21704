"""The plan's state machine: which command leads from where to where, and who may give it."""

from __future__ import annotations

from models.annual_plan.stage import STAGES, Stage
from models.machine import Machine, Transition

_DEPARTMENT = ("org_officer", "org_head")
_APPROVERS = ("committee_secretary", "committee_deputy", "org_head")
_KEEPERS = ("system", "sys_admin", "sec_admin", *_DEPARTMENT)
_LEADERS = ("committee_deputy", "committee_secretary")
_SYSTEM = ("system",)
_NONE, _DRAFT, _RUNNING = (Stage.NONE,), (Stage.DRAFT,), (Stage.RUNNING,)
_SUBMITTED = (Stage.SUBMITTED,)
_OPEN = (Stage.DRAFT, Stage.SUBMITTED, Stage.RUNNING)

_TABLE = (
    Transition("begin", _NONE, _DRAFT, ("system", *_DEPARTMENT), "单位取自名册"),
    Transition("submit", _DRAFT, _SUBMITTED, _DEPARTMENT, "范围内单位均已安排或说明理由"),
    Transition("approve", _SUBMITTED, _RUNNING, _APPROVERS, "批准人未参与编制"),
    Transition("return_plan", _SUBMITTED, _DRAFT, _APPROVERS, "说明理由"),
    Transition(
        "close_year", _RUNNING, (Stage.CLOSED,), ("org_head",), "年终后，未覆盖单位逐一说明理由"
    ),
    Transition("propose", _DRAFT, (), _DEPARTMENT, "不能全覆盖时拒绝并说明差额和办法"),
    Transition("assign", (Stage.DRAFT, Stage.RUNNING), (), _DEPARTMENT, "说明理由，不突破限制"),
    Transition("unassign", (Stage.DRAFT, Stage.RUNNING), (), _DEPARTMENT, "说明理由"),
    Transition("refresh_units", _OPEN, (), ("system", *_DEPARTMENT), "单位取自名册"),
    Transition("confirm_month", _RUNNING, (), _DEPARTMENT, "已开启的月份"),
    Transition("open_month", _RUNNING, (), _SYSTEM, "每月首个工作日"),
    Transition("record_covered", _OPEN, (), _SYSTEM, "反馈已下发"),
    Transition("record_postponed", _OPEN, (), _SYSTEM, "复盘延期"),
    Transition("record_cancelled", _OPEN, (), _SYSTEM, "复盘取消"),
    Transition("look_for_common_issues", _OPEN, (), _SYSTEM, "反馈已下发"),
    Transition("end_quarter", _RUNNING, (), _SYSTEM, "季后首个工作日"),
    Transition("end_half", _RUNNING, (), _SYSTEM, "半年后规定工作日"),
    Transition("alarm_coverage", _RUNNING, (), _SYSTEM, "预警月份首日"),
    Transition("open_next_year", _RUNNING, (), _SYSTEM, "12月1日"),
    Transition("acknowledge_escalation", _RUNNING, (), (*_DEPARTMENT, *_LEADERS), "计划的责任人"),
    Transition("remind", _RUNNING, (), _SYSTEM, "到期前"),
    Transition("raise_level", _RUNNING, (), _SYSTEM, "逾期"),
    Transition("repeat_level", _RUNNING, (), _SYSTEM, "逾期未办结"),
    Transition("adopt_terms", _OPEN, (), (*_KEEPERS, *_LEADERS)),
)

TITLES: dict[str, str] = {
    "begin": "启动编制",
    "propose": "编制方案",
    "assign": "安排单位",
    "unassign": "取消安排",
    "submit": "报送审批",
    "approve": "批准",
    "return_plan": "退回修改",
    "open_month": "开启当月",
    "confirm_month": "确认月度计划",
    "refresh_units": "更新单位名册",
    "record_covered": "登记已覆盖",
    "record_postponed": "登记延期",
    "record_cancelled": "登记取消",
    "look_for_common_issues": "查找共性问题",
    "end_quarter": "季度结束",
    "end_half": "半年结束",
    "alarm_coverage": "核对覆盖预测",
    "open_next_year": "启动下一年度编制",
    "close_year": "年度办结",
    "acknowledge_escalation": "回复督办",
    "remind": "到期提醒",
    "raise_level": "升级督办",
    "repeat_level": "再次督办",
    "adopt_terms": "改用新版制度或日历",
}

MACHINE = Machine(
    entity="annual_plan",
    title="年度复盘计划",
    states=STAGES,
    final=(Stage.CLOSED,),
    transitions=_TABLE,
    commands=TITLES,
    parts={"system": "系统"},
)
