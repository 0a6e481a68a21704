"""What a notice says: what is the matter, who must do what, by when.

Outside channels may show every word of this: number, unit, level and date, but neither a
person's name nor the text of a finding (domain.md §3.7).
"""

from __future__ import annotations

from datetime import date

from models.escalation.countdown import Subject
from models.glossary import LEVELS, SUBJECTS
from models.notice.kinds import is_escalation, subject_of
from models.notice.view import NoticeView
from models.policy import Level

_ENTITIES = {
    "rectification": "整改事项",
    "annual_plan": "年度复盘计划",
    "review": "复盘",
    "common_issue": "共性问题",
    "bulletin": "通报",
    "look_back": "回头看",
}

_ITEM_ESCALATIONS = {
    Level.BLUE: ("到期提醒", "请您按期完成整改并申请销号。"),
    Level.YELLOW: ("逾期催办", "请您在2个工作日内回复办理情况，尽快完成整改并申请销号。"),
    Level.ORANGE: ("逾期督办", "请您明确最后完成期限并书面说明逾期原因。"),
    Level.RED: ("逾期通报", "将点名通报并提请约谈，请您立即组织整改。"),
    Level.RAISE: ("提级督办", "将提请党委会研究，请您立即组织整改并准备书面说明。"),
}

# Step that is late: what has to be done. Those above the one who is late read the same words.
_STEPS = {
    Subject.ACCEPT: "请您督促或完成签收。",
    Subject.PLAN: "请您督促或报送整改方案。",
    Subject.APPROVE_PLAN: "请您督促或完成整改方案审批。",
    Subject.VERIFY: "请您督促或完成验收。",
    Subject.ANSWER_EXTENSION: "请您督促或答复延期申请；逾期不答复不视为同意。",
    Subject.CHECKPOINT: "请您督促或完成季度检查点。",
    Subject.CONFIRM_MONTH: "请您督促或确认本月复盘计划。",
    Subject.COVERAGE: "请您督促或安排尚未复盘的单位，确保全年全覆盖。",
    Subject.HOLD_REVIEW: "请您督促或按计划开展复盘。",
    Subject.CONFIRM_FEEDBACK: "请您督促或确认复盘反馈意见；有异议的，请说明。",
    Subject.ISSUE_FEEDBACK: "请您督促或下发复盘反馈。",
    Subject.REPLY_COMMON_ISSUE: "请您督促或答复共性问题自查情况。",
    Subject.ISSUE_BULLETIN: "请您督促或完成季度通报印发。",
    Subject.ACKNOWLEDGE_BULLETIN: "请您督促或签收通报。",
    Subject.FINISH_LOOK_BACK: "请您督促或完成回头看。",
}

# Last part of the kind: headline, and what has to be done.
_EVENTS = {
    "issued": ("新事项下发", "请您及时签收并组织制定整改方案。"),
    "accepted": ("已签收", "请您知悉。"),
    "plan_submitted": ("整改方案待审批", "请您在规定时限内审批。"),
    "plan_approved": ("整改方案已通过", "请您按方案组织整改。"),
    "plan_returned": ("整改方案已退回", "请您修改后重新报送。"),
    "verifier_assigned": ("已确定验收人", "请您按职责做好验收准备。"),
    "owner_assigned": ("已确定整改责任人", "请您按职责组织整改。"),
    "extension_requested": ("延期申请待答复", "请您在规定时限内答复；逾期不答复不视为同意。"),
    "extension_granted": ("延期申请已同意", "请您按新的时限完成整改。"),
    "extension_denied": ("延期申请未同意", "请您按原时限完成整改。"),
    "closure_requested": ("销号申请待验收", "请您在规定时限内完成验收。"),
    "closure_rejected": ("销号申请已退回", "整改时限不变，请您继续整改后重新申请。"),
    "verified": ("验收待复核", "请您及时复核。"),
    "closed": ("已销号", "请您继续做好成果巩固。"),
    "observation_started": ("进入巩固期", "请您继续做好成果巩固。"),
    "archived": ("已归档", "请您知悉。"),
    "rebounded": ("反弹重新立项", "请您重新组织整改。"),
    "transfer_requested": ("移交待接收", "请您在规定时限内确认是否接收。"),
    "transfer_declined": ("移交未被接收", "请您重新确定承办单位。"),
    "transferred": ("已移交", "请您办理交接。"),
    "terminated": ("已终止", "请您知悉。"),
    "checkpoint_reported": ("季度检查点待验收", "请您在规定时限内完成验收。"),
    "checkpoint_verified": ("季度检查点已通过", "请您继续长期坚持。"),
    "terms_adopted": ("整改时限已随公布的工作日历调整", "请您按新的时限完成整改。"),
    "escalation_acknowledged": ("督办已回复", "请您查阅回复并跟踪落实。"),
}
_UNKNOWN = ("办理进展", "请您登录系统查阅。")

