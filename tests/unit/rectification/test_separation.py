"""Nobody closes their own loop: by account, by unit, and through delegation (domain.md §2.1)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.facts import Actor
from models.rectification.commands import RejectClosure, Reopen, Verify
from models.rectification.item_state import ItemState
from tests.unit.rectification.life import (
    ALL_YES,
    AUDITOR,
    GB_SECRETARY,
    OTHER_VERIFIER,
    OWNER,
    REVIEW_LEAD,
    SECRETARY,
    VERIFIER,
    an_issue,
    closed,
    pending_verify,
)

POOL = an_issue(verifier="", verifier_unit="")


def as_verifier(actor: Actor, **changes: object) -> Actor:
    return replace(actor, roles=(*actor.roles, "verifier"), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (as_verifier(OWNER, unit="D07"), "verifier_is_owner"),
        (as_verifier(OTHER_VERIFIER, on_behalf_of=OWNER.account), "verifier_is_owner"),
        (as_verifier(OTHER_VERIFIER, unit="Z1-02"), "verifier_same_unit"),
        (as_verifier(OTHER_VERIFIER, own_units=("D08", "Z1-02")), "verifier_same_unit"),
        (as_verifier(SECRETARY, unit="D07"), "verifier_is_plan_author"),
        (as_verifier(OTHER_VERIFIER, on_behalf_of=SECRETARY.account), "verifier_is_plan_author"),
        (GB_SECRETARY, "verifier_in_charge"),
        (replace(GB_SECRETARY, unit="Z9"), "verifier_in_charge"),
        (as_verifier(AUDITOR), "verifier_is_auditor"),
        (replace(OTHER_VERIFIER, roles=("verifier", "liaison_cadre")), "verifier_is_liaison"),
    ],
)
def test_whoever_had_a_part_in_it_does_not_verify(actor: Actor, code: str) -> None:
    life = pending_verify(POOL)
    assert life.refuses(actor, Verify("同意", ALL_YES)) == code
    assert life.refuses(actor, RejectClosure("不行")) == code


def test_whoever_asked_for_the_closing_does_not_verify_it() -> None:
    life = pending_verify(POOL)
    life.state = replace(life.state, plan_authors=())
    actor = as_verifier(SECRETARY, unit="D07")
    assert life.refuses(actor, Verify("同意", ALL_YES)) == "verifier_is_requester"


def test_a_general_branch_elsewhere_may_verify() -> None:
    life = pending_verify(POOL)
    actor = replace(GB_SECRETARY, unit="Z2", units_in_charge=("Z2-01",))
    life.does(actor, Verify("同意", ALL_YES))
    assert life.state.state is ItemState.CLOSED


def test_a_named_verifier_may_be_stood_in_for() -> None:
    life = pending_verify()
    assert life.refuses(OTHER_VERIFIER, Verify("同意", ALL_YES)) == "not_entitled"
    stand_in = replace(OTHER_VERIFIER, on_behalf_of=VERIFIER.account)
    life.does(stand_in, Verify("同意", ALL_YES))
    assert life.state.verifiers == (OTHER_VERIFIER.account, VERIFIER.account)


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (replace(REVIEW_LEAD, account=VERIFIER.account), "reopener_is_verifier"),
        (replace(REVIEW_LEAD, on_behalf_of=VERIFIER.account), "reopener_is_verifier"),
        (replace(REVIEW_LEAD, account=OWNER.account), "verifier_is_owner"),
        (replace(REVIEW_LEAD, unit="Z1-02"), "verifier_same_unit"),
        (replace(REVIEW_LEAD, roles=("review_member", "liaison_cadre")), "verifier_is_liaison"),
    ],
)
def test_whoever_closed_it_does_not_look_back_at_it(actor: Actor, code: str) -> None:
    assert closed().refuses(actor, Reopen("补课记录又缺失")) == code


def test_an_auditor_may_reopen() -> None:
    life = closed()
    life.does(AUDITOR, Reopen("补课记录又缺失"))
    assert life.state.state is ItemState.REOPENED
