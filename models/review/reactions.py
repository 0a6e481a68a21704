"""Who is told of which fact, and which entities it brings to life or tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.escalation.climbing import told
from models.escalation.events import LadderEvent
from models.facts import Effect, Fact, Notify, Open, Recipient, Tell
from models.policy import Level
from models.rectification.linked import as_data
from models.review.content import ReviewTier
from models.review.events import (
    AdHocProposed,
    Cancelled,
    Closed,
    DraftFinished,
    EscalationAcknowledged,
    FeedbackIssued,
    LevelRaised,
    LevelRepeated,
    Notified,
    Objected,
    ObjectionAnswered,
    Planned,
    Postponed,
    Reminded,
    ReviewEvent,
    TeamAppointed,
    UnitConfirmed,
)
from models.review.items import issue_command, planned_items
from models.review.state import ReviewState

_DEPARTMENT = ("org_officer", "org_head")

# Who is told of an ordinary step; the notice kind is the event's wire name.
TOLD: dict[type[ReviewEvent], tuple[str, ...]] = {
    Planned: ("org_officer", "delegated_secretary"),
    TeamAppointed: ("team",),
    Notified: ("told_unit", "team"),
    AdHocProposed: _DEPARTMENT,
    DraftFinished: ("branch_secretary",),
    UnitConfirmed: ("review_lead",),
    Objected: ("review_lead",),
    ObjectionAnswered: ("branch_secretary",),
    FeedbackIssued: ("branch_secretary", "gb_secretary", *_DEPARTMENT),
    Closed: ("branch_secretary", "org_officer"),
    Postponed: ("org_officer", "team"),
    Cancelled: ("org_officer", "team", "told_unit"),
    EscalationAcknowledged: ("org_officer",),
}


def react(state: ReviewState, fact: Fact[ReviewEvent]) -> Sequence[Effect]:
    """What the world has to be told or asked; `state` is the state after the fact."""
    return [*_notices(state, fact.event), *_orders(state, fact.event)]


def _notices(state: ReviewState, event: ReviewEvent) -> Sequence[Effect]:
    match event:
        case Reminded() | LevelRaised() | LevelRepeated():
            return _escalation(state, event, event.level)
        case Postponed(unit_was_told=True):
            return [Notify(_recipients(state, (*TOLD[Postponed], "branch_secretary")), event.type)]
        case Closed(is_history=True):
            return []  # nobody is told today of what happened long ago
    parts = TOLD.get(type(event), ())
    return [Notify(_recipients(state, parts), event.type)] if parts else []


def _orders(state: ReviewState, event: ReviewEvent) -> Sequence[Effect]:
    match event:
        case FeedbackIssued():
            return [*_items(state), *_coverage(state, event)]
        case Postponed():
            data = {"month": event.month, "reason": event.reason}
            return _to_plan(state, "record_postponed", data)
        case Cancelled():
            return _to_plan(state, "record_cancelled", {"reason": event.reason})
    return []


def _items(state: ReviewState) -> Sequence[Effect]:
    """Each item begins with a loop id of its own: the review and the finding it comes of."""
    return [
        Open(
            entity="rectification",
            stream=state.stream_of("rectification", item.number),
            command="issue",
            data=as_data(issue_command(state, item.number, weakness, draft)),
            correlation=f"{state.stream}#{item.finding}",
        )
        for item, weakness, draft in planned_items(state)
    ]


def _coverage(state: ReviewState, event: FeedbackIssued) -> Sequence[Effect]:
    """The year's plan counts the unit, and looks whether others have the same problems."""
    on = event.issued_on.isoformat()
    stream = state.stream_of("annual_plan", state.plan_number)
    covered = {"unit": state.unit, "review": state.number, "on": on}
    effects = [Tell("annual_plan", stream, "record_covered", covered)]
    if event.problem_codes:
        codes = {"review": state.number, "problem_codes": list(event.problem_codes), "on": on}
        # Common is what one quarter finds: a December review that is answered in January belongs
        # to the next year's first.
        year = state.stream_of("annual_plan", str(event.issued_on.year))
        effects.append(
            Tell("annual_plan", year, "look_for_common_issues", codes, gather="common_findings")
        )
    return effects


def _to_plan(state: ReviewState, command: str, data: dict[str, Any]) -> Sequence[Effect]:
    """Also of a review beside the plan: its number may be the one that the month's place is for."""
    stream = state.stream_of("annual_plan", state.plan_number)
    named = {"unit": state.unit, "review": state.number, **data}
    return [Tell("annual_plan", stream, command, named)]


def _escalation(state: ReviewState, event: LadderEvent, level: Level) -> Sequence[Effect]:
    if event.superseded:
        return []  # after downtime the highest level alone tells everyone
    return [told(event, level, event.subject.value, _recipients(state, event.roles))]


def _recipients(state: ReviewState, parts: Sequence[str]) -> tuple[Recipient, ...]:
    found = (recipient for part in parts for recipient in _of_part(state, part))
    return tuple(dict.fromkeys(found))


def _of_part(state: ReviewState, part: str) -> Sequence[Recipient]:
    match part:
        case "review_lead":
            accounts = state.team_accounts[:1]
            # Without a team those who arrange the review have not done their own part yet.
            return [Recipient(part, account=each) for each in accounts] or _arrangers(state)
        case "team":
            lead, *members = state.team_accounts or ("",)
            named = [("review_lead", lead), *(("review_member", each) for each in members)]
            return [Recipient(role, account=account) for role, account in named if account]
        case "branch_secretary":
            return [Recipient(state.secretary_role, state.unit)]
        case "told_unit":
            return _of_part(state, "branch_secretary") if state.is_unit_told else []
        case "gb_secretary":
            return [Recipient(part, state.parent_unit)] if state.parent_unit else []
        case "delegated_secretary":
            return _of_part(state, "gb_secretary") if state.tier is ReviewTier.SUB else []
    return [Recipient(part)]


def _arrangers(state: ReviewState) -> list[Recipient]:
    return [Recipient("org_officer"), *_of_part(state, "delegated_secretary")]
