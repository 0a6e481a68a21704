"""What people do with a rectification item."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from models.escalation.countdown import Subject
from models.rectification.content import Category
from models.rectification.item_state import ItemState
from models.rectification.parts import second_signers
from models.rectification.state import RectificationState
from simulation.roster import Person
from simulation.step import Step, View

_CHECKLIST = {
    "measures_done": True,
    "goal_reached": True,
    "effect_shown": True,
    "similar_fixed": True,
    "mechanism_kept": True,
}
_VERIFIERS = ("verifier1", "verifier2", "verifier3")
_ASKED_AHEAD_WORKDAYS = 2  # beyond what the policy wants


def item_steps(state: RectificationState, view: View) -> list[Step]:
    """Everything that waits for a person."""
    match state.state:
        case ItemState.ISSUED:
            return [_by_unit(state, view, "accept", {}, Subject.ACCEPT)]
        case ItemState.ACCEPTED:
            return [_plan(state, view)]
        case ItemState.PLAN_REVIEW:
            return [_answer_to_plan(state, view)]
        case ItemState.IN_PROGRESS:
            return list(_in_progress(state, view))
        case ItemState.PENDING_VERIFY:
            return [_judgement(state, view)]
    return []


def _plan(state: RectificationState, view: View) -> Step:
    due_on = state.effective_due_on or view.terms.calendar.add_workdays(view.today, 60)
    measures = [{"text": "逐项落实并复核", "owner": state.owner_post, "due_on": str(due_on)}]
    return _by_unit(state, view, "submit_plan", {"measures": measures}, Subject.PLAN)


def _answer_to_plan(state: RectificationState, view: View) -> Step:
    wait = view.department_wait(_left(state, view, Subject.APPROVE_PLAN), "plan", state.plan_no)
    officer = view.roster.at("officer1")
    returned = state.plan_no == 1 and view.dice.chance(
        view.behaviour.plan_returned_percent, "plan returned"
    )
    if returned:
        return Step("return_plan", officer, {"reason": "措施缺少验收标准"}, "plan", wait)
    return Step("approve_plan", officer, {"opinion": "同意"}, "plan", wait)


def _in_progress(state: RectificationState, view: View) -> Iterator[Step]:
    if state.extension is not None:
        yield _answer_to_extension(state, view)
        return
    if state.content is not None and state.content.category is Category.LONG_TERM:
        yield from _checkpoint(state, view)
        return
    due_on = state.effective_due_on or view.today
    if (step := _extension(state, view, due_on)) is not None:
        yield step  # whoever needs more time does not close before
        return
    summary = {"summary": "措施已落实，效果达到目标", "no_evidence_reason": "现场可见"}
    round_ = f"request_closure {state.reject_no} {due_on}"
    secretary = view.roster.secretary(state.owner_unit)
    on = _ready_on(state, view, due_on)
    yield Step("request_closure", secretary, summary, round_, on=on)


def _ready_on(state: RectificationState, view: View, due_on: date) -> date:
    """The day on which the unit says that it is done: mostly before the due day."""
    behaviour, calendar = view.behaviour, view.terms.calendar
    key = (state.reject_no, due_on)
    if state.reject_no:
        return calendar.add_workdays(view.today, view.dice.number(1, 4, "again", *key))
    percent = behaviour.rectify_late_percent * view.factor(state.owner_unit)
    if view.dice.chance(percent, "rectified late"):
        return calendar.add_workdays(due_on, view.dice.late(behaviour.late_workdays, "due"))
    left = max(calendar.workdays_between(view.today, due_on), 0)
    verifying = view.terms.policy.steps.verify_workdays
    # Closed in time means verified in time: who knows that leaves the verifier his days.
    earliest = min(verifying, left)
    return calendar.add_workdays(
        due_on, -view.dice.number(earliest, max(left // 2, earliest), "early")
    )


def _extension(state: RectificationState, view: View, due_on: date) -> Step | None:
    """Asked for once, in time, for a third of the span."""
    terms = view.terms.policy.extension
    if state.extension_count or state.issued_on is None or state.deadline_version > 1:
        return None
    if not view.dice.chance(view.behaviour.extension_percent, "extension"):
        return None
    ahead = terms.min_notice_workdays + _ASKED_AHEAD_WORKDAYS
    on = view.terms.calendar.add_workdays(due_on, -ahead)
    days = (due_on - state.issued_on).days // 3
    if on < view.today or days < 2:
        return None
    later = view.terms.calendar.add_workdays(due_on + timedelta(days=days), 0)
    data = {"due_on": str(later), "reason": "检修影响进度", "progress": "已完成六成"}
    return Step("request_extension", view.roster.secretary(state.owner_unit), data, on=on)


def _answer_to_extension(state: RectificationState, view: View) -> Step:
    wait = view.department_wait(view.terms.policy.steps.answer_extension_workdays, "extension")
    deputy = view.roster.at("deputy")
    if view.dice.chance(view.behaviour.extension_granted_percent, "granted"):
        return Step("grant_extension", deputy, {"opinion": "同意"}, "extension", wait)
    return Step("deny_extension", deputy, {"reason": "理由不充分"}, "extension", wait)


def _checkpoint(state: RectificationState, view: View) -> Iterator[Step]:
    """A long-term item: reported before the quarter's end, judged soon after."""
    countdown = state.countdown(Subject.CHECKPOINT)
    if countdown is None:
        return
    quarter = str(countdown.due_on)
    if state.quarter_reported_on is None:
        ahead = view.dice.number(1, 8, "report", quarter)
        on = view.terms.calendar.add_workdays(countdown.due_on, -ahead)
        owner = view.roster.owner(state.owner_unit)
        data = {"summary": "本季度持续坚持，未见反复"}
        yield Step("report_checkpoint", owner, data, f"report {quarter}", on=on)
        return
    data_judged: dict[str, Any] = {"is_clean": True, "opinion": "检查属实"}
    wait = view.verifier_wait(view.terms.policy.steps.verify_workdays, quarter)
    yield Step("verify_checkpoint", _verifier(view), data_judged, f"judge {quarter}", wait)


