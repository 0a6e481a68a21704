"""State after a fact: one small fold per event type, every one of them total."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from models.calendar import on_shanghai
from models.escalation.climbing import LadderFact, climbed
from models.escalation.countdown import Subject
from models.facts import Fact
from models.rectification.content import content_of
from models.rectification.events import (
    Accepted,
    Archived,
    AttemptRefused,
    CheckpointReported,
    CheckpointVerified,
    Closed,
    ClosureRejected,
    ClosureRequested,
    EscalationAcknowledged,
    EvidenceAttached,
    ExtensionDenied,
    ExtensionGranted,
    ExtensionRequested,
    HeldForLookBack,
    Imported,
    Issued,
    LevelRaised,
    LevelRepeated,
    LookedBack,
    ObservationStarted,
    OwnerAssigned,
    PlanApproved,
    PlanReturned,
    PlanSubmitted,
    ProgressReported,
    Rebounded,
    RectificationEvent,
    Reminded,
    RemindersLapsed,
    Terminated,
    TermsAdopted,
    TransferDeclined,
    Transferred,
    TransferRequested,
    Verified,
    VerifierAssigned,
)
from models.rectification.state import PendingExtension, PendingTransfer, RectificationState
from models.separation import hands

_State = RectificationState
_STEPS = tuple(subject for subject in Subject if subject is not Subject.ITEM)


def evolve(state: _State, fact: Fact[RectificationEvent]) -> _State:
    """State after a fact. A refused attempt changes nothing."""
    return _FOLDS[type(fact.event)](state, fact)


def _begun(state: _State, fact: Fact[Issued] | Fact[Imported]) -> _State:
    event = fact.event
    return (
        replace(
            state,
            state=event.state,
            committee=event.committee,
            number=event.number,
            content=content_of(event),
            owner_unit=event.owner_unit,
            parent_unit=event.parent_unit,
            secretary_role=event.secretary_role,
            owner=event.owner,
            owner_post=event.owner_post,
            liaison_post=event.liaison_post,
            verifier_post=event.verifier_post,
            verifier_role=event.verifier_role,
            measures=event.measures,
            issued_on=event.issued_on,
            due_on=event.due_on,
            deadline_version=event.deadline_version,
            provisional=event.provisional,
            parent=event.parent,
            rebound_no=event.rebound_no,
            review=event.review,
            terms=event.terms,
        )
        .with_countdowns(*event.countdowns)
        .with_doers(event.owner)
    )


def _issued(state: _State, fact: Fact[Issued]) -> _State:
    event = fact.event
    return replace(
        _begun(state.with_doers(*event.doers), fact),
        verifier=event.verifier,
        verifier_unit=event.verifier_unit,
        term_workdays=event.term_workdays,
    )


def _imported(state: _State, fact: Fact[Imported]) -> _State:
    event = fact.event
    return replace(
        _begun(state, fact),
        is_imported=True,
        extended_due_on=event.extended_due_on,
        extension_count=event.extension_count,
        progress=event.progress,
    )


def _accepted(state: _State, fact: Fact[Accepted]) -> _State:
    event = fact.event
    return replace(state.without(Subject.ACCEPT), state=event.state).with_countdowns(
        event.countdown
    )


def _plan_submitted(state: _State, fact: Fact[PlanSubmitted]) -> _State:
    event = fact.event
    return (
        replace(
            state.without(Subject.PLAN),
            state=event.state,
            measures=event.measures,
            plan_no=event.plan_no,
            plan_authors=hands(fact.actor),
        )
        .with_countdowns(event.countdown)
        .with_doers(*hands(fact.actor))
    )


def _plan_approved(state: _State, fact: Fact[PlanApproved]) -> _State:
    return replace(state.without(Subject.APPROVE_PLAN), state=fact.event.state)


def _plan_returned(state: _State, fact: Fact[PlanReturned]) -> _State:
    event = fact.event
    return replace(state.without(Subject.APPROVE_PLAN), state=event.state).with_countdowns(
        event.countdown
    )


def _progress_reported(state: _State, fact: Fact[ProgressReported]) -> _State:
    return replace(state, progress=fact.event.progress).with_doers(*hands(fact.actor))


def _evidence_attached(state: _State, fact: Fact[EvidenceAttached]) -> _State:
    event = fact.event
    attached = replace(state, evidence_count=event.evidence_count, last_evidence=event.sha256)
    return attached.with_doers(*hands(fact.actor))


def _verifier_assigned(state: _State, fact: Fact[VerifierAssigned]) -> _State:
    event = fact.event
    return replace(
        state, verifier=event.verifier, verifier_unit=event.unit, verifier_post=event.post
    )


def _owner_assigned(state: _State, fact: Fact[OwnerAssigned]) -> _State:
    assigned = replace(state, owner=fact.event.owner, owner_post=fact.event.post)
    return assigned.with_doers(fact.event.owner)


def _extension_requested(state: _State, fact: Fact[ExtensionRequested]) -> _State:
    event = fact.event
    pending = PendingExtension(event.asked_due_on, event.is_exceptional, hands(fact.actor))
    asked = replace(state, extension=pending, progress=event.progress)
    return asked.with_countdowns(event.countdown).with_doers(*hands(fact.actor))


def _extension_granted(state: _State, fact: Fact[ExtensionGranted]) -> _State:
    event = fact.event
    return replace(
        state.without(Subject.ANSWER_EXTENSION),
        extension=None,
        extended_due_on=event.extended_due_on,
        extension_count=event.extension_count,
        deadline_version=event.deadline_version,
        provisional=event.provisional,
    ).with_countdowns(event.countdown)


def _extension_denied(state: _State, fact: Fact[ExtensionDenied]) -> _State:
    return replace(state.without(Subject.ANSWER_EXTENSION), extension=None)


def _closure_requested(state: _State, fact: Fact[ClosureRequested]) -> _State:
    event = fact.event
    return (
        replace(
            state,
            state=event.state,
            progress=event.summary,
            closure_requesters=hands(fact.actor),
            verifiers=(),
            awaits_second_signer=False,
        )
        .with_countdowns(event.countdown)
        .with_doers(*hands(fact.actor))
    )


def _closure_rejected(state: _State, fact: Fact[ClosureRejected]) -> _State:
    event = fact.event
    return replace(
        state.without(Subject.VERIFY),
        state=event.state,
        reject_no=event.reject_no,
        opinion=event.reason,
        verifiers=(),
        awaits_second_signer=False,
    )


def _verified(state: _State, fact: Fact[Verified]) -> _State:
    event = fact.event
    return replace(
        state,
        verifiers=hands(fact.actor),
        opinion=event.opinion,
        awaits_second_signer=event.awaits_second_signer,
    )


def _closed(state: _State, fact: Fact[Closed]) -> _State:
    event = fact.event
    return replace(
        _ended(state),
        state=event.state,
        opinion=event.opinion,
        closed_on=event.closed_on,
        is_on_time=event.is_on_time,
        observe_from_on=event.observe_from_on,
        archive_on=event.archive_on,
        countersigners=hands(fact.actor) if event.countersigned_by else (),
    )


def _observation_started(state: _State, fact: Fact[ObservationStarted]) -> _State:
    return replace(state, state=fact.event.state)


def _archived(state: _State, fact: Fact[Archived]) -> _State:
    return replace(state, state=fact.event.state)


def _rebounded(state: _State, fact: Fact[Rebounded]) -> _State:
    return replace(_ended(state), state=fact.event.state, child=fact.event.child)


def _held_for_look_back(state: _State, fact: Fact[HeldForLookBack]) -> _State:
    return replace(state, look_back=fact.event.look_back)


def _looked_back(state: _State, fact: Fact[LookedBack]) -> _State:
    return replace(state, look_back="")


def _transfer_requested(state: _State, fact: Fact[TransferRequested]) -> _State:
    event = fact.event
    pending = PendingTransfer(event.unit, event.parent_unit, event.secretary_role, event.due_on)
    return replace(state, transfer=pending)


def _transfer_declined(state: _State, fact: Fact[TransferDeclined]) -> _State:
    return replace(state, transfer=None)


def _transferred(state: _State, fact: Fact[Transferred]) -> _State:
    return replace(_ended(state), state=fact.event.state, child=fact.event.child)


def _terminated(state: _State, fact: Fact[Terminated]) -> _State:
    return replace(_ended(state), state=fact.event.state)


def _checkpoint_reported(state: _State, fact: Fact[CheckpointReported]) -> _State:
    reported_on = on_shanghai(fact.at)
    reported = replace(state, progress=fact.event.summary, quarter_reported_on=reported_on)
    return reported.with_doers(*hands(fact.actor))


def _checkpoint_verified(state: _State, fact: Fact[CheckpointVerified]) -> _State:
    event = fact.event
    return replace(
        state, quarter_reported_on=None, clean_quarters=event.clean_quarters
    ).with_countdowns(event.countdown)


def _reminded(state: _State, fact: Fact[Reminded]) -> _State:
    return _climbed(state, fact.event)


def _reminders_lapsed(state: _State, fact: Fact[RemindersLapsed]) -> _State:
    return _climbed(state, fact.event)


def _level_raised(state: _State, fact: Fact[LevelRaised]) -> _State:
    return replace(_climbed(state, fact.event), level_points=fact.event.points_total)


def _level_repeated(state: _State, fact: Fact[LevelRepeated]) -> _State:
    return _climbed(state, fact.event)


def _escalation_acknowledged(state: _State, fact: Fact[EscalationAcknowledged]) -> _State:
    return _climbed(state, fact.event)


def _terms_adopted(state: _State, fact: Fact[TermsAdopted]) -> _State:
    event = fact.event
    adopted = replace(
        state,
        terms=event.terms,
        due_on=event.due_on,
        deadline_version=event.deadline_version,
        provisional=event.provisional,
    )
    return adopted.with_countdowns(*filter(None, [event.countdown]))


def _unchanged(state: _State, fact: Fact[AttemptRefused]) -> _State:
    return state


def _ended(state: _State) -> _State:
    """Nothing is promised any more; the item's own level stays for the ledger."""
    return replace(
        state.without(*_STEPS), extension=None, transfer=None, awaits_second_signer=False
    )


