"""The state machine as data: which command leads from where to where, and who may give it."""

from __future__ import annotations

from models.bulletin.labels import COMMAND_TITLES
from models.bulletin.stage import STAGES, BulletinStage
from models.machine import Machine, Transition

_S = BulletinStage
_DEPARTMENT = ("org_officer", "org_head")
_LEADERS = ("committee_secretary", "committee_deputy")
_LIVE = (_S.DRAFTED, _S.SUBMITTED, _S.APPROVED, _S.ISSUED)
_OUT = (_S.ISSUED, _S.CLOSED)

# Who plays a part towards one bulletin, beside the roles that an account holds.
PART_LABELS = {"system": "系统", "unit_secretary": "收文单位书记"}

_TABLE = (
    Transition("begin", (_S.NONE,), (_S.DRAFTED,), ("system",), "季度末，数据冻结"),
    Transition("submit", (_S.DRAFTED,), (_S.SUBMITTED,), _DEPARTMENT, "各部分均有内容"),
    Transition("approve", (_S.SUBMITTED,), (_S.APPROVED,), _LEADERS, "批准人未起草、未送审"),
    Transition("return_draft", (_S.SUBMITTED,), (_S.DRAFTED,), ("org_head", *_LEADERS), "说明理由"),
    Transition(
        "take_number", (_S.APPROVED,), (_S.ISSUED, _S.CLOSED), ("system",), "年度内连续编号"
    ),
    Transition("acknowledge", (_S.ISSUED,), (_S.ISSUED, _S.CLOSED), ("unit_secretary",)),
    Transition("refresh_units", (_S.ISSUED,), (_S.ISSUED, _S.CLOSED), ("system",), "单位已不存在"),
    Transition("edit_text", (_S.DRAFTED,), (), _DEPARTMENT),
    Transition("record_rendering", _OUT, (), ("system",), "只归存一次"),
    Transition("correct", _OUT, (), _DEPARTMENT, "说明理由，另发更正通报"),
    Transition("acknowledge_escalation", _LIVE, (), _DEPARTMENT),
    Transition("remind", _LIVE, (), ("system",), "到期前"),
    Transition("raise_level", _LIVE, (), ("system",), "逾期"),
    Transition("repeat_level", _LIVE, (), ("system",), "逾期未办结"),
    Transition(
        "adopt_terms",
        (*_LIVE, _S.CLOSED),
        (),
        ("system", "sys_admin", "sec_admin", *_DEPARTMENT, *_LEADERS),
    ),
)

MACHINE = Machine("bulletin", "季度通报", STAGES, (), _TABLE, COMMAND_TITLES, PART_LABELS)
