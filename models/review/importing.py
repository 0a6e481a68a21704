"""A review that took place before this service keeps its own dates (domain.md §4.2–§4.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from models.calendar import on_shanghai
from models.errors import InvalidInputError
from models.facts import Request
from models.inputs import LONGEST_TEXT, check_length, checked_text
from models.review.commands import ImportHistory
from models.review.content import Finding, Move, MoveText
from models.review.events import Closed, Imported, ReviewEvent
from models.review.glossary import MOVES
from models.review.months import month_of
from models.review.moves import results_of
from models.review.planning import checked_identity
from models.review.room import check_room
from models.review.state import ReviewState
from models.terms import Terms


def import_history(
    state: ReviewState, request: Request[ImportHistory], terms: Terms
) -> Sequence[ReviewEvent]:
    """The review as a whole, and its end when none of its items is open any more."""
    command = request.command
    number = checked_identity(command)
    _check_dates(command, on_shanghai(request.at))
    _check_items(command)
    moves, findings = _moves(command), _findings(command)
    check_room(state, moves, findings)
    imported = Imported(
        number=number,
        unit=command.unit,
        unit_name=command.unit_name,
        month=command.month,
        held_on=command.held_on,
        feedback_on=command.feedback_on,
        parent_unit=command.parent_unit,
        secretary_role=command.secretary_role,
        tier=command.tier,
        kind=command.kind,
        plan=command.plan,
        committee=command.committee,
        forms=command.forms,
        moves=moves,
        indicators=results_of(command.figures),
        findings=findings,
        items=command.items,
        open_items=command.open_items,
        terms=terms.version,
    )
    return (
        [imported]
        if command.closed_on is None
        else [imported, Closed(command.closed_on, is_history=True)]
    )


def occurred_on(event: ReviewEvent, imported: Imported) -> date:
    """Civil date on which an event of an imported review occurred."""
    return event.closed_on if isinstance(event, Closed) else imported.feedback_on


def _moves(command: ImportHistory) -> tuple[MoveText, ...]:
    texts = {move: getattr(command, move.value).strip() for move in Move}
    for move, text in texts.items():
        check_length(text, move.value, MOVES[move], LONGEST_TEXT)
    return tuple(MoveText(move, text) for move, text in texts.items() if text)


def _findings(command: ImportHistory) -> tuple[Finding, ...]:
    """Strengths first, then weaknesses; their items are items of their own already."""
    for strength in command.strengths:
        checked_text(strength.text, "strengths", "优点")
    for weakness in command.weaknesses:
        checked_text(weakness.problem, "weaknesses", "问题表现")
    found = [
        *(Finding(0, strength=each) for each in command.strengths),
        *(Finding(0, weakness=replace(each, items=())) for each in command.weaknesses),
    ]
    return tuple(replace(each, no=no) for no, each in enumerate(found, start=1))


def _check_dates(command: ImportHistory, today: date) -> None:
    if month_of(command.held_on) != command.month:
        raise InvalidInputError(
            "visit_outside_month", f"到场日期{command.held_on}不在{command.month}内。", "held_on"
        )
    order = [command.held_on, command.feedback_on, command.closed_on or today, today]
    if order != sorted(order):
        raise InvalidInputError(
            "dates_reversed", "到场、反馈、办结日期须依次且不晚于今天。", "feedback_on"
        )


def _check_items(command: ImportHistory) -> None:
    numbers = [each.number for each in command.items]
    if len(set(numbers)) < len(numbers) or not set(command.open_items) <= set(numbers):
        raise InvalidInputError(
            "items_inconsistent", "整改事项编号不能重复，未办结的须在其中。", "items"
        )
    if bool(command.open_items) is (command.closed_on is not None):
        raise InvalidInputError(
            "closing_inconsistent", "事项全部办结的须有办结日期，尚未办结的不能有。", "closed_on"
        )
