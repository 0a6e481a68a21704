"""Who is told of which fact, and what items and the report are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.escalation.climbing import told
from models.escalation.events import LadderEvent
from models.facts import Effect, Fact, Notify, Recipient, Tell
from models.ids import stream_id
from models.look_back.events import (
    Finished,
    ItemDropped,
    Judged,
    LevelRaised,
    LevelRepeated,
    LookBackEvent,
    Reminded,
    ReportRecorded,
    Sampled,
    TeamAppointed,
    TermsAdopted,
)
from models.look_back.state import LookBackState, SampledItem
from models.look_back.verdict import Verdict
from models.policy import Level

DOCUMENTS = "look_back_documents"
FALSE_CLOSURE = "look_back.false_closure"
_DEPARTMENT = ("org_head", "org_officer")


def react(state: LookBackState, fact: Fact[LookBackEvent]) -> Sequence[Effect]:
    """What the world has to be told or asked; `state` is the state after the fact."""
    event = fact.event
    match event:
        case Reminded() | LevelRaised() | LevelRepeated():
            return _escalation(state, event, event.level)
        case Sampled():
            holds = [_tell(state, each, "hold_for_look_back") for each in state.items]
            return [*holds, _notify(_DEPARTMENT, event.type)]
        case Judged():
            return _judged(state, event)
        case Finished():
            return _finished(state, event)
        case ItemDropped(has_ended=False) | TermsAdopted(former_due_on=None):
            return []  # they did it themselves; nothing moved for anyone
        case TeamAppointed() | ItemDropped() | TermsAdopted():
            return [Notify(_members(state), event.type)]
        case ReportRecorded():
            return [_notify(("org_head", "committee_deputy", "auditor"), event.type)]
    return []


def _judged(state: LookBackState, event: Judged) -> Sequence[Effect]:
    effects: list[Effect] = []
    is_reopened_now = event.verdict.reopens and not (event.former and event.former.reopens)
    if is_reopened_now and (item := state.item(event.item)):
        is_false = event.verdict is Verdict.FALSE_CLOSURE
        due_on = event.due_on.isoformat() if event.due_on else None
        more = {"finding": event.finding, "due_on": due_on, "is_false_closure": is_false}
        effects.append(_tell(state, item, "reopen", **more))
    if event.verdict is Verdict.FALSE_CLOSURE and event.former is not Verdict.FALSE_CLOSURE:
        effects.append(_notify(("auditor", "org_head"), FALSE_CLOSURE, urgent=True))
    return effects


def _finished(state: LookBackState, event: Finished) -> Sequence[Effect]:
    """Items that hold get their verdict and may be archived; the report is made."""
    results = [
        _tell(state, each, "record_look_back", verdict=each.verdict.value if each.verdict else "")
        for each in state.items
        if not (each.is_reopened or each.has_ended)
    ]
    report = Tell("look_back", state.stream, "record_report", {}, gather=DOCUMENTS)
    return [*results, report, _notify(_DEPARTMENT, event.type)]


def _tell(state: LookBackState, item: SampledItem, command: str, **data: Any) -> Tell:
    stream = stream_id(state.committee, "rectification", item.candidate.item)
    return Tell("rectification", stream, command, {"look_back": state.number, **data})


def _escalation(state: LookBackState, event: LadderEvent, level: Level) -> Sequence[Effect]:
    if event.superseded:
        return []  # after downtime the highest level alone tells everyone
    recipients = [each for role in event.roles for each in _of_role(state, role)]
    return [told(event, level, event.subject.value, recipients)]


def _of_role(state: LookBackState, role: str) -> Sequence[Recipient]:
    if role != "review_lead":
        return [Recipient(role)]
    return _members(state)[: 1 if state.team else None]


def _members(state: LookBackState) -> tuple[Recipient, ...]:
    """The team, the lead first; while there is none, those who have to find one."""
    if not state.team:
        return tuple(Recipient(role) for role in _DEPARTMENT)
    return tuple(Recipient("review_member", account=each.account) for each in state.team)


def _notify(roles: Sequence[str], kind: str, urgent: bool = False) -> Notify:
    return Notify(tuple(Recipient(role) for role in roles), kind, urgent)
