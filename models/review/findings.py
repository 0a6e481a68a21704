"""Strengths and weaknesses, as long as the draft is not finished (domain.md §2.4).

A weakness has items, or the reason why it has none: nothing that was found is left without either.
What time has made impossible in a finished draft its lead corrects; the unit then reads a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from models.errors import InvalidInputError, RuleRefusedError
from models.facts import Request
from models.inputs import LONGEST_TEXT, check_id_part, check_length, checked_text
from models.review.commands import (
    CorrectFinding,
    RecordSpotTest,
    RecordStrength,
    RecordWeakness,
    WithdrawFinding,
)
from models.review.content import Finding, Strength, Weakness
from models.review.events import (
    FindingCorrected,
    FindingWithdrawn,
    ReviewEvent,
    SpotTestRecorded,
    StrengthRecorded,
    WeaknessRecorded,
)
from models.review.glossary import COMMANDS
from models.review.items import check_items, without_belongings
from models.review.parts import check_part
from models.review.room import check_finding_room, check_room
from models.review.separation import check_recorder
from models.review.stage import ReviewStage
from models.review.state import ReviewState
from models.terms import Terms

_LONGEST_CODE = 32  # what is left of a common issue's number beside its period
_T = TypeVar("_T", Strength, Weakness)


def record_strength(
    state: ReviewState, request: Request[RecordStrength], terms: Terms
) -> Sequence[ReviewEvent]:
    """What is done well, and why."""
    check_recorder(state, request.actor)
    check_finding_room(state)
    strength = _checked_strength(_plain(Strength, request.command))
    check_room(state, strength)
    return [StrengthRecorded(state.findings_recorded + 1, strength)]


def record_weakness(
    state: ReviewState, request: Request[RecordWeakness], terms: Terms
) -> Sequence[ReviewEvent]:
    """What is wrong and why, with what follows."""
    check_recorder(state, request.actor)
    check_finding_room(state)
    weakness = _checked_weakness(state, _plain(Weakness, request.command), request, terms)
    check_room(state, weakness)
    return [WeaknessRecorded(state.findings_recorded + 1, weakness)]


def correct_finding(
    state: ReviewState, request: Request[CorrectFinding], terms: Terms
) -> Sequence[ReviewEvent]:
    """The finding in its new words; a strength stays a strength."""
    command = request.command
    _check_may_change(state, request)
    finding = _known(state, command.finding)
    reason = checked_text(command.reason, "reason", "更正理由")
    strength, weakness = command.strength, command.weakness
    if (strength is None) is not (finding.strength is None) or (
        (weakness is None) is not (finding.weakness is None)
    ):
        raise InvalidInputError(
            "finding_kind_changed", "优点只能更正为优点，不足只能更正为不足。", "finding"
        )
    if strength is not None:
        strength = _checked_strength(strength)
    if weakness is not None:
        weakness = _checked_weakness(state, weakness, request, terms)
    check_room(state, strength, weakness)
    return [FindingCorrected(finding.no, reason, strength, weakness)]


def withdraw_finding(
    state: ReviewState, request: Request[WithdrawFinding], terms: Terms
) -> Sequence[ReviewEvent]:
    """Taken back with the reason; what was said stays in the facts."""
    _check_may_change(state, request)
    finding = _known(state, request.command.finding)
    reason = checked_text(request.command.reason, "reason", "撤回理由")
    return [FindingWithdrawn(finding.no, reason)]


def record_spot_test(
    state: ReviewState, request: Request[RecordSpotTest], terms: Terms
) -> Sequence[ReviewEvent]:
    """How many were asked, how many passed."""
    command = request.command
    check_recorder(state, request.actor)
    if not 0 < command.count <= 10_000 or not 0 <= command.passed <= command.count:
        raise InvalidInputError(
            "spot_test_senseless", "抽考人数须大于0，合格人数不能多于抽考人数。", "passed"
        )
    return [SpotTestRecorded(command.count, command.passed)]


def _check_may_change(
    state: ReviewState, request: Request[CorrectFinding] | Request[WithdrawFinding]
) -> None:
    check_recorder(state, request.actor)
    if state.state is ReviewStage.IN_SESSION:
        return
    name = request.command.name
    check_part(state, request.actor, name, ("review_lead",))
    if state.objection:
        raise RuleRefusedError(
            "objection_unanswered", f"单位的异议尚未答复，请先答复，再办理“{COMMANDS[name]}”。"
        )


def _known(state: ReviewState, no: int) -> Finding:
    finding = state.finding(no)
    if finding is None:
        raise RuleRefusedError("finding_unknown", f"没有编号为{no}的发现，或已经撤回。")
    return finding


def _checked_strength(strength: Strength) -> Strength:
    check_length(strength.cause, "cause", "原因", LONGEST_TEXT)
    return replace(strength, text=checked_text(strength.text, "text", "优点"))


def _checked_weakness(
    state: ReviewState, weakness: Weakness, request: Request[Any], terms: Terms
) -> Weakness:
    checked_text(weakness.problem, "problem", "问题表现")
    check_length(weakness.recommendation, "recommendation", "意见建议", LONGEST_TEXT)
    if weakness.problem_code:
        check_id_part(weakness.problem_code, "problem_code", "问题代码")
        check_length(weakness.problem_code, "problem_code", "问题代码", _LONGEST_CODE)
    if not weakness.items:
        checked_text(weakness.no_item_reason, "no_item_reason", "不立项的理由")
    elif weakness.no_item_reason.strip():
        raise InvalidInputError(
            "item_and_no_reason", "已列整改事项的，不再填写不立项的理由。", "no_item_reason"
        )
    check_length(weakness.no_item_reason, "no_item_reason", "不立项的理由", LONGEST_TEXT)
    check_items(state, weakness, request, terms)
    return replace(weakness, items=without_belongings(weakness.items))


def _plain(kind: type[_T], wider: _T) -> _T:
    """The finding alone of a command that says what it is."""
    return kind(**{each.name: getattr(wider, each.name) for each in fields(kind)})
