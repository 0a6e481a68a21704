"""Builders for items: people, terms, and a life that is driven as the workflow drives it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

import chinese_calendar
import pytest

from models.calendar import WorkCalendar, at_shanghai
from models.errors import FupanError, InvalidInputError, RuleRefusedError
from models.facts import SYSTEM_ACCOUNT, Actor, Command, Effect, Fact, Request
from models.policy import NoticeTerms, Policy
from models.rectification.commands import (
    Accept,
    ApprovePlan,
    AttachEvidence,
    Checklist,
    ImportHistory,
    Issue,
    RequestClosure,
    SubmitPlan,
    Verify,
)
from models.rectification.content import Category, Measure
from models.rectification.decider import RECTIFICATION
from models.rectification.events import RectificationEvent
from models.rectification.state import RectificationState
from models.terms import Terms

# The clocks' own actor, under a name of its own.
SYSTEM = Actor(SYSTEM_ACCOUNT, ("system",))
DUE_ON = date(2026, 4, 30)
ISSUED_ON = date(2026, 3, 23)

OFFICER = Actor("a-officer", ("org_officer",), "DW")
HEAD = Actor("a-head", ("org_head",), "DW")
DEPUTY = Actor("a-deputy", ("committee_deputy",), "DW")
SECRETARY = Actor("a-secretary", ("branch_secretary",), "Z1-02")
OWNER = Actor("a-owner", ("owner",), "Z1-02")
VERIFIER = Actor("a-verifier", ("verifier",), "D07")
OTHER_VERIFIER = Actor("a-verifier-2", ("verifier",), "D08")
AUDITOR = Actor("a-auditor", ("auditor",), "DW")
REVIEW_LEAD = Actor("a-lead", ("review_lead",), "DW")
OTHER_SECRETARY = Actor("a-secretary-2", ("branch_secretary",), "Z1-03")
GB_SECRETARY = Actor("a-gb", ("gb_secretary", "verifier"), "Z1", ("Z1-01", "Z1-02"))

ALL_YES = Checklist(True, True, True, True, True)
MEASURE = Measure("建立倒班补学表", "支部委员", date(2026, 4, 20))
HASH = "ab" * 32


@cache
def calendar(*years: int, version: int = 1) -> WorkCalendar:
    """The real calendar of some years."""
    days = [date(year, 1, 1) + timedelta(n) for year in years for n in range(365)]
    return WorkCalendar(
        version=version,
        holidays=frozenset(
            day for day in days if day.weekday() < 5 and not chinese_calendar.is_workday(day)
        ),
        make_up_workdays=frozenset(
            day for day in days if day.weekday() >= 5 and chinese_calendar.is_workday(day)
        ),
        announced_years=frozenset(years),
    )


def terms(policy: Policy | None = None, work_calendar: WorkCalendar | None = None) -> Terms:
    """The defaults without spread, over the calendar of 2026."""
    notices = NoticeTerms(spread_seconds=0)
    return Terms(policy or Policy(1, notices=notices), work_calendar or calendar(2026))


def at(day: date, clock: time = time(10, 0)) -> datetime:
    """Instant of a wall-clock time in Shanghai."""
    return at_shanghai(day, clock)


def on(month: int, day: int, hour: int = 10, minute: int = 0, year: int = 2026) -> datetime:
    """Instant in 2026, Shanghai time."""
    return at(date(year, month, day), time(hour, minute))


def an_issue(**changes: Any) -> Issue:
    """A complete fixed-term item of 综采二队, due on 2026-04-30."""
    values: dict[str, Any] = {
        "number": "FP2026-001",
        "problem": "夜班党员补课记录缺失",
        "goal": "补课记录齐全",
        "category": Category.FIXED_TERM,
        "owner_unit": "Z1-02",
        "parent_unit": "Z1",
        "owner": OWNER.account,
        "owner_post": "支部委员",
        "due_on": DUE_ON,
        "verifier": VERIFIER.account,
        "verifier_unit": VERIFIER.unit,
    }
    return Issue(**{**values, **changes})


def a_long_term_issue(**changes: Any) -> Issue:
    """An item without a due day."""
    return an_issue(category=Category.LONG_TERM, due_on=None, **changes)


def a_row(**changes: Any) -> ImportHistory:
    """A row of an older ledger, in progress, due on 2026-04-30."""
    values: dict[str, Any] = {
        "number": "FP2026-009",
        "problem": "台账电子化不全",
        "goal": "补录完成",
        "category": Category.FIXED_TERM,
        "owner_unit": "Z1-02",
        "parent_unit": "Z1",
        "owner_post": "党支部书记",
        "found_on": date(2026, 3, 2),
        "due_on": DUE_ON,
    }
    return ImportHistory(**{**values, **changes})


class Life:
    """One item, driven as its workflow would drive it, with a clock that tests move."""

    def __init__(self, its_terms: Terms | None = None, now: datetime | None = None) -> None:
        self.terms = its_terms or terms()
        self.now = now or at(ISSUED_ON)
        self.state: RectificationState = RECTIFICATION.initial()
        self.facts: list[Fact[RectificationEvent]] = []
        self.effects: list[Effect] = []
        self._commands = 0

    def does(
        self, actor: Actor, command: Command, when: datetime | None = None
    ) -> list[RectificationEvent]:
        """The command is accepted: its events, now part of the item's facts."""
        self.now = when or self.now
        self._commands += 1
        return self._decide(f"c{self._commands}", actor, command)

    def refuses(self, actor: Actor, command: Command, when: datetime | None = None) -> str:
        """The command is refused by a rule: the code. Nothing changes."""
        return self._error(RuleRefusedError, actor, command, when).code

    def rejects(self, actor: Actor, command: Command, when: datetime | None = None) -> str:
        """The command makes no sense: the code. Nothing changes."""
        return self._error(InvalidInputError, actor, command, when).code

    def runs_until(self, until: datetime) -> list[Fact[RectificationEvent]]:
        """Every clock fires at its moment up to an instant; the facts they caused."""
        return self._fire(until, is_running=True)

    def wakes_up(self, when: datetime) -> list[Fact[RectificationEvent]]:
        """After downtime, everything that is due fires at this very instant."""
        self.now = when
        return self._fire(when, is_running=False)

    def events(self, kind: type[Any]) -> list[Any]:
        """Events of one kind so far."""
        return [fact.event for fact in self.facts if isinstance(fact.event, kind)]

    def _fire(self, until: datetime, *, is_running: bool) -> list[Fact[RectificationEvent]]:
        before = len(self.facts)
        while True:
            armed = RECTIFICATION.clocks(self.state, self.terms)
            clock = min(armed, key=lambda each: (each.fires_at, each.key), default=None)
            if clock is None or clock.fires_at > until:
                break
            if is_running:
                self.now = max(self.now, clock.fires_at)
            self._decide(clock.key, SYSTEM, clock.command)
        self.now = max(self.now, until)
        return self.facts[before:]

    def _error(
        self,
        kind: type[FupanError],
        actor: Actor,
        command: Command,
        when: datetime | None,
    ) -> FupanError:
        before = self.state
        with pytest.raises(kind) as caught:
            self.does(actor, command, when)
        assert self.state == before
        assert type(caught.value) is kind
        return caught.value

    def _decide(self, step: str, actor: Actor, command: Command) -> list[RectificationEvent]:
        request = Request(step, actor, self.now, command)
        events = list(RECTIFICATION.decide(self.state, request, self.terms))
        for event in events:
            fact = Fact(len(self.facts) + 1, self.now, actor, step, event)
            self.state = RECTIFICATION.evolve(self.state, fact)
            self.effects.extend(RECTIFICATION.react(self.state, fact))
            self.facts.append(fact)
        return events


