"""An account's life: posts with dates, duties kept apart, delegation, locks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from models.account.commands import (
    AccountCommand,
    ChangePassword,
    Close,
    Delegate,
    EndDelegation,
    GrantPost,
    Lock,
    Open,
    RevokePost,
    Unlock,
)
from models.account.decider import ACCOUNT
from models.account.events import (
    AccountEvent,
    AttemptRefused,
)
from models.account.roles import DUTY_LABELS, ROLE_LABELS, Duty, Role, duty_of
from models.account.state import AccountStanding, AccountState, Delegation, Post
from models.errors import InvalidInputError, RuleRefusedError
from models.facts import SYSTEM, Actor, Fact, Request
from models.terms import Terms

AT = datetime(2026, 6, 10, 1, 0, tzinfo=UTC)  # 2026-06-10 09:00 in Shanghai
TODAY = date(2026, 6, 10)
JULY = date(2026, 7, 1)
AUGUST = date(2026, 8, 1)
MANAGER = Actor("a-sys", ("sys_admin",), "DW")
HERSELF = Actor("a-1", ("branch_secretary",), "Z1-01")
STRANGER = Actor("a-2", ("org_head",), "DW")
OPEN = Open("a-1", "Z1-01")
SECRETARY = GrantPost(Role.BRANCH_SECRETARY, "Z1-01", TODAY)


def decided(
    state: AccountState, command: AccountCommand, actor: Actor = MANAGER
) -> list[AccountEvent]:
    return list(ACCOUNT.decide(state, Request("c-1", actor, AT, command), Terms()))


def after(*commands: AccountCommand) -> AccountState:
    state = ACCOUNT.initial()
    for command in commands:
        for event in decided(state, command):
            state = ACCOUNT.evolve(state, Fact(1, AT, MANAGER, "c-1", event))
    return state


def refused(state: AccountState, command: AccountCommand, actor: Actor = MANAGER) -> str:
    with pytest.raises((RuleRefusedError, InvalidInputError)) as caught:
        decided(state, command, actor)
    return caught.value.code


def test_an_account_is_opened_once() -> None:
    state = after(OPEN)
    assert (state.standing, state.account, state.unit) == (AccountStanding.OPEN, "a-1", "Z1-01")
    assert refused(state, OPEN) == "account_exists"


@pytest.mark.parametrize("command", [Open("", "Z1-01"), Open("a-1", "")])
def test_an_account_needs_an_id_and_a_unit(command: Open) -> None:
    assert refused(AccountState(), command) == "account_incomplete"


def test_only_the_system_administrator_manages_accounts() -> None:
    for command in (OPEN, SECRETARY, Unlock(), Close("调离")):
        assert refused(AccountState(), command, STRANGER) == "not_account_manager"
    assert decided(AccountState(), OPEN, SYSTEM)


def test_nobody_grants_posts_to_themselves() -> None:
    own = Actor("a-1", ("sys_admin",), "DW")
    assert refused(after(OPEN), SECRETARY, own) == "own_account"


def test_a_post_is_held_from_its_first_day_until_the_day_before_its_last() -> None:
    [post] = after(OPEN, GrantPost(Role.OWNER, "Z1-01", TODAY, JULY)).posts
    assert not post.holds_on(TODAY - timedelta(days=1))
    assert post.holds_on(TODAY)
    assert post.holds_on(JULY - timedelta(days=1))
    assert not post.holds_on(JULY)
    assert Post(Role.OWNER, "Z1-01", TODAY, None).holds_on(AUGUST)


def test_a_post_for_no_day_is_refused() -> None:
    assert refused(after(OPEN), GrantPost(Role.OWNER, "Z1-01", JULY, JULY)) == "span_empty"


def test_the_same_post_is_not_granted_twice_for_the_same_days() -> None:
    state = after(OPEN, GrantPost(Role.OWNER, "Z1-01", TODAY, JULY))
    assert refused(state, GrantPost(Role.OWNER, "Z1-01", TODAY)) == "post_held_already"
    assert decided(state, GrantPost(Role.OWNER, "Z1-01", JULY))
    assert decided(state, GrantPost(Role.OWNER, "Z1-02", TODAY))


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (Role.SYS_ADMIN, Role.SEC_ADMIN),
        (Role.SEC_ADMIN, Role.AUDIT_ADMIN),
        (Role.AUDIT_ADMIN, Role.SYS_ADMIN),
        (Role.AUDITOR, Role.VERIFIER),
        (Role.ORG_OFFICER, Role.AUDITOR),
        (Role.SYS_ADMIN, Role.ORG_HEAD),
        (Role.AUDITOR, Role.AUDIT_ADMIN),
    ],
)
def test_duties_stay_in_different_hands(held: Role, wanted: Role) -> None:
    state = after(OPEN, GrantPost(held, "DW", TODAY))
    assert refused(state, GrantPost(wanted, "DW", TODAY)) == "duties_mixed"


def test_one_account_may_hold_several_business_posts() -> None:
    state = after(OPEN, SECRETARY, GrantPost(Role.VERIFIER, "DW", TODAY))
    assert {post.role for post in state.posts} == {Role.BRANCH_SECRETARY, Role.VERIFIER}


def test_duties_may_follow_one_another_in_time() -> None:
    state = after(OPEN, GrantPost(Role.ORG_OFFICER, "DW", TODAY, JULY))
    assert refused(state, GrantPost(Role.AUDITOR, "DW", TODAY)) == "duties_mixed"
    assert decided(state, GrantPost(Role.AUDITOR, "DW", JULY))


def test_a_revoked_post_ends_and_others_stay() -> None:
    state = after(OPEN, SECRETARY, GrantPost(Role.VERIFIER, "DW", TODAY))
    revoke = RevokePost(Role.BRANCH_SECRETARY, "Z1-01", JULY)
    state = after(OPEN, SECRETARY, GrantPost(Role.VERIFIER, "DW", TODAY), revoke)
    assert state.posts[0].until_on == JULY
    assert state.posts[1].until_on is None
    assert refused(state, revoke) == "post_not_held"
    assert refused(state, RevokePost(Role.OWNER, "Z1-01", JULY)) == "post_not_held"


def test_a_post_revoked_before_it_begins_was_never_held() -> None:
    assert after(OPEN, SECRETARY, RevokePost(Role.BRANCH_SECRETARY, "Z1-01", TODAY)).posts == ()


def test_revoking_leaves_earlier_times_in_the_same_post_alone() -> None:
    first = GrantPost(Role.OWNER, "Z1-01", TODAY, JULY)
    second = GrantPost(Role.OWNER, "Z1-01", AUGUST)
    state = after(OPEN, first, second, RevokePost(Role.OWNER, "Z1-01", AUGUST))
    assert state.posts == (Post(Role.OWNER, "Z1-01", TODAY, JULY),)


def test_an_account_delegates_its_posts_for_some_days() -> None:
    state = after(OPEN, SECRETARY)
    delegate = Delegate("a-2", JULY, AUGUST, (Role.OWNER,))
    assert decided(state, delegate, HERSELF) == decided(state, delegate, MANAGER)
    assert after(OPEN, SECRETARY, delegate).delegations == (Delegation("a-2", JULY, AUGUST),)


def test_the_same_days_are_not_delegated_twice_to_the_same_account() -> None:
    state = after(OPEN, SECRETARY, Delegate("a-2", JULY, AUGUST))
    assert refused(state, Delegate("a-2", TODAY, JULY + timedelta(days=1))) == "delegated_already"
    assert decided(state, Delegate("a-2", AUGUST, AUGUST + timedelta(days=1)))
    assert decided(state, Delegate("a-2", TODAY, JULY))
    assert decided(state, Delegate("a-3", JULY, AUGUST))


def test_others_cannot_delegate_in_ones_name() -> None:
    delegate = Delegate("a-2", JULY, AUGUST)
    assert refused(after(OPEN, SECRETARY), delegate, STRANGER) == "not_own_account"


def test_a_delegation_needs_someone_else_some_days_and_a_post() -> None:
    state = after(OPEN, GrantPost(Role.OWNER, "Z1-01", TODAY, JULY))
    assert refused(state, Delegate("a-1", TODAY, JULY)) == "delegated_to_itself"
    assert refused(state, Delegate("a-2", JULY, JULY)) == "span_empty"
    assert refused(state, Delegate("a-2", JULY, AUGUST)) == "nothing_to_delegate"


def test_a_delegation_cannot_join_duties_that_are_kept_apart() -> None:
    delegate = Delegate("a-2", JULY, AUGUST, (Role.AUDITOR,))
    assert refused(after(OPEN, SECRETARY), delegate) == "duties_mixed"


def test_a_delegation_can_be_ended_early_or_before_it_begins() -> None:
    delegate = Delegate("a-2", JULY, AUGUST)
    other = Delegate("a-3", JULY, AUGUST)
    middle = JULY + timedelta(days=10)
    state = after(OPEN, SECRETARY, delegate, other, EndDelegation("a-2", middle))
    assert state.delegations == (
        Delegation("a-2", JULY, middle),
        Delegation("a-3", JULY, AUGUST),
    )
    assert after(OPEN, SECRETARY, delegate, EndDelegation("a-2", JULY)).delegations == ()
    assert refused(state, EndDelegation("a-2", middle), HERSELF) == "delegation_not_found"
    assert refused(state, EndDelegation("a-9", middle), HERSELF) == "delegation_not_found"


def test_a_lock_holds_until_its_end_or_until_unlocked() -> None:
    later = AT + timedelta(minutes=15)
    state = after(OPEN, Lock("可疑登录", later))
    assert state.is_locked_at(AT)
    assert not state.is_locked_at(later)
    assert after(OPEN, Lock("可疑登录")).is_locked_at(AT + timedelta(days=999))
    assert not after(OPEN, Lock("可疑登录"), Unlock()).is_locked_at(AT)
    assert refused(state, Lock(" ")) == "reason_missing"


def test_unlocking_what_is_not_locked_changes_nothing() -> None:
    assert decided(after(OPEN), Unlock()) == []


def test_a_closed_account_loses_its_posts_and_can_do_nothing() -> None:
    past = GrantPost(Role.OWNER, "Z1-02", date(2025, 1, 1), date(2026, 1, 1))
    begun = GrantPost(Role.VERIFIER, "DW", date(2026, 1, 1))
    future = GrantPost(Role.ORG_OFFICER, "DW", AUGUST)
    delegate = Delegate("a-2", JULY, AUGUST)
    state = after(OPEN, past, begun, future, delegate, Close(" 调离 "))
    assert [post.until_on for post in state.posts] == [date(2026, 1, 1), TODAY]
    assert state.delegations == ()
    assert ACCOUNT.is_finished(state)
    assert refused(state, SECRETARY) == "account_closed"


def test_an_account_that_nobody_opened_is_unknown() -> None:
    assert refused(AccountState(), SECRETARY) == "account_unknown"
    assert refused(AccountState(), ChangePassword()) == "account_unknown"


def test_a_system_administrator_is_not_closed_while_in_office() -> None:
    state = after(OPEN, GrantPost(Role.SYS_ADMIN, "DW", TODAY))
    assert refused(state, Close("调离")) == "sys_admin_closed"


def test_a_generated_password_has_to_be_changed() -> None:
    assert after(OPEN, ChangePassword(is_generated=True)).must_change_password
    assert not after(OPEN, ChangePassword(True), ChangePassword()).must_change_password
    assert decided(after(OPEN), ChangePassword(), HERSELF)
    assert refused(after(OPEN), ChangePassword(), STRANGER) == "not_own_account"


def test_a_refused_attempt_is_recorded_and_changes_nothing() -> None:
    error = RuleRefusedError("duties_mixed", "须由不同账号担任")
    event = ACCOUNT.refusal(Request("c", MANAGER, AT, SECRETARY), error)
    assert event == AttemptRefused("grant_post", "duties_mixed", "须由不同账号担任")
    assert ACCOUNT.evolve(after(OPEN), Fact(2, AT, MANAGER, "c", event)) == after(OPEN)


def test_foreign_commands_are_bugs() -> None:
    class Foreign(AccountCommand):
        name = "foreign"

    with pytest.raises(TypeError):
        decided(after(OPEN), Foreign())


def test_every_role_and_duty_has_a_chinese_name_and_every_role_a_duty() -> None:
    assert set(ROLE_LABELS) == set(Role)
    assert set(DUTY_LABELS) == {duty_of(role) for role in Role} == set(Duty)
