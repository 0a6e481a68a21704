"""Who is told of which fact, and which entities it brings to life."""

from __future__ import annotations

from collections.abc import Sequence

from models.calendar import on_shanghai
from models.escalation.climbing import told
from models.escalation.countdown import Subject
from models.escalation.events import LadderEvent
from models.facts import Effect, Fact, Notify, Recipient, Tell
from models.ids import stream_id
from models.policy import Level
from models.rectification.events import (
    Accepted,
    Archived,
    CheckpointReported,
    CheckpointVerified,
    Closed,
    ClosureRejected,
    ClosureRequested,
    EscalationAcknowledged,
    ExtensionDenied,
    ExtensionGranted,
    ExtensionRequested,
    Issued,
    LevelRaised,
    LevelRepeated,
    LookedBack,
    OwnerAssigned,
    PlanApproved,
    PlanReturned,
    PlanSubmitted,
    Rebounded,
    RectificationEvent,
    Reminded,
    Terminated,
    TermsAdopted,
    TransferDeclined,
    Transferred,
    TransferRequested,
    Verified,
    VerifierAssigned,
)
from models.rectification.linked import after_rebound, after_transfer
from models.rectification.parts import second_signers
from models.rectification.state import RectificationState

_UNIT = ("owner", "branch_secretary")

# Roles and parts that are told of an ordinary step; the notice kind is the event's wire name.
TOLD: dict[type[RectificationEvent], tuple[str, ...]] = {
    Issued: _UNIT,
    Accepted: ("org_officer",),
    PlanSubmitted: ("org_officer",),
    PlanApproved: _UNIT,
    PlanReturned: _UNIT,
    VerifierAssigned: ("verifier",),
    OwnerAssigned: _UNIT,
    ExtensionRequested: ("committee_deputy", "org_head"),
    ExtensionGranted: _UNIT,
    ExtensionDenied: _UNIT,
    ClosureRequested: ("verifier",),
    ClosureRejected: _UNIT,
    Closed: (*_UNIT, "org_officer"),
    Rebounded: (*_UNIT, "gb_secretary", "org_head", "auditor"),
    LookedBack: _UNIT,
    TransferRequested: ("target_secretary",),
    TransferDeclined: ("org_head",),
    Transferred: (*_UNIT, "org_officer"),
    Terminated: _UNIT,
    CheckpointReported: ("verifier",),
    CheckpointVerified: _UNIT,
    EscalationAcknowledged: ("org_officer",),
    TermsAdopted: _UNIT,
}


def react(state: RectificationState, fact: Fact[RectificationEvent]) -> Sequence[Effect]:
    """What the world has to be told or asked; `state` is the state after the fact."""
    event = fact.event
    return [*_reactions(state, fact), *_to_review(state, event), *_to_look_back(state, event)]


def _reactions(state: RectificationState, fact: Fact[RectificationEvent]) -> Sequence[Effect]:
    event = fact.event
    match event:
        case Reminded() | LevelRaised() | LevelRepeated():
            return _escalation(state, event, event.level)
        case Verified(awaits_second_signer=True):
            return [Notify(_recipients(state, ("second_signer",)), event.type)]
        case TermsAdopted(former_due_on=None):
            return []  # nothing moved for the unit
        case Closed(verified_by=""):
            return []  # imported history: nobody is told today of what happened long ago
        case Rebounded():
            return [_told(state, event), after_rebound(state, event, on_shanghai(fact.at))]
        case Transferred():
            return [_told(state, event), after_transfer(state, event)]
    return [_told(state, event)] if type(event) in TOLD else []


def _to_review(state: RectificationState, event: RectificationEvent) -> Sequence[Effect]:
    """The review that found the problem waits for its end, by this item or by its child."""
    if not state.review:
        return []
    stream = stream_id(state.committee, "review", state.review)
    match event:
        case Archived() | Terminated():
            data = {"number": state.number, "how": event.state.value}
            return [Tell("review", stream, "settle_item", data)]
        case Rebounded() | Transferred():
            data = {"number": state.number, "child": event.child}
            return [Tell("review", stream, "replace_item", data)]
    return []


def _to_look_back(state: RectificationState, event: RectificationEvent) -> Sequence[Effect]:
    """The look-back that waits to judge the item hears when somebody else has reopened it."""
    if not isinstance(event, Rebounded) or event.look_back or not state.look_back:
        return []
    stream = stream_id(state.committee, "look_back", state.look_back)
    data = {"item": state.number, "reason": f"已另行反弹重新立项，新编号{event.child}"}
    return [Tell("look_back", stream, "drop_item", data)]


def _told(state: RectificationState, event: RectificationEvent) -> Notify:
    return Notify(_recipients(state, TOLD[type(event)]), event.type)


def _escalation(state: RectificationState, event: LadderEvent, level: Level) -> Sequence[Effect]:
    if event.superseded:
        return []  # after downtime the highest level alone tells everyone
    step = "" if event.subject is Subject.ITEM else event.subject.value
    return [told(event, level, step, _recipients(state, event.roles))]


def _recipients(state: RectificationState, parts: Sequence[str]) -> tuple[Recipient, ...]:
    found = (recipient for part in parts for recipient in _of_part(state, part))
    return tuple(dict.fromkeys(found))


def _of_part(state: RectificationState, part: str) -> Sequence[Recipient]:
    match part:
        case "owner":
            return [Recipient("owner", state.owner_unit, state.owner or None)]
        case "branch_secretary":
            return [Recipient(state.secretary_role, state.owner_unit)]
        case "gb_secretary":
            return [Recipient("gb_secretary", state.parent_unit)] if state.parent_unit else []
        case "target_secretary":
            target = state.transfer
            return [Recipient(target.secretary_role, target.unit)] if target else []
        case "second_signer":
            return [Recipient(role) for role in second_signers(state)]
        case "verifier" if state.awaits_second_signer:
            return _of_part(state, "second_signer")
        case "verifier":
            role = "verifier" if state.verifier else state.verifier_role
            return [Recipient(role, state.verifier_unit, state.verifier or None)]
    return [Recipient(part)]
