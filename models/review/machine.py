"""The state machine of a review as data (domain.md §2.4)."""

from __future__ import annotations

from models.machine import Machine, Transition
from models.review.glossary import COMMANDS, STAGES, TITLE
from models.review.stage import AT_WORK, BEFORE_VISIT, FINAL_STAGES, ReviewStage

_S = ReviewStage
_DEPARTMENT = ("org_officer", "org_head")
_ARRANGERS = (*_DEPARTMENT, "gb_secretary")
_RECORDERS = ("review_lead", "review_member", "org_officer")
_KEEPERS = ("system", "sys_admin", "sec_admin", *_DEPARTMENT)
_LEADERS = ("committee_deputy", "committee_secretary")
_LIVE = (*AT_WORK, _S.TRACKING)
_SESSION = (_S.IN_SESSION,)
_UNTIL_FEEDBACK = (_S.IN_SESSION, _S.DRAFTED, _S.UNIT_CONFIRMED)

# Parts that somebody plays towards one review, beside the roles that an account holds.
PARTS: dict[str, str] = {
    "system": "系统",
    "review_lead": "本次复盘组组长",
    "review_member": "本次复盘组成员",
    "branch_secretary": "被复盘单位书记",
    "gb_secretary": "所属党总支书记（受托复盘）",
}

_TABLE = (
    Transition("plan", (_S.NONE,), (_S.PLANNED,), ("system", *_DEPARTMENT), "月份未过"),
    Transition(
        "import_history",
        (_S.NONE,),
        (_S.TRACKING, _S.CLOSED),
        ("system", "sys_admin", *_DEPARTMENT),
        "保留原日期",
    ),
    Transition("notify", BEFORE_VISIT, (_S.NOTIFIED,), ("review_lead", *_DEPARTMENT), "工作日"),
    Transition(
        "hold", (_S.NOTIFIED, _S.IN_SESSION), (_S.IN_SESSION,), _RECORDERS, "工作日，计划月份内"
    ),
    Transition("finish_draft", _SESSION, (_S.DRAFTED,), ("review_lead",), "形式达到要求，五步齐全"),
    Transition(
        "confirm", (_S.DRAFTED,), (_S.UNIT_CONFIRMED,), ("branch_secretary",), "不是复盘组人员"
    ),
    Transition(
        "answer_objection",
        (_S.DRAFTED,),
        (_S.IN_SESSION, _S.DRAFTED),
        ("review_lead",),
        "说明理由",
    ),
    Transition(
        "correct_finding",
        _UNTIL_FEEDBACK,
        _SESSION,
        _RECORDERS,
        "说明理由；初稿形成后限组长，须重新形成初稿",
    ),
    Transition(
        "withdraw_finding",
        _UNTIL_FEEDBACK,
        _SESSION,
        _RECORDERS,
        "说明理由；初稿形成后限组长，须重新形成初稿",
    ),
    Transition(
        "issue_feedback",
        (_S.DRAFTED, _S.UNIT_CONFIRMED),
        (_S.FEEDBACK_ISSUED, _S.TRACKING, _S.CLOSED),
        ("review_lead",),
        "已确认、异议已驳回，或逾期未确认并说明理由",
    ),
    Transition("settle_item", (_S.TRACKING,), (_S.TRACKING, _S.CLOSED), ("system",)),
    Transition("postpone", BEFORE_VISIT, (_S.PLANNED,), _ARRANGERS, "同年较晚月份，说明理由"),
    Transition("cancel", AT_WORK, (_S.CANCELLED,), _ARRANGERS, "说明理由，到场后限部长"),
    Transition(
        "appoint_team",
        (_S.PLANNED, _S.NOTIFIED, _S.IN_SESSION, _S.DRAFTED, _S.UNIT_CONFIRMED),
        (),
        _ARRANGERS,
        "不是被复盘单位及其总支人员",
    ),
    Transition("record_goals", _SESSION, (), _RECORDERS, "第一步"),
    Transition("record_experience", _SESSION, (), _RECORDERS, "第二步"),
    Transition("record_results", _SESSION, (), _RECORDERS, "第三步，六项指标"),
    Transition("record_causes", _SESSION, (), _RECORDERS, "第四步"),
    Transition("record_patterns", _SESSION, (), _RECORDERS, "第五步"),
    Transition("record_strength", _SESSION, (), _RECORDERS),
    Transition("record_weakness", _SESSION, (), _RECORDERS, "有整改事项或不立项理由"),
    Transition("record_spot_test", _SESSION, (), _RECORDERS),
    Transition("object", (_S.DRAFTED,), (), ("branch_secretary",), "说明理由，不是复盘组人员"),
    Transition("replace_item", (_S.TRACKING,), (), ("system",), "反弹或移交"),
    Transition(
        "acknowledge_escalation",
        AT_WORK,
        (),
        ("review_lead", "branch_secretary", "gb_secretary", *_DEPARTMENT),
    ),
    Transition("remind", AT_WORK, (), ("system",), "到期前"),
    Transition("raise_level", AT_WORK, (), ("system",), "逾期"),
    Transition("repeat_level", AT_WORK, (), ("system",), "逾期未办结"),
    Transition("adopt_terms", _LIVE, (), (*_KEEPERS, *_LEADERS)),
)

MACHINE = Machine("review", TITLE, STAGES, FINAL_STAGES, _TABLE, COMMANDS, PARTS)
