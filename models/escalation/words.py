"""What the fields of ladders, terms and refused attempts are called, in whichever room."""

from __future__ import annotations

from models.glossary import SUBJECTS
from models.words import Word, choice, word

LADDER_FIELDS: dict[str, Word] = {
    "reply": word("回复内容", "因设备检修延误，5 月 12 日前完成"),
    "subject": choice("督办对象", SUBJECTS, "item"),
    "level": word("督办等级", "yellow"),
    "reminder": word("提醒次序", 1),
    "reminders": word("提醒次数", 2),
    "repeat": word("再次督办次序", 1),
    "round": word("轮次", 1),
    "roles": word("通知岗位", ["owner"]),
    "late_by_seconds": word("迟于应发时刻", 0, "秒；0 表示按时。"),
    "superseded": word("已被更高等级覆盖", False),
    "points": word("本次扣分", -1),
    "points_total": word("累计扣分", -3),
    "action": word("处置", "催办单，2个工作日内回复"),
    "state": word("状态", "in_progress"),
    "countdown": word("计时", {}),
    "countdowns": word("计时", []),
    "terms": word("适用制度版本", {}),
    "command": word("操作", "verify"),
    "code": word("拒绝代码", "verifier_is_owner"),
    "message": word("拒绝理由", "责任人不能验收本人负责的事项。"),
}
