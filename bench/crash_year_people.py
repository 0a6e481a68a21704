"""What people do in a compressed year: as in a simulation, and each rarer thing once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from models.annual_plan.stage import Stage as PlanStage
from models.annual_plan.state import AnnualPlanState
from models.bulletin.stage import BulletinStage
from models.bulletin.state import BulletinState
from models.common_issue.stage import Stage as IssueStage
from models.common_issue.state import CommonIssueState
from models.escalation.countdown import Subject
from models.ids import entity_of
from models.look_back.stage import Stage as LookBackStage
from models.look_back.state import LookBackState
from models.review.stage import ReviewStage
from models.review.state import ReviewState
from simulation.behaviour import Behaviour
from simulation.people import STEPS
from simulation.reviews import review_steps
from simulation.roster import Person
from simulation.step import Step, View

# Few units, much trouble: most of what can happen does.
BEHAVIOUR = Behaviour(
    unit_late_percent=35,
    department_late_percent=25,
    verifier_late_percent=25,
    rectify_late_percent=30,
    late_workdays=3,
    plan_returned_percent=20,
    closure_rejected_percent=25,
    extension_percent=25,
    postponed_percent=25,
    objection_percent=30,
    weaknesses_min=2,
    weaknesses_max=3,
    common_problem_percent=100,
    no_item_percent=20,
    found_percent=30,
    rebound_percent=20,
    false_closure_percent=10,
)


@dataclass
class People:
    """Everyone.

    Attributes:
        done: Rare steps that were tried, by kind of entity and name.
    """

    done: set[tuple[str, str]] = field(default_factory=set)

    def steps(self, stream: str, state: Any, view: View) -> list[Step]:
        """A rare step that nobody has tried yet, or what waits for somebody anyway."""
        entity = entity_of(stream)
        for step in RARE.get(entity, _nothing)(state, view):
            if (entity, step.name) not in self.done:
                return [step]
        return STEPS[entity](state, view)

    def tried(self, stream: str, step: Step) -> None:
        """Rare steps are tried once."""
        self.done.add((entity_of(stream), step.name))


def _nothing(state: Any, view: View) -> Iterator[Step]:
    yield from ()


def _plan(state: AnnualPlanState, view: View) -> Iterator[Step]:
    officer, deputy = view.roster.at("officer1"), view.roster.at("deputy")
    if state.stage is PlanStage.DRAFT and state.slots:
        last = state.slots[-1]
        yield Step("unassign", officer, {"unit": last.unit, "reason": "另行安排"}, "rare unassign")
        for unit in state.units:
            if unit.is_direct and state.slot(unit.code) is None:
                data = {"unit": unit.code, "month": 5, "reason": "错开检修"}
                yield Step("assign", officer, data, "rare assign")
    if state.stage is PlanStage.SUBMITTED:
        yield Step("return_plan", deputy, {"reason": "请再核对"}, "rare return_plan")
    if state.stage is PlanStage.RUNNING:
        yield Step("refresh_units", officer, {}, "rare refresh_units")
        yield from _replies(state, officer)
        yield from _replies(state, view.roster.at("head"))


def _review(state: ReviewState, view: View) -> Iterator[Step]:
    lead = view.roster.people[state.lead.account] if state.lead else view.roster.at("lead1")
    if state.state is ReviewStage.PLANNED and state.month >= f"{view.today.year}-06":
        reason = {"reason": "机构调整"}
        yield Step("cancel", view.roster.at("head"), reason, "rare cancel")
    waiting = [step.command for step in review_steps(state, view)]
    if state.state is ReviewStage.IN_SESSION and waiting == ["finish_draft"]:
        strength = next(each.no for each in state.findings if each.strength)
        weakness = max(each.no for each in state.findings if each.weakness)
        data = {
            "finding": strength,
            "reason": "表述更准确",
            "strength": {"text": "组织生活规范有序", "cause": "责任到人"},
        }
        yield Step("correct_finding", lead, data, "rare correct_finding")
        spot_test = {"count": 10, "passed": 6}
        yield Step("record_spot_test", lead, spot_test, "rare record_spot_test")
        withdrawn = {"finding": weakness, "reason": "复核不属实"}
        yield Step("withdraw_finding", lead, withdrawn, "rare withdraw_finding")
    yield from _replies(state, lead)
    yield from _replies(state, view.roster.secretary(state.unit))


def _bulletin(state: BulletinState, view: View) -> Iterator[Step]:
    officer, deputy = view.roster.at("officer1"), view.roster.at("deputy")
    if state.state is BulletinStage.DRAFTED:
        data = {"section": "next_steps", "text": "各单位对照整改，按期销号。"}
        yield Step("edit_text", officer, data, "rare edit_text")
    if state.state is BulletinStage.SUBMITTED:
        yield Step("return_draft", deputy, {"reason": "请补充做法"}, "rare return_draft")
    if state.state is BulletinStage.ISSUED and state.files and state.quarter > 1:
        yield Step("correct", officer, {"reason": "一处数字有误"}, "rare correct")
    yield from _replies(state, officer)


def _look_back(state: LookBackState, view: View) -> Iterator[Step]:
    if state.state is LookBackStage.IN_PROGRESS and len(state.pending) > 1:
        data = {"item": state.pending[-1].candidate.item, "reason": "单位撤并"}
        yield Step("drop_item", view.roster.at("lead2"), data, "rare drop_item")
    yield from _replies(state, view.roster.at("lead2"))


def _common_issue(state: CommonIssueState, view: View) -> Iterator[Step]:
    if state.state is IssueStage.PROPOSED:
        yield Step("dismiss", view.roster.at("head"), {"reason": "原因不同"}, "rare dismiss")
    for unit in list(state.silent)[:1]:
        yield from _replies(state, view.roster.secretary(unit.code))


def _replies(state: Any, person: Person) -> Iterator[Step]:
    """An answer to whatever has been raised."""
    for countdown in state.countdowns:
        if countdown.level is not None and countdown.acknowledged is None:
            subject = Subject(countdown.subject)
            data = {"reply": "已安排，三日内完成", "subject": subject.value}
            key = f"rare acknowledge {subject} {person.role}"
            yield Step("acknowledge_escalation", person, data, key)


RARE: dict[str, Callable[[Any, View], Iterator[Step]]] = {
    "annual_plan": _plan,
    "review": _review,
    "bulletin": _bulletin,
    "look_back": _look_back,
    "common_issue": _common_issue,
}
