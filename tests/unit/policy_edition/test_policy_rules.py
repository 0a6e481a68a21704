"""One proposes, another adopts and says what the version reaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from models.errors import InvalidInputError, RuleRefusedError
from models.facts import SYSTEM, Actor, Fact, Request
from models.policy import Policy, StepTerms
from models.policy_edition.commands import Adopt, Establish, PolicyCommand, Propose, Withdraw
from models.policy_edition.decider import POLICY
from models.policy_edition.events import (
    Adopted,
    AttemptRefused,
    PolicyEvent,
    Proposed,
    Reach,
    Withdrawn,
)
from models.policy_edition.state import PolicyState
from models.terms import Terms

AT = datetime(2026, 3, 2, tzinfo=UTC)
OFFICER = Actor("a-1", ("org_officer",), "DW")
HEAD = Actor("a-2", ("org_head",), "DW")
OWNER = Actor("a-3", ("owner",), "Z1-01")
FASTER = replace(Policy(), steps=StepTerms(accept_workdays=1))
PROPOSE = Propose(FASTER, "签收太慢")
ADOPT = Adopt(2, Reach.OPEN_ITEMS, "会议决定")


def decided(state: PolicyState, command: PolicyCommand, actor: Actor) -> list[PolicyEvent]:
    return list(POLICY.decide(state, Request("c", actor, AT, command), Terms()))


def after(*acts: tuple[PolicyCommand, Actor]) -> PolicyState:
    state = POLICY.initial()
    for command, actor in ((Establish(Policy()), SYSTEM), *acts):
        for event in decided(state, command, actor):
            state = POLICY.evolve(state, Fact(1, AT, actor, "c", event))
    return state


def refused(state: PolicyState, command: PolicyCommand, actor: Actor) -> str:
    with pytest.raises((RuleRefusedError, InvalidInputError)) as caught:
        decided(state, command, actor)
    return caught.value.code


def test_the_first_version_is_the_built_in_default() -> None:
    state = after()
    assert state.current == replace(Policy(), version=1)
    assert decided(state, Establish(Policy()), SYSTEM) == []
    assert refused(POLICY.initial(), Establish(Policy()), HEAD) == "not_system"


def test_a_proposal_gets_the_next_number_and_does_not_hold_yet() -> None:
    assert decided(after(), PROPOSE, OFFICER) == [Proposed(replace(FASTER, version=2), "签收太慢")]
    state = after((PROPOSE, OFFICER))
    assert state.current == replace(Policy(), version=1)
    assert state.draft_by == "a-1"


def test_a_first_proposal_needs_no_version_to_differ_from() -> None:
    assert decided(POLICY.initial(), PROPOSE, OFFICER)


def test_proposing_what_holds_or_waits_already_changes_nothing() -> None:
    assert decided(after(), Propose(Policy(), "同上"), OFFICER) == []
    assert decided(after((PROPOSE, OFFICER)), PROPOSE, OFFICER) == []


def test_a_later_proposal_replaces_the_one_that_waits_under_a_new_number() -> None:
    other = Propose(replace(FASTER, second_signer_from_severity=2), "从严")
    state = after((PROPOSE, OFFICER), (other, OFFICER))
    assert state.draft is not None
    assert state.draft.version == 3
    assert refused(state, ADOPT, HEAD) == "policy_draft_replaced"


def test_an_adopted_version_holds_and_says_what_it_reaches() -> None:
    assert decided(after((PROPOSE, OFFICER)), ADOPT, HEAD) == [
        Adopted(2, Reach.OPEN_ITEMS, "会议决定")
    ]
    state = after((PROPOSE, OFFICER), (ADOPT, HEAD))
    assert state.current == replace(FASTER, version=2)
    assert state.draft is None
    assert refused(state, ADOPT, HEAD) == "no_policy_draft"


def test_nobody_adopts_their_own_proposal_not_even_through_a_delegate() -> None:
    state = after((PROPOSE, HEAD))
    assert refused(state, ADOPT, HEAD) == "policy_proposer_adopts"
    delegate = Actor("a-9", ("org_head",), "DW", on_behalf_of="a-2")
    assert refused(state, ADOPT, delegate) == "policy_proposer_adopts"
    assert decided(state, ADOPT, Actor("a-4", ("sec_admin",), "DW"))


def test_the_officer_drafts_and_does_not_approve() -> None:
    assert refused(after((PROPOSE, HEAD)), ADOPT, OFFICER) == "not_policy_adopter"
    assert refused(after(), PROPOSE, OWNER) == "not_policy_proposer"


def test_reasons_are_required() -> None:
    assert refused(after(), Propose(FASTER, " "), OFFICER) == "reason_missing"
    adopt = Adopt(2, Reach.NEW_ITEMS_ONLY, "")
    assert refused(after((PROPOSE, OFFICER)), adopt, HEAD) == "reason_missing"


def test_a_proposal_can_be_withdrawn_by_its_proposer_or_by_who_could_adopt_it() -> None:
    state = after((PROPOSE, OFFICER))
    withdraw = Withdraw(2, "暂缓")
    assert decided(state, withdraw, OFFICER) == [Withdrawn(2, "暂缓")]
    assert decided(state, withdraw, HEAD)
    assert refused(state, withdraw, OWNER) == "not_policy_proposer"
    assert after((PROPOSE, OFFICER), (withdraw, OFFICER)).draft is None


def test_numbers_are_never_used_twice() -> None:
    state = after((PROPOSE, OFFICER), (Withdraw(2, "暂缓"), OFFICER), (PROPOSE, OFFICER))
    assert state.draft is not None
    assert state.draft.version == 3


def test_a_policy_that_makes_no_sense_is_refused() -> None:
    senseless = replace(Policy(), steps=StepTerms(accept_workdays=-1))
    with pytest.raises(InvalidInputError):
        decided(after(), Propose(senseless, "试试"), OFFICER)


def test_the_policy_is_never_finished_and_foreign_commands_are_bugs() -> None:
    class Foreign(PolicyCommand):
        name = "foreign"

    assert not POLICY.is_finished(after())
    with pytest.raises(TypeError):
        decided(after(), Foreign(), HEAD)


def test_a_refused_attempt_is_recorded_and_changes_nothing() -> None:
    error = RuleRefusedError("no_policy_draft", "没有待批准")
    event = POLICY.refusal(Request("c", HEAD, AT, ADOPT), error)
    assert event == AttemptRefused("adopt", "no_policy_draft", "没有待批准")
    assert POLICY.evolve(after(), Fact(2, AT, HEAD, "c", event)) == after()
