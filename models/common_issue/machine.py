"""The common issue's state machine as data; its diagram is `docs/states/common_issue.md`."""

from __future__ import annotations

from models.common_issue.stage import FINAL_STAGES, STAGES, Stage
from models.machine import Machine, Transition

_S = Stage
_DEPARTMENT = ("org_officer", "org_head")
_LIVE = (_S.PROPOSED, _S.ACCEPTED, _S.REPLYING)
_ASKING = (_S.REPLYING,)

_TABLE = (
    Transition("propose", (_S.NONE,), (_S.PROPOSED,), ("system",), "多家单位出现同一问题"),
    Transition("accept", (_S.PROPOSED,), (_S.ACCEPTED,), _DEPARTMENT, "写明自查内容和整改目标"),
    Transition("dismiss", (_S.PROPOSED,), (_S.DISMISSED,), _DEPARTMENT, "说明理由"),
    Transition("ask_units", (_S.ACCEPTED,), (_S.REPLYING,), ("system",), "全部现行单位"),
    Transition(
        "reply", _ASKING, (_S.REPLYING, _S.CLOSED), ("unit_secretary",), "有则立项，各答各的"
    ),
    Transition("refresh_units", _ASKING, (_S.REPLYING, _S.CLOSED), ("system",), "撤销单位免于答复"),
    Transition("acknowledge_escalation", _ASKING, (), _DEPARTMENT, "各单位以答复代回复"),
    Transition("remind", _ASKING, (), ("system",), "到期前"),
    Transition("raise_level", _ASKING, (), ("system",), "逾期"),
    Transition("repeat_level", _ASKING, (), ("system",), "逾期未办结"),
    Transition(
        "adopt_terms",
        _LIVE,
        (),
        (
            *("system", "sys_admin", "sec_admin"),
            *(*_DEPARTMENT, "committee_deputy", "committee_secretary"),
        ),
    ),
)

COMMAND_NAMES: dict[str, str] = {
    "propose": "提出共性问题",
    "accept": "认定共性问题",
    "dismiss": "不作共性问题",
    "ask_units": "下发自查通知",
    "reply": "答复自查",
    "refresh_units": "核对单位",
    "acknowledge_escalation": "回复督办",
    "remind": "到期提醒",
    "raise_level": "升级督办",
    "repeat_level": "再次督办",
    "adopt_terms": "改用新版制度或日历",
}

PART_LABELS: dict[str, str] = {"system": "系统", "unit_secretary": "本单位书记"}

MACHINE = Machine(
    "common_issue", "共性问题", STAGES, FINAL_STAGES, _TABLE, COMMAND_NAMES, PART_LABELS
)
