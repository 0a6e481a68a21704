"""State after a fact: one small fold per event type, every one of them total."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from models.annual_plan.events import (
    AnnualPlanEvent,
    Approved,
    Assigned,
    AttemptRefused,
    Begun,
    CommonIssueFound,
    CoverageForecast,
    EscalationAcknowledged,
    HalfEnded,
    LevelRaised,
    LevelRepeated,
    MonthConfirmed,
    MonthOpened,
    NextYearOpened,
    Proposed,
    QuarterEnded,
    Reminded,
    RemindersLapsed,
    Replanned,
    Returned,
    Submitted,
    TermsAdopted,
    Unassigned,
    UnitCancelled,
    UnitCovered,
    UnitPostponed,
    UnitsRefreshed,
    UnitsRefreshRequested,
    YearClosed,
)
from models.annual_plan.records import Covered, Slot, Uncovered
from models.annual_plan.spans import half_of, month_in, quarter_of
from models.annual_plan.stage import Purpose
from models.annual_plan.state import AnnualPlanState
from models.calendar import on_shanghai
from models.escalation.climbing import LadderFact, climbed
from models.escalation.countdown import Subject
from models.facts import Fact
from models.separation import hands

_State = AnnualPlanState


def evolve(state: _State, fact: Fact[AnnualPlanEvent]) -> _State:
    """State after a fact. A refused attempt changes nothing."""
    return _FOLDS[type(fact.event)](state, fact)


def _begun(state: _State, fact: Fact[Begun]) -> _State:
    event = fact.event
    return replace(
        state,
        stage=event.stage,
        year=event.year,
        committee=event.committee,
        units=event.units,
        carried=event.carried,
        covered=event.covered,
        terms=event.terms,
    )


def _proposed(state: _State, fact: Fact[Proposed]) -> _State:
    event = fact.event
    opened = tuple(slot for slot in state.slots if slot.review)
    return replace(
        state,
        slots=opened + event.slots,
        uncovered=event.uncovered,
        seed=event.seed,
        scope=event.scope,
        month_max=event.month_max,
        teams=event.teams,
        blackouts=event.blackouts,
        joint=event.joint,
        proposals=state.proposals + 1,
    ).with_authors(*hands(fact.actor))


def _assigned(state: _State, fact: Fact[Assigned]) -> _State:
    event = fact.event
    slot = Slot(event.unit, event.month, event.reason, event.purpose, is_by_hand=True)
    return _placed_again(state.with_slots(slot), event.unit).with_authors(*hands(fact.actor))


def _unassigned(state: _State, fact: Fact[Unassigned]) -> _State:
    event = fact.event
    left = state.without_slots(frozenset({event.unit}), event.purpose)
    if event.purpose is Purpose.COVERAGE:
        gap = Uncovered(event.unit, event.reason, is_by_hand=True)
        left = replace(left, uncovered=(*left.uncovered, gap))
    return left.with_authors(*hands(fact.actor))


def _submitted(state: _State, fact: Fact[Submitted]) -> _State:
    return replace(state, stage=fact.event.stage).with_authors(*hands(fact.actor))


def _approved(state: _State, fact: Fact[Approved]) -> _State:
    event, today = fact.event, on_shanghai(fact.at)
    # A quarter or half that is under way ends, too, though no month of it is opened any more.
    month = min(event.first_month, today.month) if today.year == state.year else event.first_month
    return replace(
        state,
        stage=event.stage,
        authors=(),
        approved_on=today,
        first_month=event.first_month,
        base=len(state.covered),
        next_month=event.first_month,
        next_quarter=quarter_of(month),
        next_half=half_of(month),
    )


def _returned(state: _State, fact: Fact[Returned]) -> _State:
    return replace(state, stage=fact.event.stage)


def _month_opened(state: _State, fact: Fact[MonthOpened]) -> _State:
    event = fact.event
    waiting = (*state.unconfirmed, event.month) if event.slots else state.unconfirmed
    return replace(
        state.with_slots(*event.slots).with_countdown(event.countdown),
        next_month=event.month + 1,
        unconfirmed=waiting,
        is_confirmation_provisional=(
            event.provisional if event.countdown else state.is_confirmation_provisional
        ),
    )


def _month_confirmed(state: _State, fact: Fact[MonthConfirmed]) -> _State:
    event = fact.event
    left = tuple(month for month in state.unconfirmed if month != event.month)
    confirmed = replace(state.without(Subject.CONFIRM_MONTH), unconfirmed=left)
    return confirmed.with_countdown(event.countdown)


def _units_refreshed(state: _State, fact: Fact[UnitsRefreshed]) -> _State:
    event = fact.event
    changed = {unit.code: unit for unit in event.changed}
    known = {unit.code: unit for unit in state.units if unit.code not in event.gone}
    newly = frozenset(each.unit for each in event.covered)
    spare = tuple(
        slot
        for slot in state.slots
        if slot.review or slot.purpose is Purpose.REPEAT or slot.unit not in newly
    )
    return replace(
        state,
        units=tuple({**known, **changed}.values()),
        covered=state.covered + event.covered,
        slots=spare,
    )


def _replanned(state: _State, fact: Fact[Replanned]) -> _State:
    event = fact.event
    left = state.without_slots(frozenset(event.dropped), Purpose.COVERAGE)
    left = left.without_slots(frozenset(event.dropped_repeats), Purpose.REPEAT)
    return replace(left.with_slots(*event.placed), uncovered=event.uncovered)


def _unit_covered(state: _State, fact: Fact[UnitCovered]) -> _State:
    event = fact.event
    if not event.is_first:
        return state
    spare = frozenset() if event.released_month is None else frozenset({event.unit})
    left = _placed_again(state.without_slots(spare, Purpose.COVERAGE), event.unit)
    return replace(left, covered=(*state.covered, Covered(event.unit, event.review, event.on)))


def _unit_postponed(state: _State, fact: Fact[UnitPostponed]) -> _State:
    event = fact.event
    slot = _slot_of(state, event.unit, event.review)
    month = month_in(state.year, event.month)
    if slot is None:
        return _waiting_for(state, event.review, month or 0)
    if month is not None:
        reason = f"复盘{event.review}延期：{event.reason}"
        return state.with_slots(replace(slot, month=month, reason=reason))
    left = state.without_slots(frozenset({event.unit}), slot.purpose)
    if slot.purpose is Purpose.REPEAT:
        return left
    gap = Uncovered(event.unit, f"延期至{event.month}：{event.reason}", event.review)
    return replace(left, uncovered=(*left.uncovered, gap))


def _unit_cancelled(state: _State, fact: Fact[UnitCancelled]) -> _State:
    event = fact.event
    slot = _slot_of(state, event.unit, event.review)
    if slot is None:
        left = replace(state, spent=(*state.spent, event.review))
    else:
        left = state.without_slots(frozenset({event.unit}), slot.purpose)
    gaps = tuple(
        each for each in left.uncovered if (each.unit, each.review) != (event.unit, event.review)
    )
    return replace(left, uncovered=gaps)


def _common_issue_found(state: _State, fact: Fact[CommonIssueFound]) -> _State:
    return replace(state, common_issues=(*state.common_issues, fact.event.number))


def _quarter_ended(state: _State, fact: Fact[QuarterEnded]) -> _State:
    return replace(state, next_quarter=fact.event.quarter + 1)


def _half_ended(state: _State, fact: Fact[HalfEnded]) -> _State:
    return replace(state, next_half=fact.event.half + 1)


def _coverage_forecast(state: _State, fact: Fact[CoverageForecast]) -> _State:
    checked = replace(state.without(Subject.COVERAGE), is_coverage_checked=True)
    return checked.with_countdown(fact.event.countdown)


def _next_year_opened(state: _State, fact: Fact[NextYearOpened]) -> _State:
    return replace(state, is_next_year_open=True)


def _year_closed(state: _State, fact: Fact[YearClosed]) -> _State:
    return replace(state, stage=fact.event.stage, countdowns=(), unconfirmed=())


def _level_raised(state: _State, fact: Fact[LevelRaised]) -> _State:
    return replace(_climbed(state, fact), level_points=fact.event.points_total)


def _climbed(state: _State, fact: Fact[Any]) -> _State:
    event: LadderFact = fact.event
    return replace(state, countdowns=climbed(state.countdowns, event))


def _terms_adopted(state: _State, fact: Fact[TermsAdopted]) -> _State:
    event = fact.event
    return replace(
        state.with_countdown(event.countdown),
        terms=event.terms,
        is_confirmation_provisional=event.provisional,
    )


def _unchanged(state: _State, fact: Fact[Any]) -> _State:
    return state


def _placed_again(state: _State, unit: str) -> _State:
    """The unit is not without a place any more."""
    return replace(state, uncovered=tuple(each for each in state.uncovered if each.unit != unit))


def _waiting_for(state: _State, review: str, month: int) -> _State:
    """A review that already lives outside the plan goes on to another month."""
    gaps = tuple(
        replace(each, month=month) if review and each.review == review else each
        for each in state.uncovered
    )
    return replace(state, uncovered=gaps)


def _slot_of(state: _State, unit: str, review: str) -> Slot | None:
    return next((s for s in state.slots if (s.unit, s.review) == (unit, review)), None)


_FOLDS: dict[type[AnnualPlanEvent], Callable[[_State, Fact[Any]], _State]] = {
    Begun: _begun,
    Proposed: _proposed,
    Assigned: _assigned,
    Unassigned: _unassigned,
    Submitted: _submitted,
    Approved: _approved,
    Returned: _returned,
    MonthOpened: _month_opened,
    MonthConfirmed: _month_confirmed,
    UnitsRefreshRequested: _unchanged,
    UnitsRefreshed: _units_refreshed,
    Replanned: _replanned,
    UnitCovered: _unit_covered,
    UnitPostponed: _unit_postponed,
    UnitCancelled: _unit_cancelled,
    CommonIssueFound: _common_issue_found,
    QuarterEnded: _quarter_ended,
    HalfEnded: _half_ended,
    CoverageForecast: _coverage_forecast,
    NextYearOpened: _next_year_opened,
    YearClosed: _year_closed,
    Reminded: _climbed,
    RemindersLapsed: _climbed,
    LevelRaised: _level_raised,
    LevelRepeated: _climbed,
    EscalationAcknowledged: _climbed,
    TermsAdopted: _terms_adopted,
    AttemptRefused: _unchanged,
}
