"""The draft, the unit's answer, and what the lead makes of an objection (domain.md §2.4, §2.10)."""

from __future__ import annotations

from collections.abc import Sequence

from models.calendar import on_shanghai
from models.errors import RuleRefusedError
from models.escalation.countdown import Subject
from models.facts import Request
from models.inputs import LONGEST_TEXT, check_length, checked_text
from models.review.commands import AnswerObjection, Confirm, FinishDraft, ObjectTo
from models.review.events import (
    DraftFinished,
    Objected,
    ObjectionAnswered,
    ReviewEvent,
    UnitConfirmed,
)
from models.review.glossary import MOVES
from models.review.promises import confirm_by, promise
from models.review.separation import check_answerer, check_recorder
from models.review.stage import ReviewStage
from models.review.state import ReviewState
from models.terms import Terms


def finish_draft(
    state: ReviewState, request: Request[FinishDraft], terms: Terms
) -> Sequence[ReviewEvent]:
    """Complete in form and in its five moves; the unit reads it now."""
    check_recorder(state, request.actor)
    least = terms.policy.review.min_forms
    if state.counted_forms < least:
        raise RuleRefusedError(
            "forms_incomplete",
            f"座谈交流、现场询问、实地查看三种形式至少须有{least}种，"
            f"目前只有{state.counted_forms}种，请补充后再形成初稿。",
        )
    if state.missing_moves:
        names = "、".join(MOVES[move] for move in state.missing_moves)
        raise RuleRefusedError("moves_incomplete", f"五步尚缺：{names}，请补充后再形成初稿。")
    today = on_shanghai(request.at)
    due_on = confirm_by(today, terms)
    countdown, provisional = promise(state, Subject.CONFIRM_FEEDBACK, due_on, request, terms)
    return [DraftFinished(state.draft_no + 1, today, countdown, provisional)]


def confirm(state: ReviewState, request: Request[Confirm], terms: Terms) -> Sequence[ReviewEvent]:
    """The unit agrees."""
    check_answerer(state, request.actor)
    _check_no_objection(state)
    check_length(request.command.opinion, "opinion", "意见", LONGEST_TEXT)
    return [UnitConfirmed(request.command.opinion)]


def object_to(
    state: ReviewState, request: Request[ObjectTo], terms: Terms
) -> Sequence[ReviewEvent]:
    """The unit does not agree, and says why; once for each draft."""
    check_answerer(state, request.actor)
    _check_no_objection(state)
    if state.is_objection_rejected:
        raise RuleRefusedError(
            "objection_answered", "本稿的异议已经答复；仍有不同意见的，请向组织部反映。"
        )
    return [Objected(checked_text(request.command.reason, "reason", "异议理由"))]


def answer_objection(
    state: ReviewState, request: Request[AnswerObjection], terms: Terms
) -> Sequence[ReviewEvent]:
    """Accepted: the findings can be corrected, and the unit answers a new draft."""
    command = request.command
    check_recorder(state, request.actor)
    if not state.objection:
        raise RuleRefusedError("no_objection", "目前没有待答复的异议。")
    reason = checked_text(command.reason, "reason", "答复理由")
    after = ReviewStage.IN_SESSION if command.is_accepted else ReviewStage.DRAFTED
    return [ObjectionAnswered(command.is_accepted, reason, after)]


def _check_no_objection(state: ReviewState) -> None:
    if state.objection:
        raise RuleRefusedError(
            "objection_pending", "单位已提出异议，请等待复盘组组长答复后再办理。"
        )