def issued(command: Issue | None = None, its_terms: Terms | None = None) -> Life:
    """An item that was just issued."""
    life = Life(its_terms)
    life.does(OFFICER, command or an_issue())
    return life


def in_progress(command: Issue | None = None, its_terms: Terms | None = None) -> Life:
    """An item with an approved plan, since 2026-03-26."""
    life = issued(command, its_terms)
    life.does(SECRETARY, Accept(), on(3, 24))
    life.does(SECRETARY, SubmitPlan((MEASURE,)), on(3, 25))
    life.does(OFFICER, ApprovePlan(), on(3, 26))
    return life


def pending_verify(command: Issue | None = None, its_terms: Terms | None = None) -> Life:
    """An item whose closing was asked for on 2026-04-20."""
    life = in_progress(command, its_terms)
    life.does(OWNER, AttachEvidence(HASH, 1024, "image/jpeg"), on(4, 17))
    life.does(SECRETARY, RequestClosure("已补齐"), on(4, 20))
    return life


def closed(command: Issue | None = None, its_terms: Terms | None = None) -> Life:
    """An item that was closed on 2026-04-21."""
    life = pending_verify(command, its_terms)
    life.does(VERIFIER, Verify("同意销号", ALL_YES), on(4, 21))
    return life


def days(facts: Iterable[Fact[RectificationEvent]]) -> list[str]:
    """Shanghai days of facts, ISO."""
    return [f"{(fact.at + timedelta(hours=8)).astimezone(UTC):%Y-%m-%d}" for fact in facts]
