"""From the same problem in several units to the question that every unit is asked."""

from __future__ import annotations

from collections.abc import Sequence

from models.calendar import on_shanghai
from models.common_issue.commands import Accept, AskUnits, Dismiss, Propose
from models.common_issue.events import (
    Accepted,
    CommonIssueEvent,
    Dismissed,
    Proposed,
    UnitsAsked,
)
from models.common_issue.state import CommonIssueState
from models.errors import InvalidInputError
from models.escalation.countdown import Subject
from models.escalation.ladder import begin
from models.facts import Request
from models.inputs import check_id_part, checked_text
from models.terms import Terms

_FIRST_ROUND = 1
# A unit's item is numbered after the common issue and the unit.
_LONGEST_NUMBER = 40


def propose(
    state: CommonIssueState, request: Request[Propose], terms: Terms
) -> Sequence[CommonIssueEvent]:
    """Found by counting; people decide what becomes of it."""
    command = request.command
    check_id_part(command.committee, "committee", "党委代码")
    number = f"{command.period}-{command.problem_code}"
    check_id_part(number, "problem_code", "共性问题编号")
    if len(number) > _LONGEST_NUMBER:
        raise InvalidInputError(
            "number_too_long", f"共性问题编号不能超过{_LONGEST_NUMBER}个字符。", "problem_code"
        )
    return [
        Proposed(
            number=number,
            committee=command.committee,
            period=command.period,
            problem_code=command.problem_code,
            units=command.units,
            findings=command.findings,
            terms=terms.version,
        )
    ]


def accept(
    state: CommonIssueState, request: Request[Accept], terms: Terms
) -> Sequence[CommonIssueEvent]:
    """It is common; which units exist today is looked up next."""
    problem = checked_text(request.command.problem, "problem", "自查内容")
    return [Accepted(problem, checked_text(request.command.goal, "goal", "整改目标"))]


def dismiss(
    state: CommonIssueState, request: Request[Dismiss], terms: Terms
) -> Sequence[CommonIssueEvent]:
    """It is none, for a reason."""
    return [Dismissed(checked_text(request.command.reason, "reason", "理由"))]


def ask_units(
    state: CommonIssueState, request: Request[AskUnits], terms: Terms
) -> Sequence[CommonIssueEvent]:
    """Every active unit, those in which it was found included."""
    if not request.command.units:
        raise InvalidInputError("no_units", "没有现行单位可供自查，请核对单位名册。", "units")
    today = on_shanghai(request.at)
    due_on = terms.calendar.add_workdays(today, terms.policy.common_issue.reply_workdays)
    subject = Subject.REPLY_COMMON_ISSUE
    return [
        UnitsAsked(
            asked=request.command.units,
            asked_on=today,
            countdown=begin(state.stream, subject, _FIRST_ROUND, due_on, request.at, terms),
            provisional=terms.calendar.is_provisional(due_on, today),
        )
    ]
