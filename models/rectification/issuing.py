"""下发: an item begins (domain.md §2.5, §2.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from models.calendar import on_shanghai
from models.errors import InvalidInputError, RuleRefusedError
from models.escalation.countdown import Countdown, Subject
from models.escalation.ladder import begin
from models.facts import Request
from models.ids import stream_id
from models.inputs import LONGEST_WORD, check_future, check_id_part, check_length, checked_text
from models.rectification.checkpoint import first_quarter_end
from models.rectification.commands import Issue
from models.rectification.content import Category, Content
from models.rectification.events import Issued, RectificationEvent
from models.rectification.inputs import (
    category_label,
    check_content,
    check_term,
    check_words,
    checked_measures,
)
from models.rectification.linked import check_link
from models.rectification.measures import check_in_time
from models.rectification.separation import check_named_verifier, check_owner_belongs
from models.rectification.state import RectificationState
from models.terms import Terms

# Roles that may verify while no account is named; any other could never verify.
VERIFIER_ROLES = (
    "verifier",
    "gb_secretary",
    "org_officer",
    "org_head",
    "committee_deputy",
    "review_lead",
    "review_member",
)


def issue(
    state: RectificationState, request: Request[Issue], terms: Terms
) -> Sequence[RectificationEvent]:
    """The item with owner, due day and goal; what is missing is refused."""
    command, today = request.command, on_shanghai(request.at)
    _check_fields(command, today)
    due_on, term = _due(command, today, terms)
    if not _is_judged(command):
        check_in_time(command.measures, due_on, today)
    return [
        Issued(
            **_copied(command),
            found_on=command.found_on or today,
            issued_on=today,
            due_on=due_on,
            term_workdays=term,
            provisional=due_on is not None and terms.calendar.is_provisional(due_on, today),
            terms=terms.version,
            countdowns=_countdowns(command, due_on, request, terms),
        )
    ]


def _copied(command: Issue) -> dict[str, Any]:
    set_here = {"found_on", "due_on", "term_workdays", "owner_belonging", "verifier_belonging"}
    return {
        each.name: getattr(command, each.name)
        for each in fields(command)
        if each.name not in set_here
    }


def _check_fields(command: Issue, today: date) -> None:
    check_content(command)
    checked_measures(command.measures)
    checked_text(command.owner_unit, "owner_unit", "责任单位")
    check_id_part(command.committee, "committee", "党委代码")
    _check_words_about_people(command)
    if command.parent:
        # What continues another item was accepted there; it must not be lost on its way here.
        check_link(command.number, command.parent, command.rebound_no)
        return
    if command.rebound_no:
        raise InvalidInputError("rebound_without_parent", "反弹事项须注明原事项编号。", "parent")
    check_id_part(command.number, "number", "问题编号")
    check_words(command)
    checked_text(command.goal, "goal", "整改目标")
    if command.found_on is not None and command.found_on > today:
        raise InvalidInputError("found_in_future", "发现日期晚于今天，请核对。", "found_on")
    if command.verifier_role not in VERIFIER_ROLES:
        raise InvalidInputError(
            "verifier_role_unknown",
            f"验收岗位只能取{'、'.join(VERIFIER_ROLES)}。",
            "verifier_role",
        )
    checked_text(command.owner, "owner", "整改责任人账号")
    checked_text(command.owner_post, "owner_post", "整改责任人职务")
    check_owner_belongs(command.owner_unit, command.owner_belonging)
    if command.verifier:
        unit = checked_text(command.verifier_unit, "verifier_unit", "验收人所在单位")
        item = RectificationState(owner=command.owner, owner_unit=command.owner_unit)
        check_named_verifier(item, command.verifier, unit, command.verifier_belonging)


def _check_words_about_people(command: Issue) -> None:
    for field, label in (
        ("owner_unit", "责任单位"),
        ("owner", "整改责任人账号"),
        ("owner_post", "整改责任人职务"),
        ("liaison_post", "联系领导职务"),
        ("verifier", "验收人账号"),
        ("verifier_unit", "验收人所在单位"),
        ("verifier_post", "验收人职务"),
    ):
        check_length(getattr(command, field), field, label, LONGEST_WORD)


def _due(command: Issue, today: date, terms: Terms) -> tuple[date | None, int | None]:
    """Due day, and the term that it was computed from unless it was given."""
    if _is_judged(command) and command.due_on is not None:
        return command.due_on, None
    if command.category is Category.LONG_TERM:
        if command.due_on is not None:
            raise InvalidInputError(
                "long_term_has_no_due", "长期坚持事项按季度检查，不设整改时限。", "due_on"
            )
        return None, None
    term = None
    due_on = command.due_on
    if due_on is None:
        term = _term(command, terms)
        due_on = terms.calendar.add_workdays(today, term)
    if not _is_judged(command):
        check_future(due_on, today, "due_on", "整改时限")
        _check_longest(command, due_on, today, terms)
    return due_on, term


def _is_judged(command: Issue) -> bool:
    """True for what was decided by the facts of another entity, under that one's own terms.

    It may come late, after downtime, or into a stricter policy; it must not be lost for that.
    """
    return bool(command.parent or command.review)


def _term(command: Issue, terms: Terms) -> int:
    if command.term_workdays is not None:
        check_term(command.term_workdays)
        return command.term_workdays
    categories = terms.policy.categories
    if command.category is Category.IMMEDIATE:
        return categories.immediate_workdays
    return categories.fixed_term_workdays


def _check_longest(content: Content, due_on: date, today: date, terms: Terms) -> None:
    categories = terms.policy.categories
    longest = {
        Category.IMMEDIATE: categories.immediate_workdays,
        Category.FIXED_TERM: categories.fixed_term_max_workdays,
    }[content.category]
    if terms.calendar.workdays_between(today, due_on) > longest:
        last_on = terms.calendar.add_workdays(today, longest)
        raise RuleRefusedError(
            "term_too_long",
            f"{category_label(content)}的时限最长{longest}个工作日，最迟可定为{last_on}。",
        )


def _countdowns(
    command: Issue, due_on: date | None, request: Request[Issue], terms: Terms
) -> tuple[Countdown, ...]:
    stream = stream_id(command.committee, "rectification", command.number)
    today = on_shanghai(request.at)
    accept_on = terms.calendar.add_workdays(today, terms.policy.steps.accept_workdays)
    countdowns = [begin(stream, Subject.ACCEPT, 1, accept_on, request.at, terms)]
    if due_on is not None:
        countdowns.append(begin(stream, Subject.ITEM, 1, due_on, request.at, terms))
    if command.category is Category.LONG_TERM:
        quarter_on = first_quarter_end(today, today, terms)
        countdowns.append(begin(stream, Subject.CHECKPOINT, 2, quarter_on, request.at, terms))
    return tuple(countdowns)
