"""From frozen figures to an approved text: draft, edit, submit, approve (domain.md §2.7)."""

from __future__ import annotations

from collections.abc import Sequence

from models.bulletin.commands import Approve, Begin, EditText, ReturnDraft, Submit
from models.bulletin.document import length_of
from models.bulletin.events import (
    Approved,
    Begun,
    BulletinEvent,
    DraftReturned,
    Submitted,
    TextEdited,
)
from models.bulletin.figures import figures_hash
from models.bulletin.promise import promised
from models.bulletin.quarter import Quarter
from models.bulletin.state import BulletinState, number_of_bulletin
from models.bulletin.text import SECTION_LABELS, default_text
from models.calendar import on_shanghai
from models.errors import InvalidInputError, RuleRefusedError
from models.escalation.countdown import Subject
from models.facts import Request
from models.ids import stream_id
from models.inputs import LONGEST_TEXT, check_length, checked_text
from models.separation import meets
from models.terms import Terms

_QUARTERS = range(1, 5)


def begin(state: BulletinState, request: Request[Begin], terms: Terms) -> Sequence[BulletinEvent]:
    """The draft makes itself: figures, their hash, a first text, and the promise to issue it.

    A first bulletin is due so many working days after the quarter; a correction after today.
    """
    command = request.command
    _check_period(command)
    quarter = Quarter(command.year, command.quarter)
    number = number_of_bulletin(quarter, command.correction)
    policy = terms.policy.bulletin
    from_on = on_shanghai(request.at) if command.correction else quarter.last_on
    stream = stream_id(command.committee, "bulletin", number)
    span = (from_on, policy.issue_workdays)
    return [
        Begun(
            committee=command.committee,
            number=number,
            year=command.year,
            quarter=command.quarter,
            figures=command.figures,
            figures_hash=figures_hash(command.figures),
            sections=default_text(command.figures, policy),
            corrects=command.corrects,
            correction=command.correction,
            reason=command.reason,
            letterhead=policy.letterhead,
            signature=policy.signature,
            document_code=policy.document_code,
            longest_characters=policy.longest_characters,
            promise=promised(stream, Subject.ISSUE_BULLETIN, 1, span, request.at, terms),
            terms=terms.version,
        )
    ]


def edit_text(
    state: BulletinState, request: Request[EditText], terms: Terms
) -> Sequence[BulletinEvent]:
    """One section anew; nothing when nothing changes."""
    command = request.command
    text = checked_text(command.text, "text", SECTION_LABELS[command.section])
    if text == state.sections[command.section]:
        return []
    return [TextEdited(command.section, text)]


def submit(state: BulletinState, request: Request[Submit], terms: Terms) -> Sequence[BulletinEvent]:
    """Ready to be judged. Too long a text is told, not refused: the judge sees it too."""
    return [Submitted(length_of(state))]


def approve(
    state: BulletinState, request: Request[Approve], terms: Terms
) -> Sequence[BulletinEvent]:
    """By another person than any who wrote or submitted it, also through a delegation."""
    if meets(request.actor, state.hands):
        raise RuleRefusedError(
            "approver_wrote_it", "您参与了该通报的起草或送审，不能批准，请由另一位党委领导批准。"
        )
    check_length(request.command.opinion, "opinion", "批准意见", LONGEST_TEXT)
    return [Approved(request.command.opinion.strip())]


def return_draft(
    state: BulletinState, request: Request[ReturnDraft], terms: Terms
) -> Sequence[BulletinEvent]:
    """Back to the department with the reason."""
    return [DraftReturned(checked_text(request.command.reason, "reason", "退回理由"))]


def _check_period(command: Begin) -> None:
    figures = command.figures
    if command.quarter not in _QUARTERS:
        raise InvalidInputError("quarter_unknown", "季度须为1至4。", "quarter")
    told = (figures.committee, figures.year, figures.quarter)
    if told != (command.committee, command.year, command.quarter):
        raise InvalidInputError("figures_foreign", "数据不属于该季度。", "figures")
    if (command.correction > 0) != bool(command.corrects):
        raise InvalidInputError("correction_unlinked", "更正通报须写明更正哪一期。", "corrects")
