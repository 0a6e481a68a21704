"""Builders for bulletins: people, figures, and a life that is driven as the workflow drives it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from models.bulletin.addressees import AddressedUnit
from models.bulletin.commands import Approve, Begin, Submit, TakeNumber
from models.bulletin.counting import Sources, count
from models.bulletin.decider import BULLETIN
from models.bulletin.events import BulletinEvent
from models.bulletin.figures import Cut, Figures
from models.bulletin.item_record import ItemRecord
from models.bulletin.quarter import Quarter
from models.bulletin.records import (
    FindingRecord,
    IndicatorRecord,
    PlannedReview,
    ReviewRecord,
    UnitRecord,
)
from models.bulletin.state import BulletinState
from models.bulletin.tally import Tally
from models.errors import FupanError
from models.facts import SYSTEM, Actor, Command, Effect, Fact, Request
from models.policy import Policy
from models.terms import Terms, TermsVersion
from tests.unit.rectification.life import calendar, on, terms

Q1 = Quarter(2026, 1)
AS_OF = datetime(2026, 4, 1, 1, tzinfo=UTC)
CUT = Cut(AS_OF, 1000, TermsVersion(1, 1))

OFFICER = Actor("a-officer", ("org_officer",), "DW")
HEAD = Actor("a-head", ("org_head",), "DW")
SECRETARY = Actor("a-party-secretary", ("committee_secretary",), "DW")
DEPUTY = Actor("a-deputy", ("committee_deputy",), "DW")
Z1_SECRETARY = Actor("a-z1", ("gb_secretary",), "Z1")
D05_SECRETARY = Actor("a-d05", ("branch_secretary",), "D05")

Z1 = UnitRecord("Z1", "采煤一区党总支", "general_branch", "DW", "direct", date(2020, 1, 1))
Z1_01 = UnitRecord("Z1-01", "综采一队党支部", "branch", "Z1", "sub", date(2020, 1, 1))
D05 = UnitRecord("D05", "机关党支部", "branch", "DW", "direct", date(2020, 1, 1))
ADDRESSED = (
    AddressedUnit("D05", "机关党支部", "branch_secretary"),
    AddressedUnit("Z1", "采煤一区党总支", "gb_secretary"),
)


def an_item(number: str = "2026-02-Z1-01", **changes: Any) -> ItemRecord:
    """An item of 采煤一区, issued in February and due in March."""
    values: dict[str, Any] = {
        "number": number,
        "unit": "Z1",
        "issued_on": date(2026, 2, 9),
        "due_on": date(2026, 3, 20),
    }
    values |= changes
    values.setdefault("effective_due_on", values["due_on"])
    return ItemRecord(**values)


def a_review(unit: UnitRecord = Z1, **changes: Any) -> ReviewRecord:
    """A review of February with one strength and one finding."""
    values: dict[str, Any] = {
        "number": f"2026-02-{unit.code}",
        "unit": unit.code,
        "unit_name": unit.name,
        "issued_on": date(2026, 2, 9),
        "strengths": ("班前会讲党课。",),
        "findings": (FindingRecord("补课记录缺失", "ZZSH-03", "safety", "organization_life"),),
        "indicators": (IndicatorRecord("安全事故（起）", "0", "0", "met"),),
    }
    return ReviewRecord(**(values | changes))


def a_tally(*items: ItemRecord, quarter: Quarter = Q1) -> Tally:
    """Items that were counted."""
    names = {unit.code: unit.name for unit in (Z1, Z1_01, D05)}
    tally = Tally(quarter, calendar(2025, 2026), names)
    for item in items:
        tally.add(item)
    return tally


def figures_of(
    *items: ItemRecord,
    units: tuple[UnitRecord, ...] = (Z1, Z1_01, D05),
    reviews: tuple[ReviewRecord, ...] = (),
    plan: tuple[PlannedReview, ...] | None = None,
    quarter: Quarter = Q1,
) -> Figures:
    """The figures of a quarter."""
    sources = Sources(units, reviews, plan)
    return count("dw", quarter, CUT, sources, a_tally(*items, quarter=quarter), Policy(1))


def a_begin(**changes: Any) -> Begin:
    """The draft of the first quarter of 2026."""
    figures = changes.pop("figures", figures_of(an_item(), reviews=(a_review(),)))
    return Begin(**({"year": 2026, "quarter": 1, "figures": figures} | changes))


class Life:
    """A bulletin, its facts and effects."""

    def __init__(self, its_terms: Terms | None = None) -> None:
        self.terms = its_terms or terms()
        self.now = on(4, 1)
        self.state: BulletinState = BULLETIN.initial()
        self.facts: list[Fact[BulletinEvent]] = []
        self.effects: list[Effect] = []
        self._commands = 0

    def does(
        self, actor: Actor, command: Command, when: datetime | None = None
    ) -> list[BulletinEvent]:
        """The command is accepted: its events, now part of the facts."""
        self.now = when or self.now
        self._commands += 1
        return self._decide(f"c{self._commands}", actor, command)

    def refuses(self, actor: Actor, command: Command, when: datetime | None = None) -> str:
        """The command is turned away: the code. Nothing changes."""
        before = self.state
        with pytest.raises(FupanError) as caught:
            self.does(actor, command, when)
        assert self.state == before
        return caught.value.code

    def runs_until(self, until: datetime) -> list[Fact[BulletinEvent]]:
        """Every clock fires at its moment up to an instant; the facts they caused."""
        return self._fire(until, is_running=True)

    def wakes_up(self, when: datetime) -> list[Fact[BulletinEvent]]:
        """After downtime, everything that is due fires at this very instant."""
        self.now = when
        return self._fire(when, is_running=False)

    def _fire(self, until: datetime, *, is_running: bool) -> list[Fact[BulletinEvent]]:
        before = len(self.facts)
        while True:
            armed = BULLETIN.clocks(self.state, self.terms)
            clock = min(armed, key=lambda each: (each.fires_at, each.key), default=None)
            if clock is None or clock.fires_at > until:
                break
            if is_running:
                self.now = max(self.now, clock.fires_at)
            self._decide(clock.key, SYSTEM, clock.command)
        self.now = max(self.now, until)
        return self.facts[before:]

    def _decide(self, step: str, actor: Actor, command: Command) -> list[BulletinEvent]:
        request = Request(step, actor, self.now, command)
        events = list(BULLETIN.decide(self.state, request, self.terms))
        for event in events:
            fact = Fact(len(self.facts) + 1, self.now, actor, step, event)
            self.state = BULLETIN.evolve(self.state, fact)
            self.effects.extend(BULLETIN.react(self.state, fact))
            self.facts.append(fact)
        return events


def drafted(command: Begin | None = None, its_terms: Terms | None = None) -> Life:
    """A bulletin that has just made its draft, on 2026-04-01."""
    life = Life(its_terms)
    life.does(SYSTEM, command or a_begin())
    return life


def submitted(command: Begin | None = None) -> Life:
    """A draft that the officer has submitted on 2026-04-08."""
    life = drafted(command)
    life.does(OFFICER, Submit(), on(4, 8))
    return life


def approved(command: Begin | None = None) -> Life:
    """A draft that the committee's secretary has approved on 2026-04-09."""
    life = submitted(command)
    life.does(SECRETARY, Approve("同意"), on(4, 9))
    return life


def issued(units: tuple[AddressedUnit, ...] = ADDRESSED, command: Begin | None = None) -> Life:
    """A bulletin issued on 2026-04-09."""
    life = approved(command)
    life.does(SYSTEM, TakeNumber(2026, 2, units))
    return life
