"""State after a fact: one small fold per event type, every one of them total."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from models.escalation.climbing import LadderFact, climbed
from models.escalation.countdown import Countdown
from models.facts import Fact
from models.look_back.events import (
    AttemptRefused,
    EscalationAcknowledged,
    Finished,
    ItemDropped,
    Judged,
    LevelRaised,
    LevelRepeated,
    LookBackEvent,
    Reminded,
    RemindersLapsed,
    ReportRecorded,
    Sampled,
    TeamAppointed,
    TermsAdopted,
)
from models.look_back.sampling import quota, rest_of
from models.look_back.state import LookBackState, SampledItem
from models.policy import LookBackTerms
from models.separation import hands

_State = LookBackState


def evolve(state: _State, fact: Fact[LookBackEvent]) -> _State:
    """State after a fact. A refused attempt changes nothing."""
    return _FOLDS[type(fact.event)](state, fact)


def _sampled(state: _State, fact: Fact[Sampled]) -> _State:
    event = fact.event
    terms = LookBackTerms(
        sample_percent=event.sample_percent, whole_from_severity=event.whole_from_severity
    )
    rest = rest_of(event.population, terms)
    candidates = {each.item: each for each in event.population}
    begun = replace(
        state,
        state=event.state,
        committee=event.committee,
        number=event.number,
        year=event.year,
        half=event.half,
        seed=event.seed,
        sample_percent=event.sample_percent,
        whole_from_severity=event.whole_from_severity,
        units=event.units,
        population_count=len(event.population),
        rest_count=rest,
        quota=quota(rest, terms),
        items=tuple(SampledItem(candidates[each.item], each.reasons) for each in event.sample),
        provisional=event.provisional,
        terms=event.terms,
    )
    return _with(begun, event.countdown)


def _team_appointed(state: _State, fact: Fact[TeamAppointed]) -> _State:
    event = fact.event
    return replace(state, state=event.state, lead=event.lead, members=event.members)


def _judged(state: _State, fact: Fact[Judged]) -> _State:
    event = fact.event
    return state.with_item(
        event.item,
        verdict=event.verdict,
        note=event.note,
        finding=event.finding,
        judges=hands(fact.actor),
        is_reopened=event.verdict.reopens,
    )


def _item_dropped(state: _State, fact: Fact[ItemDropped]) -> _State:
    event = fact.event
    return state.with_item(event.item, dropped_reason=event.reason, has_ended=event.has_ended)


def _finished(state: _State, fact: Fact[Finished]) -> _State:
    event = fact.event
    return replace(
        state,
        state=event.state,
        finished_on=event.finished_on,
        requirements=event.requirements,
        countdowns=(),
    )


def _report_recorded(state: _State, fact: Fact[ReportRecorded]) -> _State:
    return replace(state, state=fact.event.state, documents=fact.event.documents)


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


_FOLDS: dict[type[LookBackEvent], Callable[[_State, Fact[Any]], _State]] = {
    Sampled: _sampled,
    TeamAppointed: _team_appointed,
    Judged: _judged,
    ItemDropped: _item_dropped,
    Finished: _finished,
    ReportRecorded: _report_recorded,
    Reminded: _climbed,
    RemindersLapsed: _climbed,
    LevelRaised: _level_raised,
    LevelRepeated: _climbed,
    EscalationAcknowledged: _climbed,
    TermsAdopted: _terms_adopted,
    AttemptRefused: _unchanged,
}
