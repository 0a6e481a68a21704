"""Builders for reviews: people, commands, and a life that is driven as the workflow drives it.

The month is March 2026: planned for 采煤科党总支, visited on Wednesday the 18th (domain.md §4.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from models.errors import FupanError, InvalidInputError, RuleRefusedError
from models.facts import SYSTEM_ACCOUNT, Actor, Command, Effect, Fact, Notify, Request
from models.rectification.belonging import Belonging
from models.rectification.content import Category, Measure
from models.review.commands import (
    AppointTeam,
    Confirm,
    FinishDraft,
    Hold,
    ImportHistory,
    IssueFeedback,
    NotifyUnit,
    Plan,
    RecordCauses,
    RecordExperience,
    RecordGoals,
    RecordPatterns,
    RecordResults,
    RecordStrength,
    RecordWeakness,
)
from models.review.content import (
    Figures,
    Indicator,
    ItemDraft,
    ReviewTier,
    Strength,
    TeamMember,
    TrackedItem,
    VisitForm,
    Weakness,
)
from models.review.decider import REVIEW
from models.review.events import ReviewEvent
from models.review.stage import ReviewStage
from models.review.state import ReviewState
from models.terms import Terms
from tests.unit.rectification.life import on, terms

SYSTEM = Actor(SYSTEM_ACCOUNT, ("system",))
OFFICER = Actor("a-officer", ("org_officer",), "DW")
HEAD = Actor("a-head", ("org_head",), "DW")
LEAD = Actor("a-lead", ("review_lead",), "DW", own_units=("DW",))
MEMBER = Actor("a-member", ("review_member",), "D07", own_units=("D07",))
SECRETARY = Actor("a-secretary", ("gb_secretary",), "Z1", own_units=("Z1",))
BRANCH_SECRETARY = Actor("a-branch", ("branch_secretary",), "Z1-02", own_units=("Z1-02",))
GB_SECRETARY = Actor("a-gb", ("gb_secretary",), "Z1", own_units=("Z1",))
OUTSIDER = Actor("a-outsider", ("branch_secretary",), "D01", own_units=("D01",))

KIN = ("Z1", "Z1-01", "Z1-02")
NUMBER = "2026-03-Z1"
VISIT_ON = date(2026, 3, 18)
FORMS = (VisitForm.DISCUSSION, VisitForm.INSPECTION)
ITEM = f"{NUMBER}-01"


def member(account: str, *units: str, roles: tuple[str, ...] = (), post: str = "") -> TeamMember:
    """Somebody for a team, with what the roster says."""
    return TeamMember(account, post, Belonging(units, roles))


def a_plan(**changes: Any) -> Plan:
    """采煤科党总支 in March 2026, as the annual plan opens it."""
    values: dict[str, Any] = {
        "unit": "Z1",
        "unit_name": "采煤科党总支",
        "month": "2026-03",
        "parent_unit": "DW",
        "secretary_role": "gb_secretary",
        "plan": "2026",
    }
    return Plan(**(values | changes))


def a_delegated_plan(**changes: Any) -> Plan:
    """综采二队 in March 2026, reviewed by its general branch."""
    values = {
        "unit": "Z1-02",
        "unit_name": "综采二队党支部",
        "parent_unit": "Z1",
        "secretary_role": "branch_secretary",
        "tier": ReviewTier.SUB,
    }
    return a_plan(**(values | changes))


def a_team(**changes: Any) -> AppointTeam:
    """A lead of the department and one member of another branch."""
    values: dict[str, Any] = {
        "lead": member(LEAD.account, "DW"),
        "members": (member(MEMBER.account, "D07"),),
        "kin": KIN,
    }
    return AppointTeam(**(values | changes))


def figures(**actuals: float | None) -> tuple[Figures, ...]:
    """All six indicators, met unless said otherwise."""
    usual: dict[Indicator, tuple[float | None, float | None]] = {
        Indicator.SAFETY_ACCIDENTS: (0, None),
        Indicator.ENVIRONMENT_EVENTS: (0, None),
        Indicator.INTEGRITY_VIOLATIONS: (0, None),
        Indicator.COST_SAVING_10K_YUAN: (43, 40),
        Indicator.REFORM_TASKS_DONE_PERCENT: (79, 75),
        Indicator.LIVELIHOOD_ITEMS_DONE: (3, 3),
    }
    return tuple(
        Figures(each, actuals.get(each.value, actual), target)
        for each, (actual, target) in usual.items()
    )


def a_draft(**changes: Any) -> ItemDraft:
    """An item of 15 working days."""
    values: dict[str, Any] = {
        "goal": "形成月度任务清单",
        "category": Category.FIXED_TERM,
        "owner": "a-owner",
        "owner_post": "党支部书记",
        "measures": (Measure("结对观摩，分解清单并上墙"),),
        "term_workdays": 15,
    }
    return ItemDraft(**(values | changes))


def a_weakness(**changes: Any) -> Weakness:
    """支部年度工作计划未分解到月, with one item."""
    values: dict[str, Any] = {
        "problem": "支部年度工作计划未分解到月",
        "cause": "支委不会编制月度清单",
        "recommendation": "结对观摩，分解清单并上墙",
        "work_axis": "organization_life",
        "party_plus": "production",
        "cause_kind": "ability",
        "items": (a_draft(),),
    }
    return Weakness(**(values | changes))


def record(weakness: Weakness) -> RecordWeakness:
    """The command that records a weakness."""
    names = Weakness.__dataclass_fields__
    return RecordWeakness(**{name: getattr(weakness, name) for name in names})


def a_past_review(**changes: Any) -> ImportHistory:
    """January's review of 安装区, whose two items are done."""
    values: dict[str, Any] = {
        "unit": "D01",
        "unit_name": "安装区党支部",
        "month": "2026-01",
        "parent_unit": "DW",
        "plan": "2026",
        "held_on": date(2026, 1, 15),
        "feedback_on": date(2026, 1, 19),
        "closed_on": date(2026, 3, 2),
        "forms": FORMS,
        "goals": "年初承诺组织生活按期率100%",
        "patterns": "任务分解到人、按月公示的工作完成较好",
        "figures": tuple(Figures(each.indicator, each.actual) for each in figures()),
        "strengths": (Strength(text="抽考成绩公开", cause="支委带头"),),
        "weaknesses": (Weakness(problem="包保日志内容雷同", work_axis="team"),),
        "items": (TrackedItem("2026-01-D01-01", 2), TrackedItem("2026-01-D01-02", 2)),
    }
    return ImportHistory(**(values | changes))


