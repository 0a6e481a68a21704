"""Whatever is asked of an account: duties never mix on any day, and read state equals the fold."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.account.commands import AccountCommand, Close, GrantPost, Open, RevokePost
from models.account.decider import ACCOUNT
from models.account.roles import Role, duty_of
from models.account.state import AccountState
from models.errors import InvalidInputError, RuleRefusedError
from models.facts import SYSTEM, Fact, Request
from models.terms import Terms
from wire.codec import from_json, to_json

AT = datetime(2026, 6, 10, 1, 0, tzinfo=UTC)
FIRST_DAY = date(2026, 6, 1)
DAYS = st.integers(0, 30).map(lambda days: FIRST_DAY + timedelta(days=days))
ROLES = st.sampled_from([Role.OWNER, Role.VERIFIER, Role.AUDITOR, Role.SYS_ADMIN, Role.SEC_ADMIN])
UNITS = st.sampled_from(["DW", "Z1"])
COMMANDS: st.SearchStrategy[AccountCommand] = st.one_of(
    st.builds(GrantPost, ROLES, UNITS, DAYS, st.none() | DAYS),
    st.builds(RevokePost, ROLES, UNITS, DAYS),
    st.just(Close("调离")),
)


def folded(commands: list[AccountCommand]) -> AccountState:
    state = ACCOUNT.initial()
    for command in (Open("a-1", "DW"), *commands):
        try:
            events = ACCOUNT.decide(state, Request("c", SYSTEM, AT, command), Terms())
        except (RuleRefusedError, InvalidInputError):
            continue
        for event in events:
            stored = from_json(type(event), to_json(event))
            state = ACCOUNT.evolve(state, Fact(1, AT, SYSTEM, "c", stored))
    return state


@given(st.lists(COMMANDS, max_size=12))
def test_duties_never_mix_on_any_day(commands: list[AccountCommand]) -> None:
    state = folded(commands)
    for days in range(-1, 33):
        day = FIRST_DAY + timedelta(days=days)
        assert len({duty_of(post.role) for post in state.posts if post.holds_on(day)}) <= 1


@given(st.lists(COMMANDS, max_size=12))
def test_no_post_is_held_twice_on_a_day(commands: list[AccountCommand]) -> None:
    state = folded(commands)
    for days in range(33):
        day = FIRST_DAY + timedelta(days=days)
        held = [(post.role, post.unit) for post in state.posts if post.holds_on(day)]
        assert len(held) == len(set(held))
    assert all(post.until_on is None or post.from_on < post.until_on for post in state.posts)


@given(st.lists(COMMANDS, max_size=12))
def test_a_state_survives_its_way_through_json(commands: list[AccountCommand]) -> None:
    state = folded(commands)
    assert from_json(AccountState, to_json(state)) == state
