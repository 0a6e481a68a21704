"""What people may do to an item, and what its events are called. Other words: `glossary`."""

from __future__ import annotations

from models.glossary import COMMANDS
from models.words import CommandLabel

# Commands of people. Those of clocks, of imports and of new terms are absent on purpose.
_DESCRIPTIONS: dict[str, str] = {
    "issue": "组织部门下发整改事项，责任单位开始签收计时。",
    "accept": "责任单位党支部书记签收，开始方案报送计时。",
    "submit_plan": "责任单位报送整改方案，每条措施写明责任人和日期。",
    "approve_plan": "组织部门审批通过，事项进入整改。",
    "return_plan": "组织部门说明理由，退回方案重新报送。",
    "report_progress": "责任单位填报最新进展。",
    "attach_evidence": "上传佐证材料，事实中只留文件摘要。",
    "assign_verifier": "组织部门指定由谁验收。",
    "assign_owner": "人员变动时变更整改责任人。",
    "request_extension": "到期前申请，次数、提前量和幅度按规定。",
    "grant_extension": "批准延期申请，按新时限重新计时。",
    "deny_extension": "驳回延期申请，时限不变。",
    "request_closure": "责任单位认为已完成，申请验收销号。",
    "reject_closure": "验收人退回继续整改，时限不变。",
    "verify": "验收人逐项核对后通过；严重问题还须会签。",
    "countersign": "第二签字人会签，或部长对长期事项最终销号。",
    "reopen": "发现问题反弹，重新立项并加重一级。",
    "transfer": "移交给其他单位，由对方接收后生效。",
    "accept_transfer": "接收单位确认接收并明确新责任人。",
    "decline_transfer": "接收单位说明理由，事项留在原单位。",
    "terminate": "说明理由后终止事项。",
    "report_checkpoint": "长期坚持事项每季度填报一次。",
    "verify_checkpoint": "验收长期坚持事项的季度检查点。",
    "acknowledge_escalation": "回复催办、督办：原因与补救期限。",
}

COMMAND_LABELS: dict[str, CommandLabel] = {
    name: CommandLabel(COMMANDS[name], description) for name, description in _DESCRIPTIONS.items()
}

EVENT_LABELS: dict[str, str] = {
    "rectification.issued": "已下发",
    "rectification.imported": "从台账导入",
    "rectification.accepted": "已签收",
    "rectification.plan_submitted": "方案已报送",
    "rectification.plan_approved": "方案已通过",
    "rectification.plan_returned": "方案已退回",
    "rectification.progress_reported": "进展已填报",
    "rectification.evidence_attached": "佐证已上传",
    "rectification.verifier_assigned": "验收人已指定",
    "rectification.owner_assigned": "责任人已变更",
    "rectification.extension_requested": "已申请延期",
    "rectification.extension_granted": "延期已同意",
    "rectification.extension_denied": "延期未获同意",
    "rectification.closure_requested": "已申请销号",
    "rectification.closure_rejected": "验收退回",
    "rectification.verified": "验收通过",
    "rectification.closed": "已销号",
    "rectification.observation_started": "进入巩固期",
    "rectification.archived": "已归档",
    "rectification.rebounded": "反弹重新立项",
    "rectification.held_for_look_back": "已列入回头看样本",
    "rectification.looked_back": "回头看已核查",
    "rectification.transfer_requested": "移交待接收",
    "rectification.transfer_declined": "移交未被接收",
    "rectification.transferred": "已移交",
    "rectification.terminated": "已终止",
    "rectification.checkpoint_reported": "季度检查点已填报",
    "rectification.checkpoint_verified": "季度检查点已验收",
    "rectification.reminded": "到期提醒",
    "rectification.reminders_lapsed": "到期提醒已过时",
    "rectification.level_raised": "督办升级",
    "rectification.level_repeated": "再次督办",
    "rectification.escalation_acknowledged": "督办已回复",
    "rectification.terms_adopted": "改用新版制度",
    "rectification.attempt_refused": "操作被拒绝",
}
