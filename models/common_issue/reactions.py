"""Who is told of which fact, which items begin, and what has to be looked up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from models.common_issue.campaign import AskedUnit
from models.common_issue.events import (
    Accepted,
    Closed,
    CommonIssueEvent,
    LevelRaised,
    LevelRepeated,
    Proposed,
    Reminded,
    Replied,
    TermsAdopted,
    UnitsAsked,
)
from models.common_issue.state import CommonIssueState
from models.escalation.climbing import told
from models.escalation.events import LadderEvent
from models.facts import Effect, Fact, Notify, Open, Recipient, Tell
from models.glossary import WORK_AXES
from models.ids import stream_id
from models.policy import Level

ACTIVE_UNITS = "active_units"
_DEPARTMENT = (Recipient("org_head"), Recipient("org_officer"))


def react(state: CommonIssueState, fact: Fact[CommonIssueEvent]) -> Sequence[Effect]:
    """What the world has to be told or asked; `state` is the state after the fact."""
    event = fact.event
    match event:
        case Reminded() | LevelRaised() | LevelRepeated():
            # A unit that has ended meanwhile would keep the campaign open for ever.
            return [*_escalation(state, event, event.level), _asks_itself(state, "refresh_units")]
        case Proposed() | Closed():
            return [Notify(_DEPARTMENT, event.type)]
        case Accepted():
            return [_asks_itself(state, "ask_units")]
        case UnitsAsked():
            return [Notify(_secretaries(state.asked), event.type)]
        case Replied(found=True):
            return [_item(state, event), Notify(_DEPARTMENT[1:], event.type)]
        case TermsAdopted(former_due_on=former) if former is not None:
            return [Notify(_secretaries(state.silent), event.type)]
    return []


def _asks_itself(state: CommonIssueState, command: str) -> Tell:
    return Tell("common_issue", state.stream, command, {}, gather=ACTIVE_UNITS)


def _item(state: CommonIssueState, event: Replied) -> Open:
    unit = next(each for each in state.asked if each.code == event.unit)
    data = {
        "number": event.item,
        "committee": state.committee,
        "problem": event.note,
        "goal": state.goal,
        "category": event.category.value,
        "source": "self",
        "work_axis": state.problem_code if state.problem_code in WORK_AXES else "",
        "common_issue": state.number,
        "owner_unit": unit.code,
        "parent_unit": unit.parent,
        "secretary_role": unit.secretary_role,
        "owner": event.owner,
        "owner_post": event.owner_post,
    }
    stream = stream_id(state.committee, "rectification", event.item)
    return Open("rectification", stream, "issue", data)


def _escalation(state: CommonIssueState, event: LadderEvent, level: Level) -> Sequence[Effect]:
    """Only the silent units and those above them hear that they are late."""
    if event.superseded:
        return []  # after downtime the highest level alone tells everyone
    recipients = [each for role in event.roles for each in _of_role(state, role)]
    return [told(event, level, event.subject.value, recipients)]


def _of_role(state: CommonIssueState, role: str) -> Sequence[Recipient]:
    if role == "branch_secretary":
        return _secretaries(state.silent)
    if role == "gb_secretary":
        return [Recipient(role, each.parent) for each in state.silent if each.parent]
    return [Recipient(role)]


def _secretaries(units: Iterable[AskedUnit]) -> tuple[Recipient, ...]:
    return tuple(Recipient(each.secretary_role, each.code) for each in units)