class Life:
    """One review, driven as its workflow would drive it, with a clock that tests move."""

    def __init__(self, its_terms: Terms | None = None, now: datetime | None = None) -> None:
        self.terms = its_terms or terms()
        self.now = now or on(3, 2)
        self.state: ReviewState = REVIEW.initial()
        self.facts: list[Fact[ReviewEvent]] = []
        self.effects: list[Effect] = []
        self._commands = 0

    def does(
        self, actor: Actor, command: Command, when: datetime | None = None
    ) -> list[ReviewEvent]:
        """The command is accepted: its events, now part of the review's facts."""
        self.now = when or self.now
        self._commands += 1
        return self._decide(f"c{self._commands}", actor, command)

    def refuses(self, actor: Actor, command: Command, when: datetime | None = None) -> str:
        """The command is refused by a rule: the code. Nothing changes."""
        return self._error(RuleRefusedError, actor, command, when).code

    def rejects(self, actor: Actor, command: Command, when: datetime | None = None) -> str:
        """The command makes no sense: the code. Nothing changes."""
        return self._error(InvalidInputError, actor, command, when).code

    def runs_until(self, until: datetime) -> list[Fact[ReviewEvent]]:
        """Every clock fires at its moment up to an instant; the facts they caused."""
        return self._fire(until, is_running=True)

    def wakes_up(self, when: datetime) -> list[Fact[ReviewEvent]]:
        """After downtime, everything that is due fires at this very instant."""
        self.now = when
        return self._fire(when, is_running=False)

    def stage(self) -> ReviewStage:
        """Where the review stands now."""
        return self.state.state

    def events(self, kind: type[Any]) -> list[Any]:
        """Events of one kind so far."""
        return [fact.event for fact in self.facts if isinstance(fact.event, kind)]

    def notices(self) -> list[Notify]:
        """Everybody who was told of something so far."""
        return [each for each in self.effects if isinstance(each, Notify)]

    def error(self, actor: Actor, command: Command) -> FupanError:
        """What is wrong with a command."""
        return self._error(FupanError, actor, command, None)

    def _fire(self, until: datetime, *, is_running: bool) -> list[Fact[ReviewEvent]]:
        before = len(self.facts)
        while True:
            armed = REVIEW.clocks(self.state, self.terms)
            clock = min(armed, key=lambda each: (each.fires_at, each.key), default=None)
            if clock is None or clock.fires_at > until:
                break
            if is_running:
                self.now = max(self.now, clock.fires_at)
            self._decide(clock.key, SYSTEM, clock.command)
        self.now = max(self.now, until)
        return self.facts[before:]

    def _error(
        self, kind: type[FupanError], actor: Actor, command: Command, when: datetime | None
    ) -> FupanError:
        before = self.state
        with pytest.raises(kind) as caught:
            self.does(actor, command, when)
        assert self.state == before
        assert type(caught.value) is kind or kind is FupanError
        return caught.value

    def _decide(self, step: str, actor: Actor, command: Command) -> list[ReviewEvent]:
        request = Request(step, actor, self.now, command)
        events = list(REVIEW.decide(self.state, request, self.terms))
        for event in events:
            fact = Fact(len(self.facts) + 1, self.now, actor, step, event)
            self.state = REVIEW.evolve(self.state, fact)
            self.effects.extend(REVIEW.react(self.state, fact))
            self.facts.append(fact)
        return events


