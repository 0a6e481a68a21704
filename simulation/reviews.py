"""What a team, the department and the reviewed unit do with one review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from models.review.content import ZERO_INDICATORS, Indicator, Move, ReviewTier
from models.review.stage import ReviewStage
from models.review.state import ReviewState
from simulation.findings import weaknesses
from simulation.roster import Person
from simulation.step import Step, View

_LAST_MONTH = 12
_MOVE_TEXTS = {
    Move.GOALS: ("record_goals", "对照年初目标逐项回顾"),
    Move.EXPERIENCE: ("record_experience", "交流工作体会"),
    Move.RESULTS: ("record_results", "对照指标评估结果"),
    Move.CAUSES: ("record_causes", "分析主客观原因"),
    Move.PATTERNS: ("record_patterns", "总结可坚持的做法"),
}
_TARGETS = {
    Indicator.COST_SAVING_10K_YUAN: 20,
    Indicator.REFORM_TASKS_DONE_PERCENT: 100,
    Indicator.LIVELIHOOD_ITEMS_DONE: 3,
}


def review_steps(state: ReviewState, view: View) -> list[Step]:
    """Everything that waits for a person."""
    match state.state:
        case ReviewStage.PLANNED:
            return [_arrange(state, view)]
        case ReviewStage.NOTIFIED:
            return [_visit(state, view)]
        case ReviewStage.IN_SESSION:
            return list(_session(state, view))[:1]
        case ReviewStage.DRAFTED:
            return list(_drafted(state, view))
        case ReviewStage.UNIT_CONFIRMED:
            return [_feedback(state, view, "")]
    return []


def _arrange(state: ReviewState, view: View) -> Step:
    officer = view.roster.at("officer1")
    if not state.team:
        lead, members = _team(state, view)
        data: dict[str, Any] = {
            "lead": lead.member(),
            "members": [each.member() for each in members],
            "kin": list(view.roster.kin(state.unit)),
        }
        return Step("appoint_team", officer, data)
    year, month = (int(part) for part in state.month.split("-"))
    may_wait = month < _LAST_MONTH
    is_put_off = view.dice.chance(view.behaviour.postponed_percent, "put off", state.month)
    days = _visit_days(state, view)
    if may_wait and (not days or is_put_off):
        data = {"month": f"{year}-{month + 1:02}", "reason": "与生产检修冲突"}
        return Step("postpone", officer, data, f"postpone {state.month}", 2)
    if not days:
        data = {"visit_on": str(_next_workday(view)), "is_unannounced": True}
        return Step("notify", officer, data)
    visit_on = view.dice.pick(days, "visit", state.month)
    return Step("notify", officer, {"visit_on": str(visit_on)}, f"notify {state.month}")


def _visit_days(state: ReviewState, view: View) -> list[date]:
    """Working days of the month that keep the notice and leave time before its end."""
    year, month = (int(part) for part in state.month.split("-"))
    calendar = view.terms.calendar
    first = calendar.add_workdays(view.today, view.terms.policy.review.notice_workdays)
    day, days = max(first, date(year, month, 1)), []
    while (day.year, day.month) == (year, month):
        if calendar.is_workday(day):
            days.append(day)
        day += timedelta(days=1)
    return days


def _next_workday(view: View) -> date:
    calendar = view.terms.calendar
    return view.today if calendar.is_workday(view.today) else calendar.add_workdays(view.today, 1)


def _team(state: ReviewState, view: View) -> tuple[Person, list[Person]]:
    if state.tier is ReviewTier.SUB:
        return view.roster.secretary(state.parent_unit), [view.roster.at("member1")]
    lead = view.dice.pick(("lead1", "lead2"), "lead")
    return view.roster.at(lead), [view.roster.at("member1"), view.roster.at("member2")]


def _visit(state: ReviewState, view: View) -> Step:
    visit_on = state.visit_on or view.today
    if view.today > visit_on:  # a day that was missed, for example while the service stood still
        return _missed(state, view)
    data = {"on": str(visit_on), "forms": ["discussion", "inquiry", "inspection"]}
    return Step("hold", _lead(state, view), data, f"hold {visit_on}", on=visit_on)


def _missed(state: ReviewState, view: View) -> Step:
    data = {"on": str(state.visit_on), "forms": ["discussion", "inspection"]}
    return Step("hold", _lead(state, view), data, f"hold {state.visit_on}")


def _session(state: ReviewState, view: View) -> Iterator[Step]:
    lead = _lead(state, view)
    for move in state.missing_moves:
        command, text = _MOVE_TEXTS[move]
        data: dict[str, Any] = {"text": text}
        if move is Move.RESULTS:
            data["figures"] = [_figures(indicator, view) for indicator in Indicator]
        yield Step(command, lead, data)
    if not state.strengths:
        yield Step("record_strength", lead, {"text": "组织生活规范", "cause": "责任到人"})
    found = weaknesses(state.unit, view)
    done = len(state.weaknesses)
    for place, weakness in enumerate(found[done:], start=done):
        yield Step("record_weakness", lead, weakness, f"weakness {place}")
    wait = view.dice.number(0, 1, "draft")
    yield Step("finish_draft", lead, {}, f"draft {state.draft_no}", wait)


def _figures(indicator: Indicator, view: View) -> dict[str, Any]:
    if indicator in ZERO_INDICATORS:
        return {"indicator": indicator.value, "actual": 0}
    target = _TARGETS[indicator]
    share = view.dice.number(80, 120, "figure", indicator.value)
    return {"indicator": indicator.value, "actual": target * share / 100, "target": target}


def _drafted(state: ReviewState, view: View) -> Iterator[Step]:
    if state.objection:
        data = {"is_accepted": False, "reason": "现场记录属实"}
        yield Step("answer_objection", _lead(state, view), data, wait_workdays=1)
        return
    if state.is_objection_rejected:
        yield _feedback(state, view, "")
        return
    term = view.terms.policy.review.confirm_workdays
    secretary = view.roster.secretary(state.unit)
    wait = view.unit_wait(state.unit, term, "confirm", state.draft_no)
    if state.draft_no == 1 and view.dice.chance(view.behaviour.objection_percent, "objection"):
        yield Step("object", secretary, {"reason": "部分情况已整改"}, "answer", wait)
    else:
        yield Step("confirm", secretary, {"opinion": "属实"}, "answer", wait)
    # Whoever is silent beyond the term is passed over, with the reason.
    yield _feedback(state, view, "单位逾期未确认", term + 1)


def _feedback(state: ReviewState, view: View, reason: str, wait: int | None = None) -> Step:
    data = {"unconfirmed_reason": reason} if reason else {}
    days = view.department_wait(1, "feedback") if wait is None else wait
    key = "feedback unconfirmed" if reason else "feedback"
    return Step("issue_feedback", _lead(state, view), data, key, days)


def _lead(state: ReviewState, view: View) -> Person:
    if state.lead is None:
        return view.roster.at("lead1")
    return view.roster.people[state.lead.account]
