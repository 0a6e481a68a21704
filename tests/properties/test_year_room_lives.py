"""The laws of a decider (models/facts.py), held by look-backs and common issues of any life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.common_issue.campaign import AskedUnit
from models.common_issue.commands import Accept, AskUnits, Dismiss, Propose, RefreshUnits, Reply
from models.common_issue.decider import COMMON_ISSUE
from models.errors import InvalidInputError, RuleRefusedError
from models.escalation.commands import AcknowledgeEscalation
from models.escalation.countdown import Subject
from models.facts import SYSTEM, Actor, AdoptTerms, Command, Decider, Fact, Open, Request, Tell
from models.look_back.commands import AppointTeam, Begin, DropItem, Finish, Judge, RecordReport
from models.look_back.decider import LOOK_BACK
from models.look_back.verdict import Verdict
from models.rooms import DECIDERS
from tests.unit.look_back.builders import (
    AUDITOR,
    HEAD,
    LEAD,
    OFFICER,
    SEED,
    VERIFIER,
    a_candidate,
    a_member,
)
from tests.unit.rectification.life import calendar, on, terms
from wire.codec import canonical, from_json, to_json

D01 = Actor("a-d01", ("branch_secretary",), "D01")
Z1 = Actor("a-z1", ("gb_secretary",), "Z1")
UNITS = (AskedUnit("D01", "安装区"), AskedUnit("Z1", "采煤科", "", "gb_secretary"))
CANDIDATES = (
    a_candidate(severity=3),
    a_candidate("FP2026-012", category="long_term", severity=3),
    a_candidate("FP2026-013", verifiers=("a-other",)),
)


@dataclass(frozen=True)
class Room:
    """A room's decider, how it opens, and what may be asked of it."""

    decider: Decider[Any, Any, Any]
    opening: Command
    people: Sequence[Actor]
    commands: Sequence[Command]


ROOMS: Mapping[str, Room] = {
    "look_back": Room(
        LOOK_BACK,
        Begin(year=2026, half=1, seed=SEED, units=("D01",), population=CANDIDATES),
        (SYSTEM, HEAD, OFFICER, LEAD, AUDITOR, VERIFIER),
        (
            AppointTeam(a_member(LEAD), (a_member(AUDITOR),)),
            AppointTeam(a_member(VERIFIER)),
            *(
                Judge(each.item, verdict, "抽查", "又缺失" if verdict.reopens else "", None, reason)
                for each in CANDIDATES
                for verdict in Verdict
                for reason in ("", "复核")
            ),
            DropItem("FP2026-011", "已另行立项"),
            Finish(),
            RecordReport(),
            AcknowledgeEscalation("下周完成", Subject.FINISH_LOOK_BACK),
            AdoptTerms("新版"),
        ),
    ),
    "common_issue": Room(
        COMMON_ISSUE,
        Propose(period="2026-Q2", problem_code="organization_life"),
        (SYSTEM, HEAD, OFFICER, D01, Z1),
        (
            Accept("补课记录是否齐全", "记录齐全"),
            Dismiss("成因不同"),
            AskUnits(UNITS),
            Reply(False, "齐全"),
            Reply(True, "缺三人"),
            RefreshUnits(UNITS[:1]),
            RefreshUnits(UNITS),
            AcknowledgeEscalation("已督促", Subject.REPLY_COMMON_ISSUE),
            AdoptTerms("新版"),
        ),
    ),
}
OFFERED = (terms(), terms(work_calendar=calendar(2026, version=2)))


@pytest.mark.parametrize("name", ROOMS)
@given(data=st.data())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_laws_of_a_decider_hold(name: str, data: st.DataObject) -> None:
    room = ROOMS[name]
    decider, now = room.decider, on(7, 1)
    state, facts = decider.initial(), list[Fact[Any]]()

    def decide(step: str, actor: Actor, command: Command, its_terms: Any) -> None:
        nonlocal state
        before = canonical(to_json(state))
        request = Request(step, actor, now, command)
        try:
            events = decider.decide(state, request, its_terms)
        except RuleRefusedError as error:
            events = [decider.refusal(request, error)]
        except InvalidInputError:
            return
        assert canonical(to_json(state)) == before
        for event in events:
            assert from_json(decider.events[event.type], to_json(event)) == event
            facts.append(Fact(len(facts) + 1, now, actor, step, event))
            state = decider.evolve(state, facts[-1])
            _check_effects(decider.react(state, facts[-1]))

    decide("open", SYSTEM, room.opening, OFFERED[0])
    fired = set[str]()
    for number in range(data.draw(st.integers(1, 25))):
        its_terms = OFFERED[-1] if decider.terms_version(state).calendar > 1 else OFFERED[0]
        armed = sorted(decider.clocks(state, its_terms), key=lambda it: (it.fires_at, it.key))
        is_clocks_turn: bool = data.draw(st.booleans())
        if armed and is_clocks_turn:
            clock = armed[0]
            assert clock.key not in fired
            fired.add(clock.key)
            now = max(now, clock.fires_at)
            decide(clock.key, SYSTEM, clock.command, its_terms)
            assert clock.key not in {it.key for it in decider.clocks(state, its_terms)}
            continue
        now += timedelta(hours=data.draw(st.integers(0, 72)))
        command = data.draw(st.sampled_from(room.commands))
        chosen = data.draw(st.sampled_from(OFFERED)) if command.name == "adopt_terms" else its_terms
        actor = data.draw(st.sampled_from(room.people))
        decide(f"c{number}", actor, command, its_terms.brought_up_to(chosen))
    _check_end(decider, state, facts, now, room.commands)


def _check_effects(effects: Sequence[Any]) -> None:
    """What is asked of another entity can be read there."""
    for effect in effects:
        if isinstance(effect, Open | Tell) and not effect.gather:
            kind: Any = DECIDERS[effect.entity].commands[effect.command]
            assert from_json(kind, effect.data) is not None


def _check_end(
    decider: Decider[Any, Any, Any],
    state: Any,
    facts: Sequence[Fact[Any]],
    now: Any,
    commands: Sequence[Command],
) -> None:
    """The fold gives the state, the state travels, and an ended entity waits for nothing."""
    folded = decider.initial()
    for fact in facts:
        folded = decider.evolve(folded, fact)
    assert folded == state
    assert from_json(decider.state_type, to_json(state)) == state
    if not decider.is_finished(state):
        return
    assert decider.clocks(state, terms()) == []
    for command in commands:
        with pytest.raises(RuleRefusedError):
            decider.decide(state, Request("late", HEAD, now, command), terms())
