"""One promise with a due day and a ladder after it: the item itself, or a step of its life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.policy import Level


class Subject(StrEnum):
    """What may be late; the key of its ladder in `Policy.ladders`."""

    ITEM = "item"
    ACCEPT = "accept"
    PLAN = "plan"
    APPROVE_PLAN = "approve_plan"
    VERIFY = "verify"
    ANSWER_EXTENSION = "answer_extension"
    CHECKPOINT = "checkpoint"
    CONFIRM_MONTH = "confirm_month"
    COVERAGE = "coverage"
    HOLD_REVIEW = "hold_review"
    CONFIRM_FEEDBACK = "confirm_feedback"
    ISSUE_FEEDBACK = "issue_feedback"
    REPLY_COMMON_ISSUE = "reply_common_issue"
    ISSUE_BULLETIN = "issue_bulletin"
    ACKNOWLEDGE_BULLETIN = "acknowledge_bulletin"
    FINISH_LOOK_BACK = "finish_look_back"


@dataclass(frozen=True, slots=True)
class Countdown:
    """How far the ladder of one due day has been climbed.

    Attributes:
        subject: What is due.
        round: Tells this due day from earlier ones of the same subject: the deadline version of
            the item, a running number for steps. Subject, round and level never repeat.
        due_on: Civil date D, inclusive: on D it is not late yet.
        reminders: Reminders before D that are done with, told or dropped.
        level: Highest level raised so far; None when none was.
        repeats: Repetitions of the last rung so far.
        acknowledged: Highest level that somebody has replied to; None when none was.
    """

    subject: Subject
    round: int
    due_on: date
    reminders: int = 0
    level: Level | None = None
    repeats: int = 0
    acknowledged: Level | None = None