# Whole kinds, where another entity's last part means something else.
_OF_ENTITIES = {
    "annual_plan.submitted": ("年度计划待审批", "请您审阅并批准或退回修改。"),
    "annual_plan.approved": ("年度计划已批准", "请您按计划组织实施。"),
    "annual_plan.returned": ("年度计划已退回", "请您按退回理由修改后重新报送。"),
    "annual_plan.assigned": ("单位安排已调整", "请您按新的月份组织复盘。"),
    "annual_plan.unassigned": ("单位安排已取消", "请您另行安排，确保全年全覆盖。"),
    "annual_plan.month_opened": ("当月复盘已开启", "请您在规定时限内确认月度计划并组织复盘。"),
    "annual_plan.replanned": ("年度安排已随情况变化调整", "请您核对调整情况。"),
    "annual_plan.common_issue_found": ("发现共性问题", "请您研究是否开展举一反三自查。"),
    "annual_plan.coverage_forecast": ("预计不能全覆盖", "请您立即安排尚无位置的单位。"),
    "annual_plan.next_year_opened": ("下一年度计划开始编制", "请您组织编制并按期报批。"),
    "annual_plan.year_closed": ("年度已办结", "请您查阅覆盖情况。"),
    "bulletin.begun": ("通报草稿已生成", "请您核改文稿并在规定时限内送审印发。"),
    "bulletin.submitted": ("通报待审批", "请您审阅并批准印发或退回修改。"),
    "bulletin.draft_returned": ("通报文稿已退回", "请您按退回理由修改后重新送审。"),
    "bulletin.issued": ("通报已印发", "请您及时签收并组织学习落实。"),
    "common_issue.proposed": ("发现共性问题", "请您审定是否作为共性问题开展自查。"),
    "common_issue.units_asked": ("共性问题自查通知", "请您组织自查，在规定时限内答复有或无。"),
    "common_issue.replied": ("有单位自查发现同类问题", "已为该单位立项，请您跟踪整改。"),
    "common_issue.closed": ("共性问题自查已全部答复", "请您知悉。"),
    "common_issue.terms_adopted": ("自查时限已随公布的工作日历调整", "请您按新的时限答复。"),
    "review.planned": ("复盘已列入计划", "请您组建复盘组，并按规定提前通知单位。"),
    "review.team_appointed": ("已编入复盘组", "请您按计划参加复盘。"),
    "review.notified": ("复盘到场通知", "请您做好复盘准备。"),
    "review.ad_hoc_proposed": ("“零”指标出现问题，建议临时复盘", "请您研究是否安排临时复盘。"),
    "review.draft_finished": ("反馈初稿待确认", "请您在规定时限内确认；有异议的，请说明理由。"),
    "review.unit_confirmed": ("单位已确认反馈初稿", "请您及时下发反馈。"),
    "review.objected": ("单位对反馈初稿提出异议", "请您核实后及时答复。"),
    "review.objection_answered": ("反馈初稿异议已答复", "请您查阅答复。"),
    "review.feedback_issued": ("复盘反馈已下发", "请您组织签收整改事项，按期整改。"),
    "review.closed": ("复盘已办结", "请您继续做好成果巩固。"),
    "review.postponed": ("复盘已改期", "请您按新的月份安排。"),
    "review.cancelled": ("复盘已取消", "请您知悉。"),
    "look_back.sampled": ("半年回头看已抽样", "请您组建回头看组，按期完成核查。"),
    "look_back.team_appointed": ("已编入回头看组", "请您对样本逐项核查认定。"),
    "look_back.item_dropped": ("样本事项已另行终结", "该事项不再核查，请您知悉。"),
    "look_back.false_closure": ("发现虚假整改", "请您按规定核查，并约谈责任单位和原验收人。"),
    "look_back.finished": ("回头看核查完毕", "请您查阅核查结果，报告随后生成。"),
    "look_back.report_recorded": ("回头看报告已生成", "请您查阅报告并督促落实。"),
    "look_back.terms_adopted": ("回头看时限已随公布的工作日历调整", "请您按新的时限完成核查。"),
    "rectification.looked_back": ("回头看已核查", "请您查阅核查结果，继续做好成果巩固。"),
    "bulletin.closed": ("通报已全部签收", "请您知悉。"),
}


