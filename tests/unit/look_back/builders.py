"""Builders for look-backs: candidates, people, and one that has begun."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.facts import SYSTEM, Actor
from models.look_back.candidate import Candidate
from models.look_back.commands import AppointTeam, Begin, Judge, TeamMember
from models.look_back.decider import LOOK_BACK
from models.look_back.verdict import Verdict
from models.rectification.belonging import Belonging
from models.terms import Terms
from tests.unit.rectification.life import HEAD, OFFICER, on, terms
from tests.unit.room_life import RoomLife

__all__ = ["HEAD", "OFFICER", "SYSTEM", "on", "terms"]

SEED = "00112233445566778899aabbccddeeff"
LEAD = Actor("a-lead", ("review_lead",), "DW", own_units=("DW",))
AUDITOR = Actor("a-auditor", ("auditor",), "DW", own_units=("DW",))
VERIFIER = Actor("a-verifier", ("verifier",), "DW", own_units=("DW",))
OUTSIDER = Actor("a-outsider", ("branch_secretary",), "D09", own_units=("D09",))


def a_candidate(item: str = "FP2026-011", **changes: Any) -> Candidate:
    """An ordinary item of 安装区, closed in March."""
    values: dict[str, Any] = {
        "unit": "D01",
        "closed_on": date(2026, 3, 20),
        "owner": "a-owner",
        "verifiers": (VERIFIER.account,),
        "verifier_post": "组织部干事",
    }
    return Candidate(item, **(values | changes))


def a_member(actor: Actor) -> TeamMember:
    """What the roster says of a person."""
    return TeamMember(actor.account, "", Belonging(actor.own_units, actor.roles))


def begun(*candidates: Candidate, units: tuple[str, ...] = (), **changes: Any) -> RoomLife:
    """The look-back on the first half of 2026, drawn on 1 July."""
    its_terms: Terms = changes.pop("its_terms", terms())
    life = RoomLife(LOOK_BACK, its_terms, changes.pop("now", on(7, 1)))
    values: dict[str, Any] = {"year": 2026, "half": 1, "seed": SEED}
    life.does(SYSTEM, Begin(population=candidates, units=units, **(values | changes)))
    return life


def in_progress(*candidates: Candidate, units: tuple[str, ...] = (), **changes: Any) -> RoomLife:
    """With a team of the lead and the auditor."""
    life = begun(*candidates, units=units, **changes)
    life.does(HEAD, AppointTeam(a_member(LEAD), (a_member(AUDITOR),)))
    return life


def holds(item: str = "FP2026-011") -> Judge:
    """The verdict that most items get."""
    return Judge(item, Verdict.CONSOLIDATED, "现场抽查，记录齐全")


def came_back(item: str = "FP2026-011", **changes: Any) -> Judge:
    """The verdict that reopens."""
    values: dict[str, Any] = {"verdict": Verdict.REBOUND, "finding": "日志仍有雷同"}
    return Judge(item, **(values | changes))
