"""What people do with bulletins, look-backs and common issues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.bulletin.stage import BulletinStage
from models.bulletin.state import BulletinState
from models.common_issue.stage import Stage as IssueStage
from models.common_issue.state import CommonIssueState
from models.look_back.stage import Stage as LookBackStage
from models.look_back.state import LookBackState, SampledItem
from simulation.step import Step, View

_JUDGED_A_DAY = 5  # items that a team looks at on one day
_DRAFTING_WORKDAYS = 3


def bulletin_steps(state: BulletinState, view: View) -> list[Step]:
    """Everything that waits for a person."""
    left = max(view.terms.policy.bulletin.issue_workdays - _DRAFTING_WORKDAYS, 1)
    match state.state:
        case BulletinStage.DRAFTED:
            wait = view.department_wait(left, "draft")
            return [Step("submit", view.roster.at("officer1"), {}, "", wait)]
        case BulletinStage.SUBMITTED:
            return [Step("approve", view.roster.at("deputy"), {"opinion": "同意印发"}, "", 1)]
        case BulletinStage.ISSUED:
            return [_acknowledgement(unit.code, view) for unit in state.silent_units]
    return []


def _acknowledgement(unit: str, view: View) -> Step:
    wait = view.unit_wait(unit, view.terms.policy.bulletin.acknowledge_workdays, "ack", unit)
    secretary = view.roster.secretary(unit)
    return Step("acknowledge", secretary, {"unit": unit}, f"acknowledge {unit}", wait)


def look_back_steps(state: LookBackState, view: View) -> list[Step]:
    """Everything that waits for a person."""
    match state.state:
        case LookBackStage.SAMPLED:
            team = [view.roster.at(name).member() for name in ("lead2", "member1", "member2")]
            data = {"lead": team[0], "members": team[1:]}
            return [Step("appoint_team", view.roster.at("head"), data, "", 2)]
        case LookBackStage.IN_PROGRESS:
            return list(_looking_back(state, view))
    return []


def _looking_back(state: LookBackState, view: View) -> Iterator[Step]:
    for place, item in enumerate(state.items):
        if item.is_pending:
            days = 1 + place // _JUDGED_A_DAY
            number = item.candidate.item
            data = _verdict(item, view)
            yield Step("judge", view.roster.at("lead2"), data, f"judge {number}", days)
    if not state.pending:
        yield Step("finish", view.roster.at("lead2"), {}, "", 1)


def _verdict(item: SampledItem, view: View) -> dict[str, Any]:
    number, behaviour = item.candidate.item, view.behaviour
    drawn = view.dice.share("verdict", number) * 100
    if drawn < behaviour.false_closure_percent:
        return {"item": number, "verdict": "false_closure", "finding": "记录与现场不符"}
    if drawn < behaviour.false_closure_percent + behaviour.rebound_percent:
        return {"item": number, "verdict": "rebound", "finding": "同类问题再次出现"}
    if view.dice.chance(20, "basic", number):
        return {"item": number, "verdict": "basic", "note": "补强措施：每月自查一次"}
    return {"item": number, "verdict": "consolidated", "note": "现场查看属实"}


def common_issue_steps(state: CommonIssueState, view: View) -> list[Step]:
    """Everything that waits for a person."""
    match state.state:
        case IssueStage.PROPOSED:
            data = {"problem": "同类问题", "goal": "逐项自查整改到位"}
            wait = view.department_wait(3, "accept")
            return [Step("accept", view.roster.at("officer1"), data, "", wait)]
        case IssueStage.REPLYING:
            return [_reply(unit.code, view) for unit in state.silent]
    return []


def _reply(unit: str, view: View) -> Step:
    term = view.terms.policy.common_issue.reply_workdays
    wait = view.unit_wait(unit, term, "reply", unit)
    secretary, owner = view.roster.secretary(unit), view.roster.owner(unit)
    data: dict[str, Any] = {"found": False, "note": "已自查，无此问题", "unit": unit}
    if view.dice.chance(view.behaviour.found_percent, "found", unit):
        data = {
            "found": True,
            "note": "存在同类问题",
            "unit": unit,
            "owner": owner.account,
            "owner_post": owner.post,
            "owner_belonging": owner.belonging(),
        }
    return Step("reply", secretary, data, f"reply {unit}", wait)