def headline(notice: NoticeView) -> str:
    """What is the matter, in a few characters."""
    if not is_escalation(notice.kind):
        return _event(notice.kind)[0]
    step = subject_of(notice.kind)
    if step is Subject.ITEM:
        return _item(notice)[0]
    return f"{SUBJECTS[step]}{'即将到期' if notice.level is Level.BLUE else '逾期督办'}"


def request(notice: NoticeView) -> str:
    """Who must do what."""
    if not is_escalation(notice.kind):
        return _event(notice.kind)[1]
    step = subject_of(notice.kind)
    return _item(notice)[1] if step is Subject.ITEM else _STEPS[step]


def subject(notice: NoticeView) -> str:
    """Number with unit and date: `整改事项FP2026-001（综采一队，时限2026年4月30日）`."""
    details = [notice.unit] if notice.unit else []
    if notice.due_on is not None:
        details.append(f"{_due_word(notice.kind)}{long_date(notice.due_on)}")
    named = f"{_ENTITIES.get(notice.entity, '事项')}{notice.number}"
    return f"{named}（{'，'.join(details)}）" if details else named


def title(notice: NoticeView) -> str:
    """One line for lists: `【黄色】逾期催办：整改事项FP2026-001`."""
    colour = f"【{LEVELS[notice.level]}】" if notice.level else ""
    number = f"{_ENTITIES.get(notice.entity, '事项')}{notice.number}"
    return f"{colour}{headline(notice)}：{number}"


def sentence(notice: NoticeView) -> str:
    """The whole notice."""
    return f"{subject(notice)}{headline(notice)}。{request(notice)}{vacancy(notice)}"


def vacancy(notice: NoticeView) -> str:
    """What those who can fill a vacant post have to know; empty for everyone else."""
    if not notice.vacant:
        return ""
    return f"该事项应通知的{'、'.join(notice.vacant)}目前无人任职，请您尽快明确人选。"


def long_date(day: date) -> str:
    """`2026年4月30日`."""
    return f"{day.year}年{day.month}月{day.day}日"


def _due_word(kind: str) -> str:
    return "整改时限" if subject_of(kind) is Subject.ITEM else "办理时限"


def _item(notice: NoticeView) -> tuple[str, str]:
    return _ITEM_ESCALATIONS[notice.level] if notice.level else ("督办提醒", _UNKNOWN[1])


def _event(kind: str) -> tuple[str, str]:
    return _OF_ENTITIES.get(kind) or _EVENTS.get(kind.rsplit(".", 1)[-1], _UNKNOWN)
