"""销号: asked by the unit, judged by somebody else, held for a while (domain.md §3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, timedelta

from models.calendar import on_shanghai
from models.errors import RuleRefusedError
from models.escalation.countdown import Subject
from models.escalation.ladder import begin
from models.facts import Request
from models.glossary import CHECKLIST
from models.inputs import check_length, checked_text
from models.look_back.half_year import look_back_ends_on
from models.rectification.checkpoint import check_held_long_enough
from models.rectification.commands import (
    Archive,
    Checklist,
    Countersign,
    RejectClosure,
    RequestClosure,
    StartObservation,
    Verify,
)
from models.rectification.content import Category
from models.rectification.events import (
    Archived,
    Closed,
    ClosureRejected,
    ClosureRequested,
    ObservationStarted,
    RectificationEvent,
    Verified,
)
from models.rectification.parts import check_part
from models.rectification.separation import check_returner, check_second_signer, check_verifier
from models.rectification.state import RectificationState
from models.terms import Terms


def request_closure(
    state: RectificationState, request: Request[RequestClosure], terms: Terms
) -> Sequence[RectificationEvent]:
    """Asked, with evidence or with the reason why none is needed."""
    command = request.command
    summary = checked_text(command.summary, "summary", "整改情况")
    reason = command.no_evidence_reason.strip()
    check_length(reason, "no_evidence_reason", "无需佐证理由", 4000)
    if not state.evidence_count and not reason:
        raise RuleRefusedError("evidence_missing", "申请销号须上传佐证材料，或填写无需佐证的理由。")
    if _is_long_term(state):
        check_held_long_enough(state, terms)
    days = terms.policy.steps.verify_workdays
    due_on = terms.calendar.add_workdays(on_shanghai(request.at), days)
    round_ = state.steps_begun + 1
    step = begin(state.stream, Subject.VERIFY, round_, due_on, request.at, terms)
    return [ClosureRequested(summary, reason, step)]


def reject_closure(
    state: RectificationState, request: Request[RejectClosure], terms: Terms
) -> Sequence[RectificationEvent]:
    """Sent back with the reason, by the verifier or by the second signer; the due day stays."""
    if not state.awaits_second_signer:
        check_part(state, request.actor, ("verifier",), request.command.name)
    check_returner(state, request.actor)
    reason = checked_text(request.command.reason, "reason", "退回理由")
    return [ClosureRejected(reason, state.reject_no + 1)]


def verify(
    state: RectificationState, request: Request[Verify], terms: Terms
) -> Sequence[RectificationEvent]:
    """Accepted when every standard is met; severe and long-term items wait for a second signer."""
    check_verifier(state, request.actor)
    if state.awaits_second_signer:
        raise RuleRefusedError("verified_already", "该事项已验收通过，待会签销号。")
    _check_standards(request.command.checklist)
    opinion = checked_text(request.command.opinion, "opinion", "验收意见")
    account = request.actor.account
    if _needs_second_signer(state, terms):
        return [Verified(account, opinion, awaits_second_signer=True)]
    closed = closed_event(state, on_shanghai(request.at), terms, account, "", opinion)
    return [Verified(account, opinion, awaits_second_signer=False), closed]


def countersign(
    state: RectificationState, request: Request[Countersign], terms: Terms
) -> Sequence[RectificationEvent]:
    """Closed by a second person who had no part in it either."""
    if not state.awaits_second_signer:
        raise RuleRefusedError("not_verified_yet", "该事项尚未验收通过，请验收人先验收。")
    check_second_signer(state, request.actor)
    check_length(request.command.opinion, "opinion", "会签意见", 4000)
    return [
        closed_event(
            state,
            on_shanghai(request.at),
            terms,
            state.verifiers[0],
            request.actor.account,
            state.opinion,
        )
    ]


def start_observation(
    state: RectificationState, request: Request[StartObservation], terms: Terms
) -> Sequence[RectificationEvent]:
    """The next working day after closing."""
    return [ObservationStarted()]


def archive(
    state: RectificationState, request: Request[Archive], terms: Terms
) -> Sequence[RectificationEvent]:
    """It held until the end of the observation."""
    return [Archived()]


def closed_event(
    state: RectificationState,
    closed_on: date,
    terms: Terms,
    verified_by: str,
    countersigned_by: str,
    opinion: str,
) -> Closed:
    """The closing with everything that follows from its day."""
    due_on = state.effective_due_on
    return Closed(
        closed_on=closed_on,
        verified_by=verified_by,
        countersigned_by=countersigned_by,
        opinion=opinion,
        is_on_time=due_on is None or closed_on <= due_on,
        observe_from_on=terms.calendar.add_workdays(closed_on, 1),
        archive_on=archive_on(closed_on, terms),
    )


def archive_on(closed_on: date, terms: Terms) -> date:
    """Later of the observation's end and the end of the next look-back (domain.md §2.6, §2.8).

    The look-back over a half-year takes the months after it that the policy gives it, so that
    every closed item can still be sampled; one that is in the sample waits for its verdict.
    """
    observed_on = closed_on + timedelta(days=terms.policy.observation.observation_days)
    return max(observed_on, look_back_ends_on(closed_on, terms.policy.look_back.finish_months))


def _needs_second_signer(state: RectificationState, terms: Terms) -> bool:
    content = state.content
    is_severe = content is not None and content.severity >= terms.policy.second_signer_from_severity
    return is_severe or _is_long_term(state)


def _is_long_term(state: RectificationState) -> bool:
    return state.content is not None and state.content.category is Category.LONG_TERM


def _check_standards(checklist: Checklist) -> None:
    unmet = [
        CHECKLIST[each.name] for each in fields(checklist) if not getattr(checklist, each.name)
    ]
    if unmet:
        raise RuleRefusedError(
            "checklist_unmet", f"以下标准尚未符合：{'、'.join(unmet)}；请退回整改。"
        )
