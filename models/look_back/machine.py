"""The look-back's state machine as data; its diagram is `docs/states/look_back.md`."""

from __future__ import annotations

from models.look_back.stage import FINAL_STAGES, OPEN_STAGES, STAGES, Stage
from models.machine import Machine, Transition

_S = Stage
_DEPARTMENT = ("org_officer", "org_head")
_KEEPERS = ("system", "sys_admin", "sec_admin", *_DEPARTMENT)

_TABLE = (
    Transition("begin", (_S.NONE,), (_S.SAMPLED,), ("system",), "半年结束，按种子抽样"),
    Transition(
        "appoint_team",
        OPEN_STAGES,
        (_S.IN_PROGRESS,),
        _DEPARTMENT,
        "每个样本都有与其无关的成员",
    ),
    Transition("judge", (_S.IN_PROGRESS,), (), ("team",), "不是原验收人，不属责任单位"),
    Transition("drop_item", OPEN_STAGES, (), ("system", "team"), "说明理由"),
    Transition("finish", (_S.IN_PROGRESS,), (_S.FINISHED,), ("lead",), "样本全部认定"),
    Transition("record_report", (_S.FINISHED,), (_S.REPORTED,), ("system",)),
    Transition(
        "acknowledge_escalation", OPEN_STAGES, (), ("team", *_DEPARTMENT), "组建前由组织部答复"
    ),
    Transition("remind", OPEN_STAGES, (), ("system",), "到期前"),
    Transition("raise_level", OPEN_STAGES, (), ("system",), "逾期"),
    Transition("repeat_level", OPEN_STAGES, (), ("system",), "逾期未办结"),
    Transition(
        "adopt_terms",
        (*OPEN_STAGES, _S.FINISHED),
        (),
        (*_KEEPERS, "committee_deputy", "committee_secretary"),
    ),
)

# What people may do, with its name; the commands of clocks follow.
COMMAND_NAMES: dict[str, str] = {
    "begin": "启动回头看",
    "appoint_team": "组建回头看组",
    "judge": "核查认定",
    "drop_item": "不再核查",
    "finish": "完成核查",
    "record_report": "登记报告",
    "acknowledge_escalation": "回复督办",
    "remind": "到期提醒",
    "raise_level": "升级督办",
    "repeat_level": "再次督办",
    "adopt_terms": "改用新版制度或日历",
}

PART_LABELS: dict[str, str] = {
    "system": "系统",
    "team": "回头看组成员",
    "lead": "回头看组组长",
}

MACHINE = Machine("look_back", "回头看", STAGES, FINAL_STAGES, _TABLE, COMMAND_NAMES, PART_LABELS)