def _climbed(state: _State, event: LadderFact) -> _State:
    return replace(state, countdowns=climbed(state.countdowns, event))


_FOLDS: dict[type[RectificationEvent], Callable[[_State, Fact[Any]], _State]] = {
    Issued: _issued,
    Imported: _imported,
    Accepted: _accepted,
    PlanSubmitted: _plan_submitted,
    PlanApproved: _plan_approved,
    PlanReturned: _plan_returned,
    ProgressReported: _progress_reported,
    EvidenceAttached: _evidence_attached,
    VerifierAssigned: _verifier_assigned,
    OwnerAssigned: _owner_assigned,
    ExtensionRequested: _extension_requested,
    ExtensionGranted: _extension_granted,
    ExtensionDenied: _extension_denied,
    ClosureRequested: _closure_requested,
    ClosureRejected: _closure_rejected,
    Verified: _verified,
    Closed: _closed,
    ObservationStarted: _observation_started,
    Archived: _archived,
    Rebounded: _rebounded,
    HeldForLookBack: _held_for_look_back,
    LookedBack: _looked_back,
    TransferRequested: _transfer_requested,
    TransferDeclined: _transfer_declined,
    Transferred: _transferred,
    Terminated: _terminated,
    CheckpointReported: _checkpoint_reported,
    CheckpointVerified: _checkpoint_verified,
    Reminded: _reminded,
    RemindersLapsed: _reminders_lapsed,
    LevelRaised: _level_raised,
    LevelRepeated: _level_repeated,
    EscalationAcknowledged: _escalation_acknowledged,
    TermsAdopted: _terms_adopted,
    AttemptRefused: _unchanged,
}
