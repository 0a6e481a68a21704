"""Who sees what."""

from __future__ import annotations

import pytest

from models.account.roles import Role
from models.errors import NotFoundError
from models.facts import Actor
from web.access import Scope, check_may_see, scope_of

OWN, BELOW, OTHER = "Z1", "Z1-01", "D01"


def someone(*roles: Role) -> Actor:
    return Actor("a-1", tuple(roles), OWN, (BELOW,))


ALL, NONE = Scope(None), Scope(frozenset())
EXPECTED = {
    Role.COMMITTEE_SECRETARY: ALL,
    Role.COMMITTEE_DEPUTY: ALL,
    Role.ORG_HEAD: ALL,
    Role.ORG_OFFICER: ALL,
    Role.REVIEW_LEAD: ALL,
    Role.REVIEW_MEMBER: ALL,
    Role.VERIFIER: ALL,
    Role.LIAISON_CADRE: ALL,
    Role.AUDITOR: ALL,
    Role.SYS_ADMIN: ALL,
    Role.AUDIT_ADMIN: ALL,
    Role.SEC_ADMIN: NONE,
    Role.GB_SECRETARY: Scope(frozenset({OWN, BELOW})),
    Role.BRANCH_SECRETARY: Scope(frozenset({OWN})),
    Role.OWNER: Scope(frozenset({OWN})),
}


@pytest.mark.parametrize("role", list(Role))
def test_each_post_sees_what_its_duty_needs(role: Role) -> None:
    assert scope_of(someone(role)) == EXPECTED[role]


def test_posts_add_up() -> None:
    assert scope_of(someone(Role.OWNER, Role.ORG_OFFICER)) == ALL


def test_an_outsider_sees_nothing() -> None:
    assert scope_of(Actor("a-1")) == NONE


@pytest.mark.parametrize(
    ("role", "unit", "is_visible"),
    [
        (Role.BRANCH_SECRETARY, OWN, True),
        (Role.BRANCH_SECRETARY, BELOW, False),
        (Role.BRANCH_SECRETARY, OTHER, False),
        (Role.GB_SECRETARY, BELOW, True),
        (Role.GB_SECRETARY, OTHER, False),
        (Role.AUDITOR, OTHER, True),
        (Role.SEC_ADMIN, OWN, False),
    ],
)
def test_an_item_of_another_unit_does_not_even_exist(
    role: Role, unit: str, is_visible: bool
) -> None:
    if is_visible:
        check_may_see(someone(role), "FP2026-001", unit)
        return
    with pytest.raises(NotFoundError) as hidden:
        check_may_see(someone(role), "FP2026-001", unit)
    assert hidden.value.code == "item_not_found"
