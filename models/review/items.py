"""From a weakness to the items that follow from it.

What the feedback opens must never be refused on its way: so the item's own rule judges each draft
when it is written down, and again when the feedback is issued.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from models.errors import InvalidInputError, RuleRefusedError
from models.facts import SYSTEM, Request
from models.rectification.belonging import Belonging
from models.rectification.commands import Issue
from models.rectification.content import Category, Content
from models.rectification.inputs import check_content, check_words
from models.rectification.issuing import issue
from models.rectification.state import RectificationState
from models.review.content import ItemDraft, ReviewKind, TrackedItem, Weakness
from models.review.state import ReviewState
from models.terms import Terms

MOST_ITEMS = 10  # of one weakness; a longer list is several weaknesses
_NOWHERE = Belonging()


def planned_items(state: ReviewState) -> Iterator[tuple[TrackedItem, Weakness, ItemDraft]]:
    """Every item that the feedback opens, numbered through in the order of the findings."""
    count = 0
    for finding in state.findings:
        if finding.weakness is None:
            continue
        for draft in finding.weakness.items:
            count += 1
            number = f"{state.number}-{count:02d}"
            yield TrackedItem(number, finding.no), finding.weakness, draft


def issue_command(state: ReviewState, number: str, weakness: Weakness, draft: ItemDraft) -> Issue:
    """The command that opens an item."""
    owner_unit = draft.owner_unit or state.unit
    is_own = owner_unit == state.unit
    return Issue(
        number=number,
        problem=weakness.problem,
        goal=draft.goal,
        category=draft.category,
        source=_source(state),
        party_plus=weakness.party_plus,
        work_axis=weakness.work_axis,
        cause_kind=weakness.cause_kind,
        cause=weakness.cause,
        severity=weakness.severity,
        found_on=state.held_on,
        checks=draft.checks,
        assessment=draft.assessment,
        funds=draft.funds,
        contingency=draft.contingency,
        remark=weakness.recommendation,
        owner_unit=owner_unit,
        parent_unit=state.parent_unit if is_own else state.unit,
        secretary_role=state.secretary_role if is_own else "branch_secretary",
        owner=draft.owner,
        owner_post=draft.owner_post,
        owner_belonging=draft.owner_belonging,
        liaison_post=draft.liaison_post,
        due_on=draft.due_on,
        term_workdays=draft.term_workdays,
        verifier=draft.verifier,
        verifier_unit=draft.verifier_unit,
        verifier_post=draft.verifier_post,
        verifier_role=draft.verifier_role,
        verifier_belonging=draft.verifier_belonging,
        measures=draft.measures,
        committee=state.committee,
        review=state.number,
    )


def check_items(
    state: ReviewState, weakness: Weakness, request: Request[Any], terms: Terms
) -> None:
    """Refuse a weakness with items that could not be issued.

    Raises:
        InvalidInputError: Words or fields make no sense.
        RuleRefusedError: A rule of items forbids one, for example an owner of another unit.
    """
    _check_content(weakness)
    if len(weakness.items) > MOST_ITEMS:
        raise InvalidInputError(
            "too_many_items", f"一项不足最多立{MOST_ITEMS}项整改，请拆分。", "items"
        )
    for place, draft in enumerate(weakness.items, start=1):
        _check_owner_unit(state, draft)
        if draft.due_on is not None and draft.term_workdays is not None:
            raise InvalidInputError("due_given_twice", "整改时限和工作日数只能填写一项。", "items")
        command = issue_command(state, f"{state.number}-00", weakness, draft)
        _check_issue(f"第{place}项整改", command, request, terms)


def check_planned(state: ReviewState, request: Request[Any], terms: Terms) -> None:
    """Refuse a feedback with an item that could be issued when it was written, but no longer."""
    for item, weakness, draft in planned_items(state):
        command = issue_command(state, item.number, weakness, draft)
        _check_issue(f"请组长先更正发现{item.finding}", command, request, terms)


def without_belongings(items: Sequence[ItemDraft]) -> tuple[ItemDraft, ...]:
    """The drafts as facts keep them; what the roster said was judged already."""
    return tuple(
        replace(each, owner_belonging=_NOWHERE, verifier_belonging=_NOWHERE) for each in items
    )


def _check_issue(where: str, command: Issue, request: Request[Any], terms: Terms) -> None:
    # As if by hand: what comes from a review is taken by the item without a look at its dates.
    asked = Request(request.id, SYSTEM, request.at, replace(command, review=""))
    try:
        issue(RectificationState(), asked, terms)
    except RuleRefusedError as error:
        raise RuleRefusedError(error.code, f"{where}：{error.message}") from error
    except InvalidInputError as error:
        raise InvalidInputError(error.code, f"{where}：{error.message}", "items") from error


def _check_content(weakness: Weakness) -> None:
    content = Content(
        problem=weakness.problem,
        goal="",
        category=Category.FIXED_TERM,
        party_plus=weakness.party_plus,
        work_axis=weakness.work_axis,
        cause_kind=weakness.cause_kind,
        cause=weakness.cause,
        severity=weakness.severity,
    )
    check_content(content)
    check_words(content)


def _check_owner_unit(state: ReviewState, draft: ItemDraft) -> None:
    """The reviewed unit answers, or one of its branches where it is a general branch."""
    if draft.owner_unit in ("", state.unit):
        return
    if state.secretary_role != "gb_secretary" or draft.owner_unit not in state.kin:
        raise RuleRefusedError(
            "owner_unit_elsewhere",
            f"责任单位“{draft.owner_unit}”不是被复盘单位或其所属支部，请核对。",
        )


def _source(state: ReviewState) -> str:
    if state.kind is ReviewKind.ACCIDENT:
        return "accident"
    return "unannounced" if state.is_unannounced else "review"
