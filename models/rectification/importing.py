"""导入台账: history that was kept elsewhere keeps its own dates (domain.md §3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from models.calendar import on_shanghai
from models.errors import InvalidInputError
from models.escalation.countdown import Countdown, Subject
from models.escalation.ladder import begin
from models.facts import Request
from models.ids import stream_id
from models.inputs import check_id_part, check_length, checked_text
from models.rectification.checkpoint import first_quarter_end
from models.rectification.closure import archive_on
from models.rectification.commands import ImportHistory
from models.rectification.content import Category
from models.rectification.events import (
    Archived,
    Closed,
    Imported,
    ObservationStarted,
    RectificationEvent,
)
from models.rectification.inputs import check_content, checked_measures
from models.rectification.item_state import OPEN_STATES, ItemState
from models.rectification.state import RectificationState
from models.terms import Terms

_STEP_OF_STATE = {
    ItemState.ISSUED: (Subject.ACCEPT, "accept_workdays"),
    ItemState.ACCEPTED: (Subject.PLAN, "plan_workdays"),
    ItemState.PLAN_REVIEW: (Subject.APPROVE_PLAN, "approve_plan_workdays"),
    ItemState.PENDING_VERIFY: (Subject.VERIFY, "verify_workdays"),
}


def import_history(
    state: RectificationState, request: Request[ImportHistory], terms: Terms
) -> Sequence[RectificationEvent]:
    """The row as facts: what was found, and what became of it until the day of the import.

    A closed row is followed by its closing, and by the end of its observation if that has passed,
    so that old history wants no running workflow. `occurred_on` tells each event's own day.
    """
    command, today = request.command, on_shanghai(request.at)
    found_on = _checked_found_on(command, today)
    _check_fields(command, today)
    imported = _imported(command, found_on, request.at, terms)
    if command.closed_on is None:
        return [imported]
    closed = _closed(command, command.closed_on, terms)
    later: list[RectificationEvent] = []
    if closed.observe_from_on <= today:
        later.append(ObservationStarted())
    if closed.archive_on <= today:
        later.append(Archived())
    return [imported, closed, *later]


def occurred_on(event: RectificationEvent, closed: Closed | None) -> date:
    """Civil date on which an event of an imported row occurred.

    Args:
        event: One of the events that `import_history` returned.
        closed: The closing among them; None when there is none.
    """
    if isinstance(event, Imported):
        return event.issued_on
    if closed is None:
        raise AssertionError("only a closing is followed by anything")
    if isinstance(event, ObservationStarted):
        return closed.observe_from_on
    return closed.archive_on if isinstance(event, Archived) else closed.closed_on


def _imported(command: ImportHistory, found_on: date, at: datetime, terms: Terms) -> Imported:
    set_here = {"found_on", "state", "closed_on", "opinion"}
    copied: dict[str, Any] = {
        each.name: getattr(command, each.name)
        for each in fields(command)
        if each.name not in set_here
    }
    extended = command.extended_due_on
    version = 1 if extended is None else 2
    is_open = command.closed_on is None
    return Imported(
        **copied,
        found_on=found_on,
        issued_on=found_on,
        provisional=_is_provisional(command, terms),
        deadline_version=version,
        extension_count=version - 1,
        terms=terms.version,
        countdowns=_countdowns(command, found_on, version, at, terms) if is_open else (),
        state=command.state if is_open else ItemState.IN_PROGRESS,
    )


def _closed(command: ImportHistory, closed_on: date, terms: Terms) -> Closed:
    due_on = command.extended_due_on or command.due_on
    return Closed(
        closed_on=closed_on,
        verified_by="",
        countersigned_by="",
        opinion=command.opinion,
        is_on_time=due_on is None or closed_on <= due_on,
        observe_from_on=terms.calendar.add_workdays(closed_on, 1),
        archive_on=archive_on(closed_on, terms),
    )


def _is_provisional(command: ImportHistory, terms: Terms) -> bool:
    due_on = command.extended_due_on or command.due_on
    return due_on is not None and terms.calendar.is_provisional(due_on)


def _countdowns(
    command: ImportHistory, found_on: date, version: int, at: datetime, terms: Terms
) -> tuple[Countdown, ...]:
    """What is promised from the day of the import on; earlier steps are history."""
    stream, today = stream_id(command.committee, "rectification", command.number), on_shanghai(at)
    countdowns = []
    due_on = command.extended_due_on or command.due_on
    if due_on is not None:
        countdowns.append(begin(stream, Subject.ITEM, version, due_on, at, terms))
    if command.state in _STEP_OF_STATE:
        subject, term = _STEP_OF_STATE[command.state]
        step_on = terms.calendar.add_workdays(today, getattr(terms.policy.steps, term))
        countdowns.append(begin(stream, subject, 1, step_on, at, terms))
    if command.category is Category.LONG_TERM:
        quarter_on = first_quarter_end(found_on, today, terms)
        countdowns.append(begin(stream, Subject.CHECKPOINT, 2, quarter_on, at, terms))
    return tuple(countdowns)


def _check_fields(command: ImportHistory, today: date) -> None:
    check_id_part(command.number, "number", "问题编号")
    check_id_part(command.committee, "committee", "党委代码")
    check_content(command)
    checked_text(command.owner_unit, "owner_unit", "责任单位")
    checked_measures(command.measures)
    check_length(command.progress, "progress", "进展情况", 4000)
    check_length(command.opinion, "opinion", "验收意见", 4000)
    _check_state(command)
    _check_dates(command, today)


def _check_state(command: ImportHistory) -> None:
    if (command.state is ItemState.CLOSED) != (command.closed_on is not None):
        raise InvalidInputError(
            "closing_inconsistent", "已销号事项须有销号日期，未销号事项不能有。", "closed_on"
        )
    if command.state not in (*OPEN_STATES, ItemState.CLOSED):
        raise InvalidInputError("state_not_importable", "不能导入该状态的事项。", "state")


def _checked_found_on(command: ImportHistory, today: date) -> date:
    if command.found_on is None:
        raise InvalidInputError("found_on_missing", "导入的事项须有发现日期。", "found_on")
    if command.found_on > today:
        raise InvalidInputError("found_in_future", "发现日期晚于今天，请核对。", "found_on")
    return command.found_on


def _check_dates(command: ImportHistory, today: date) -> None:
    found_on, due_on = command.found_on, command.due_on
    if due_on is None and command.category is not Category.LONG_TERM:
        raise InvalidInputError("due_missing", "除长期坚持外，须有整改时限。", "due_on")
    for earlier, later, field, message in (
        (found_on, due_on, "due_on", "整改时限早于发现日期，请核对。"),
        (due_on, command.extended_due_on, "extended_due_on", "延期后时限早于原时限，请核对。"),
        (found_on, command.closed_on, "closed_on", "销号日期早于发现日期，请核对。"),
        (command.closed_on, today, "closed_on", "销号日期晚于今天，请核对。"),
    ):
        if earlier is not None and later is not None and later < earlier:
            raise InvalidInputError("dates_reversed", message, field)