def planned(
    command: Plan | None = None, its_terms: Terms | None = None, now: datetime | None = None
) -> Life:
    """A review that was planned on the month's first working day."""
    life = Life(its_terms, now)
    life.does(SYSTEM, command or a_plan())
    return life


def notified(its_terms: Terms | None = None, **changes: Any) -> Life:
    """A review whose unit was told on 2026-03-10 of a visit on the 18th."""
    life = planned(its_terms=its_terms)
    life.does(OFFICER, a_team(), on(3, 9))
    life.does(LEAD, NotifyUnit(**({"visit_on": VISIT_ON} | changes)), on(3, 10))
    return life


def in_session(its_terms: Terms | None = None, **changes: Any) -> Life:
    """A review whose team has just visited the unit."""
    life = notified(its_terms, **changes)
    life.does(LEAD, Hold(VISIT_ON, FORMS), on(3, 18, 16))
    return life


def walk_through(life: Life, moves: Sequence[Command] | None = None) -> Life:
    """Every move is recorded."""
    for move in moves or (
        RecordGoals("年初承诺组织生活按期率100%"),
        RecordExperience("抓支部先抓支委"),
        RecordResults("指标全部达标", figures()),
        RecordCauses("任务没有分解到人"),
        RecordPatterns("按月公示的工作完成较好"),
    ):
        life.does(MEMBER, move)
    return life


def drafted(*weaknesses: Weakness, its_terms: Terms | None = None, **changes: Any) -> Life:
    """A review whose draft the unit has since 2026-03-19: one strength, one weakness."""
    life = walk_through(in_session(its_terms, **changes))
    life.does(MEMBER, RecordStrength(text="党员包岗到面", cause="支委带头"))
    for weakness in weaknesses or (a_weakness(),):
        life.does(MEMBER, record(weakness))
    life.does(LEAD, FinishDraft(), on(3, 19))
    return life


def confirmed(*weaknesses: Weakness, its_terms: Terms | None = None, **changes: Any) -> Life:
    """A review whose unit agreed on 2026-03-20."""
    life = drafted(*weaknesses, its_terms=its_terms, **changes)
    life.does(SECRETARY, Confirm(), on(3, 20))
    return life


def tracking(*weaknesses: Weakness, its_terms: Terms | None = None, **changes: Any) -> Life:
    """A review whose feedback was issued on 2026-03-23."""
    life = confirmed(*weaknesses, its_terms=its_terms, **changes)
    life.does(LEAD, IssueFeedback(), on(3, 23))
    return life


def goes_its_way(life: Life) -> Life:
    """A planned review of March, through team, visit and moves to its feedback."""
    secretary = replace(SECRETARY, unit=life.state.unit, roles=(life.state.secretary_role,))
    life.does(OFFICER, a_team(), on(3, 9))
    life.does(LEAD, NotifyUnit(VISIT_ON), on(3, 10))
    life.does(LEAD, Hold(VISIT_ON, FORMS), on(3, 18))
    walk_through(life)
    life.does(MEMBER, record(a_weakness()))
    life.does(LEAD, FinishDraft())
    life.does(secretary, Confirm())
    life.does(LEAD, IssueFeedback())
    return life
