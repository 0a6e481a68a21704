"""State after a fact: one small fold per event type, every one of them total."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from models.escalation.climbing import LadderFact, climbed
from models.escalation.countdown import Subject
from models.facts import Fact
from models.review.content import Finding, Move, MoveText, SpotTest
from models.review.events import (
    AdHocProposed,
    AttemptRefused,
    Cancelled,
    Closed,
    DraftFinished,
    EscalationAcknowledged,
    FeedbackIssued,
    FindingCorrected,
    FindingWithdrawn,
    Held,
    Imported,
    ItemReplaced,
    ItemSettled,
    LevelRaised,
    LevelRepeated,
    MoveRecorded,
    Notified,
    Objected,
    ObjectionAnswered,
    Planned,
    Postponed,
    Reminded,
    RemindersLapsed,
    ReviewEvent,
    SpotTestRecorded,
    StrengthRecorded,
    TeamAppointed,
    TermsAdopted,
    TrackingStarted,
    UnitConfirmed,
    WeaknessRecorded,
)
from models.review.stage import ReviewStage
from models.review.state import ReviewState
from models.separation import hands

_State = ReviewState


def evolve(state: _State, fact: Fact[ReviewEvent]) -> _State:
    """State after a fact. A refused attempt changes nothing."""
    return _FOLDS[type(fact.event)](state, fact)


def _begun(state: _State, event: Planned | Imported) -> _State:
    return replace(
        state,
        state=event.state,
        committee=event.committee,
        number=event.number,
        unit=event.unit,
        unit_name=event.unit_name,
        parent_unit=event.parent_unit,
        secretary_role=event.secretary_role,
        tier=event.tier,
        kind=event.kind,
        month=event.month,
        plan=event.plan,
        terms=event.terms,
    )


def _planned(state: _State, fact: Fact[Planned]) -> _State:
    event = fact.event
    return _begun(state, event).with_countdown(event.countdown, event.provisional)


def _imported(state: _State, fact: Fact[Imported]) -> _State:
    event = fact.event
    return replace(
        _begun(state, event),
        is_imported=True,
        held_on=event.held_on,
        feedback_on=event.feedback_on,
        forms=event.forms,
        moves=event.moves,
        indicators=event.indicators,
        findings=event.findings,
        findings_recorded=len(event.findings),
        items=event.items,
        open_items=event.open_items,
    )


def _team_appointed(state: _State, fact: Fact[TeamAppointed]) -> _State:
    event = fact.event
    return replace(state, lead=event.lead, members=event.members, kin=event.kin)


def _notified(state: _State, fact: Fact[Notified]) -> _State:
    event = fact.event
    return replace(
        state, state=event.state, visit_on=event.visit_on, is_unannounced=event.is_unannounced
    )


def _held(state: _State, fact: Fact[Held]) -> _State:
    event = fact.event
    held = replace(
        state.without(Subject.HOLD_REVIEW), state=event.state, held_on=event.on, forms=event.forms
    )
    return held.with_countdown(event.countdown, event.provisional)


def _move_recorded(state: _State, fact: Fact[MoveRecorded]) -> _State:
    event = fact.event
    texts = {each.move: each.text for each in state.moves} | {event.move: event.text}
    recorded = replace(
        state,
        moves=tuple(MoveText(move, texts[move]) for move in Move if move in texts),
        indicators=event.indicators or state.indicators,
    )
    return recorded.with_authors(*hands(fact.actor))


def _strength_recorded(state: _State, fact: Fact[StrengthRecorded]) -> _State:
    return _found(state, fact, Finding(fact.event.no, strength=fact.event.strength))


def _weakness_recorded(state: _State, fact: Fact[WeaknessRecorded]) -> _State:
    return _found(state, fact, Finding(fact.event.no, weakness=fact.event.weakness))


def _found(state: _State, fact: Fact[Any], finding: Finding) -> _State:
    found = replace(state, findings=(*state.findings, finding), findings_recorded=finding.no)
    return found.with_authors(*hands(fact.actor))


def _finding_corrected(state: _State, fact: Fact[FindingCorrected]) -> _State:
    event = fact.event
    new = Finding(event.no, event.strength, event.weakness)
    corrected = tuple(new if each.no == event.no else each for each in state.findings)
    return _changed(state, fact, corrected)


def _finding_withdrawn(state: _State, fact: Fact[FindingWithdrawn]) -> _State:
    kept = tuple(each for each in state.findings if each.no != fact.event.no)
    return _changed(state, fact, kept)


def _changed(state: _State, fact: Fact[Any], findings: tuple[Finding, ...]) -> _State:
    """A draft that the unit has, or has agreed to, is none any more."""
    changed = replace(
        state.without(Subject.CONFIRM_FEEDBACK), state=ReviewStage.IN_SESSION, findings=findings
    )
    return changed.with_authors(*hands(fact.actor))


def _spot_test_recorded(state: _State, fact: Fact[SpotTestRecorded]) -> _State:
    test = SpotTest(fact.event.count, fact.event.passed)
    return replace(state, spot_test=test).with_authors(*hands(fact.actor))


def _draft_finished(state: _State, fact: Fact[DraftFinished]) -> _State:
    event = fact.event
    finished = replace(
        state,
        state=event.state,
        draft_no=event.draft_no,
        drafted_on=event.drafted_on,
        is_objection_rejected=False,
    ).with_authors(*hands(fact.actor))
    return finished.with_countdown(event.countdown, event.provisional)


def _unit_confirmed(state: _State, fact: Fact[UnitConfirmed]) -> _State:
    return replace(state.without(Subject.CONFIRM_FEEDBACK), state=fact.event.state)


def _objected(state: _State, fact: Fact[Objected]) -> _State:
    return replace(state.without(Subject.CONFIRM_FEEDBACK), objection=fact.event.reason)


def _objection_answered(state: _State, fact: Fact[ObjectionAnswered]) -> _State:
    event = fact.event
    return replace(
        state,
        state=event.state,
        objection="",
        is_objection_rejected=not event.is_accepted,
    )


def _feedback_issued(state: _State, fact: Fact[FeedbackIssued]) -> _State:
    event = fact.event
    return replace(
        state.without(*Subject),
        state=event.state,
        feedback_on=event.issued_on,
        items=event.items,
    )


def _tracking_started(state: _State, fact: Fact[TrackingStarted]) -> _State:
    return replace(state, state=fact.event.state, open_items=fact.event.open_items)


def _open_items_changed(state: _State, fact: Fact[ItemSettled] | Fact[ItemReplaced]) -> _State:
    return replace(state, open_items=fact.event.open_items)


def _item_replaced(state: _State, fact: Fact[ItemReplaced]) -> _State:
    event = fact.event
    parent = next(each for each in state.items if each.number == event.number)
    child = replace(parent, number=event.child)
    return _open_items_changed(replace(state, items=(*state.items, child)), fact)


def _closed(state: _State, fact: Fact[Closed]) -> _State:
    return replace(state, state=fact.event.state, closed_on=fact.event.closed_on)


def _postponed(state: _State, fact: Fact[Postponed]) -> _State:
    event = fact.event
    postponed = replace(
        state, state=event.state, month=event.month, visit_on=None, is_unannounced=False
    )
    return postponed.with_countdown(event.countdown, event.provisional)


def _cancelled(state: _State, fact: Fact[Cancelled]) -> _State:
    return replace(state.without(*Subject), state=fact.event.state)


def _climbed(state: _State, fact: Fact[Any]) -> _State:
    event: LadderFact = fact.event
    return replace(state, countdowns=climbed(state.countdowns, event))


def _level_raised(state: _State, fact: Fact[LevelRaised]) -> _State:
    return replace(_climbed(state, fact), level_points=fact.event.points_total)


def _terms_adopted(state: _State, fact: Fact[TermsAdopted]) -> _State:
    event = fact.event
    adopted = replace(state, terms=event.terms)
    for countdown in event.countdowns:
        adopted = adopted.with_countdown(countdown, provisional=False)
    return replace(adopted, provisional=event.provisional)


def _unchanged(state: _State, fact: Fact[ReviewEvent]) -> _State:
    return state


_FOLDS: dict[type[ReviewEvent], Callable[[_State, Fact[Any]], _State]] = {
    Planned: _planned,
    Imported: _imported,
    TeamAppointed: _team_appointed,
    Notified: _notified,
    Held: _held,
    MoveRecorded: _move_recorded,
    AdHocProposed: _unchanged,
    StrengthRecorded: _strength_recorded,
    WeaknessRecorded: _weakness_recorded,
    FindingCorrected: _finding_corrected,
    FindingWithdrawn: _finding_withdrawn,
    SpotTestRecorded: _spot_test_recorded,
    DraftFinished: _draft_finished,
    UnitConfirmed: _unit_confirmed,
    Objected: _objected,
    ObjectionAnswered: _objection_answered,
    FeedbackIssued: _feedback_issued,
    TrackingStarted: _tracking_started,
    ItemSettled: _open_items_changed,
    ItemReplaced: _item_replaced,
    Closed: _closed,
    Postponed: _postponed,
    Cancelled: _cancelled,
    Reminded: _climbed,
    RemindersLapsed: _climbed,
    LevelRaised: _level_raised,
    LevelRepeated: _climbed,
    EscalationAcknowledged: _climbed,
    TermsAdopted: _terms_adopted,
    AttemptRefused: _unchanged,
}
