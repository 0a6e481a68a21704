"""Sign-ins leave facts without a word about the person."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.errors import RuleRefusedError
from models.facts import SYSTEM, Fact, Request
from models.sign_in.commands import RecordEnd, RecordFailure, RecordSuccess, SignInCommand
from models.sign_in.decider import SIGN_IN
from models.sign_in.events import AttemptRefused, Ended, Failed, FailureReason, Succeeded
from models.sign_in.rules import SignInState, number_for
from models.terms import Terms

AT = datetime(2026, 6, 10, tzinfo=UTC)
FAILURE = RecordFailure(FailureReason.WRONG_PASSWORD, 2)


def after(*commands: SignInCommand) -> SignInState:
    state = SIGN_IN.initial()
    for command in commands:
        for event in SIGN_IN.decide(state, Request("c", SYSTEM, AT, command), Terms()):
            state = SIGN_IN.evolve(state, Fact(1, AT, SYSTEM, "c", event))
    return state


@pytest.mark.parametrize(
    ("command", "event"),
    [
        (RecordSuccess("s-1"), Succeeded("s-1")),
        (FAILURE, Failed(FailureReason.WRONG_PASSWORD, 2)),
        (RecordEnd("s-1"), Ended("s-1")),
    ],
)
def test_what_happened_is_recorded(command: SignInCommand, event: object) -> None:
    request = Request("c", SYSTEM, AT, command)
    assert SIGN_IN.decide(SIGN_IN.initial(), request, Terms()) == [event]


def test_successes_and_failures_are_counted() -> None:
    state = after(RecordSuccess("s-1"), FAILURE, FAILURE, RecordEnd("s-1"))
    assert state == SignInState(successes=1, failures=2)


def test_every_account_has_one_stream_a_day() -> None:
    assert number_for("a-1", date(2026, 6, 9)) == "a-1.20260609"


def test_a_refused_attempt_changes_nothing_and_a_stream_never_ends() -> None:
    request: Request[SignInCommand] = Request("c", SYSTEM, AT, FAILURE)
    event = SIGN_IN.refusal(request, RuleRefusedError("code", "说明"))
    assert event == AttemptRefused("record_failure", "code", "说明")
    assert SIGN_IN.evolve(SignInState(), Fact(1, AT, SYSTEM, "c", event)) == SignInState()
    assert not SIGN_IN.is_finished(after(FAILURE))


def test_foreign_commands_are_bugs() -> None:
    class Foreign(SignInCommand):
        name = "foreign"

    with pytest.raises(TypeError):
        after(Foreign())
