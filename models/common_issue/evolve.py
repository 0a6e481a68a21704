"""State after a fact: one small fold per event type, every one of them total."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from models.common_issue.campaign import Answer
from models.common_issue.events import (
    Accepted,
    AttemptRefused,
    Closed,
    CommonIssueEvent,
    Dismissed,
    EscalationAcknowledged,
    LevelRaised,
    LevelRepeated,
    Proposed,
    Reminded,
    RemindersLapsed,
    Replied,
    TermsAdopted,
    UnitsAsked,
    UnitsDropped,
)
from models.common_issue.state import CommonIssueState
from models.escalation.climbing import LadderFact, climbed
from models.escalation.countdown import Countdown
from models.facts import Fact

_State = CommonIssueState


def evolve(state: _State, fact: Fact[CommonIssueEvent]) -> _State:
    """State after a fact. A refused attempt changes nothing."""
    return _FOLDS[type(fact.event)](state, fact)


def _proposed(state: _State, fact: Fact[Proposed]) -> _State:
    event = fact.event
    return replace(
        state,
        state=event.state,
        committee=event.committee,
        number=event.number,
        period=event.period,
        problem_code=event.problem_code,
        units=event.units,
        findings=event.findings,
        terms=event.terms,
    )


def _accepted(state: _State, fact: Fact[Accepted]) -> _State:
    event = fact.event
    return replace(state, state=event.state, problem=event.problem, goal=event.goal)


def _dismissed(state: _State, fact: Fact[Dismissed]) -> _State:
    return replace(state, state=fact.event.state)


def _units_asked(state: _State, fact: Fact[UnitsAsked]) -> _State:
    event = fact.event
    asked = replace(
        state,
        state=event.state,
        asked=event.asked,
        asked_on=event.asked_on,
        provisional=event.provisional,
    )
    return _with(asked, event.countdown)


def _replied(state: _State, fact: Fact[Replied]) -> _State:
    event = fact.event
    answer = Answer(event.unit, event.found, event.item)
    return replace(state, answers=(*state.answers, answer))


def _units_dropped(state: _State, fact: Fact[UnitsDropped]) -> _State:
    gone = tuple(Answer(unit, None) for unit in fact.event.units)
    return replace(state, answers=(*state.answers, *gone))


def _closed(state: _State, fact: Fact[Closed]) -> _State:
    return replace(state, state=fact.event.state, countdowns=())


def _climbed(state: _State, fact: Fact[Any]) -> _State:
    event: LadderFact = fact.event
    return replace(state, countdowns=climbed(state.countdowns, event))


def _level_raised(state: _State, fact: Fact[LevelRaised]) -> _State:
    return replace(_climbed(state, fact), level_points=fact.event.points_total)


def _terms_adopted(state: _State, fact: Fact[TermsAdopted]) -> _State:
    event = fact.event
    adopted = replace(state, terms=event.terms, provisional=event.provisional)
    return _with(adopted, event.countdown) if event.countdown else adopted


def _unchanged(state: _State, fact: Fact[AttemptRefused]) -> _State:
    return state


def _with(state: _State, countdown: Countdown) -> _State:
    """The only promise is the latest one."""
    return replace(state, countdowns=(countdown,), rounds=countdown.round)


_FOLDS: dict[type[CommonIssueEvent], Callable[[_State, Fact[Any]], _State]] = {
    Proposed: _proposed,
    Accepted: _accepted,
    Dismissed: _dismissed,
    UnitsAsked: _units_asked,
    Replied: _replied,
    UnitsDropped: _units_dropped,
    Closed: _closed,
    Reminded: _climbed,
    RemindersLapsed: _climbed,
    LevelRaised: _level_raised,
    LevelRepeated: _climbed,
    EscalationAcknowledged: _climbed,
    TermsAdopted: _terms_adopted,
    AttemptRefused: _unchanged,
}