def _judgement(state: RectificationState, view: View) -> Step:
    wait = view.verifier_wait(view.terms.policy.steps.verify_workdays, "verify", state.reject_no)
    if state.awaits_second_signer:
        name = "head" if "org_head" in second_signers(state) else "deputy"
        return Step("countersign", view.roster.at(name), {"opinion": "同意销号"}, "", wait)
    key = f"verify {state.reject_no}"
    rejected = state.reject_no < 2 and view.dice.chance(
        view.behaviour.closure_rejected_percent, "rejected", state.reject_no
    )
    if rejected:
        return Step("reject_closure", _verifier(view), {"reason": "现场与记录不一致"}, key, wait)
    data = {"opinion": "同意销号", "checklist": _CHECKLIST}
    return Step("verify", _verifier(view), data, key, wait)


def _by_unit(
    state: RectificationState, view: View, command: str, data: dict[str, Any], subject: Subject
) -> Step:
    key = f"{command} {state.plan_no}"
    wait = view.unit_wait(state.owner_unit, _left(state, view, subject), key)
    return Step(command, view.roster.secretary(state.owner_unit), data, key, wait)


def _left(state: RectificationState, view: View, subject: Subject) -> int:
    """Working days that a step may take: to its own due day, and no more than half of the item's.

    Whoever has five days for the whole does not spend four of them on the plan.
    """
    calendar, step = view.terms.calendar, state.countdown(subject)
    ends = [step.due_on] if step is not None else []
    left = [max(calendar.workdays_between(view.today, end), 0) for end in ends]
    if state.effective_due_on is not None:
        whole = calendar.workdays_between(view.today, state.effective_due_on)
        left.append(max(whole, 0) // 2)
    return min(left, default=0)


def _verifier(view: View) -> Person:
    return view.roster.at(view.dice.pick(_VERIFIERS, "verifier"))
