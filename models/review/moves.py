"""The five moves in their order, and the indicators of the third (domain.md §2.4, §4.4)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from models.errors import InvalidInputError, RuleRefusedError
from models.facts import Request
from models.inputs import checked_text
from models.review.commands import (
    RecordCauses,
    RecordExperience,
    RecordGoals,
    RecordPatterns,
    RecordResults,
)
from models.review.content import (
    ZERO_INDICATORS,
    Figures,
    Indicator,
    IndicatorResult,
    Move,
    Standing,
)
from models.review.events import AdHocProposed, MoveRecorded, ReviewEvent
from models.review.glossary import INDICATORS, MOVES
from models.review.room import check_room
from models.review.separation import check_recorder
from models.review.state import ReviewState, red_dots
from models.terms import Terms

_LARGEST = 1e9  # more is a slip of the pen
MoveCommand = RecordGoals | RecordExperience | RecordResults | RecordCauses | RecordPatterns

_MOVES: dict[type[MoveCommand], Move] = {
    RecordGoals: Move.GOALS,
    RecordExperience: Move.EXPERIENCE,
    RecordResults: Move.RESULTS,
    RecordCauses: Move.CAUSES,
    RecordPatterns: Move.PATTERNS,
}


def record_move(
    state: ReviewState, request: Request[MoveCommand], terms: Terms
) -> Sequence[ReviewEvent]:
    """A move in its words; the results bring their indicators and what follows from them."""
    command = request.command
    move = _MOVES[type(command)]
    check_recorder(state, request.actor)
    _check_order(state, move)
    text = checked_text(command.text, "text", MOVES[move])
    check_room(state, text)
    if not isinstance(command, RecordResults):
        return [MoveRecorded(move, text)]
    results = tuple(_judged(figures) for figures in _checked(command.figures))
    recorded = MoveRecorded(move, text, results)
    proposed = red_dots(results)
    if not proposed or proposed == state.red_dots:
        return [recorded]
    return [recorded, AdHocProposed(proposed)]


def results_of(figures: Sequence[Figures]) -> tuple[IndicatorResult, ...]:
    """Judged figures of an imported review, as many as there are."""
    for each in figures:
        _check_numbers(each)
    return tuple(_judged(each) for each in figures)


def _check_order(state: ReviewState, move: Move) -> None:
    missing = state.missing_moves
    if move in missing and move is not missing[0]:
        raise RuleRefusedError(
            "move_out_of_order",
            f"五步须依次进行，请先完成“{MOVES[missing[0]]}”，再进行“{MOVES[move]}”。",
        )


def _checked(figures: Sequence[Figures]) -> Sequence[Figures]:
    """The figures in the indicators' order, each exactly once."""
    by_indicator = {each.indicator: each for each in figures}
    if len(figures) != len(by_indicator) or set(by_indicator) != set(Indicator):
        raise InvalidInputError(
            "indicators_incomplete",
            f"三零三增六项指标须各填一次：{'、'.join(INDICATORS.values())}。",
            "figures",
        )
    for each in figures:
        _check_figures(each)
    return [by_indicator[indicator] for indicator in Indicator]


def _check_figures(figures: Figures) -> None:
    _check_numbers(figures)
    label = INDICATORS[figures.indicator]
    is_zero = figures.indicator in ZERO_INDICATORS
    if figures.actual is not None and figures.target is None and not is_zero:
        raise InvalidInputError("target_missing", f"请填写“{label}”的目标值。", "figures")
    if is_zero and figures.target:
        raise InvalidInputError("target_not_zero", f"“{label}”的目标值只能为0。", "figures")


def _check_numbers(figures: Figures) -> None:
    for number in (figures.actual, figures.target):
        if number is not None and not (math.isfinite(number) and 0 <= number <= _LARGEST):
            label = INDICATORS[figures.indicator]
            raise InvalidInputError("figure_senseless", f"“{label}”的数值有误，请核对。", "figures")


def _judged(figures: Figures) -> IndicatorResult:
    target = 0.0 if figures.indicator in ZERO_INDICATORS else figures.target
    return IndicatorResult(figures.indicator, figures.actual, target, _standing(figures, target))


def _standing(figures: Figures, target: float | None) -> Standing | None:
    if figures.actual is None:
        return Standing.NOT_APPLICABLE
    if target is None:
        return None
    is_zero = figures.indicator in ZERO_INDICATORS
    is_met = figures.actual == 0 if is_zero else figures.actual >= target
    return Standing.MET if is_met else Standing.UNMET
